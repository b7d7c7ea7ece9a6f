/** A mapping as it was handed in, read and checked against the CRM as it is now. */
import { mappingYaml, parseMapping } from '../../contracts/playbook/mapping-yaml.ts';
import { checkMapping, type MappingIssue } from '../../domain/mapping/check.ts';
import type { Mapping } from '../../domain/mapping/model.ts';
import { AppError } from '../../errors.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { askMappingWorld } from './mapping-world.ts';

export type GivenMapping = { content: Mapping } | { yaml: string };
export interface LocatedIssue extends MappingIssue {
  /** of YAML */
  line: number | null;
}
type Read = { content: Mapping; note: string | null } | { issues: LocatedIssue[] };

const readGiven = (given: GivenMapping): Read => {
  if ('content' in given) return { content: given.content, note: null };
  const parsed = parseMapping(given.yaml, 'mapping.yaml');
  if (parsed.ok) return { content: parsed.mapping, note: parsed.note };
  return {
    issues: parsed.issues.map(({ path, line, message }) => ({
      at: path,
      line,
      field: null,
      problem: message,
      remedy: 'Correct it in the file',
    })),
  };
};

export async function checkGiven(
  deps: CrmDeps,
  connectionId: string,
  given: GivenMapping,
): Promise<{ issues: LocatedIssue[]; content: Mapping | null; yaml: string | null }> {
  const read = readGiven(given);
  if ('issues' in read) return { issues: read.issues, content: null, yaml: null };
  const issues = checkMapping(read.content, await askMappingWorld(deps, connectionId));
  return {
    issues: issues.map((issue) => ({ ...issue, line: null })),
    content: read.content,
    yaml: mappingYaml(read.content, read.note ?? ''),
  };
}

/** Throws invalid_input for YAML that cannot be read. */
export const contentOf = (given: GivenMapping): { content: Mapping; note: string | null } => {
  const read = readGiven(given);
  if ('content' in read) return read;
  throw refused('The mapping cannot be read', read.issues);
};

export const refused = (why: string, issues: LocatedIssue[]): AppError =>
  new AppError('invalid_input', {
    message: `${why}: ${issues.map(({ line, problem }) => `${line === null ? '' : `line ${line}: `}${problem}`).join('; ')}`,
    details: { issues },
  });
