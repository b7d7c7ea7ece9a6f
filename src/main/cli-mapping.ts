/** `gangway mapping`: the mapping of a CRM connection as a file, looked at, checked, tried on a deal, switched on. */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { mappingYaml } from '../contracts/playbook/mapping-yaml.ts';
import { listMappings, mappingVersion } from '../db/crm-mappings.ts';
import { stoppedFieldsOf } from '../db/stopped-fields.ts';
import type { CrmScalar } from '../domain/model.ts';
import { AppError } from '../errors.ts';
import type { CrmDeps } from '../usecases/crm/crm-deps.ts';
import { activateVersion } from '../usecases/mapping/activate-mapping.ts';
import { checkGiven, contentOf } from '../usecases/mapping/check-mapping.ts';
import { previewMapping } from '../usecases/mapping/preview-mapping.ts';
import { saveMapping } from '../usecases/mapping/save-mapping.ts';
import { table } from './cli-playbook/table.ts';

export interface MappingCliDeps {
  withCrm: (work: (deps: CrmDeps) => Promise<void>) => Promise<void>;
  write: (text: string) => void;
  /** the process should end with 1 */
  fail: () => void;
}
interface On {
  connection?: string;
}

/** The one there is, else the one named by its provider or id. */
async function connectionOf({ db }: CrmDeps, { connection }: On): Promise<string> {
  const all = await db.query<{ id: string; provider: string; name: string }>(
    'SELECT id, provider, name FROM crm_connections ORDER BY name',
  );
  const found = all.filter(
    ({ id, provider }) => connection === undefined || id === connection || provider === connection,
  );
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const names = all.map(({ id, provider, name }) => `${provider} (${name}, ${id})`).join('; ') || 'none';
  throw new AppError('not_found', {
    message: `${found.length === 0 ? 'There is no such connection' : 'Several connections: name one with --connection'}. There are: ${names}`,
  });
}

const shown = (value: CrmScalar): string => (value === null || value === '' ? '–' : String(value));

async function show(deps: CrmDeps, on: On, { write }: MappingCliDeps): Promise<void> {
  const connectionId = await connectionOf(deps, on);
  const active = (await listMappings(deps.db, connectionId)).find(({ state }) => state === 'active');
  const stopped = await stoppedFieldsOf(deps.db, connectionId);
  if (active) {
    const { content, note, version } = await mappingVersion(deps.db, connectionId, active.version);
    write(`# version ${version}\n${mappingYaml(content, note)}`);
  } else write('# no mapping is switched on');
  for (const { reason } of stopped) write(`# stopped: ${reason}`);
}

/** @returns whether it can be switched on */
async function check(deps: CrmDeps, connectionId: string, yaml: string, cli: MappingCliDeps): Promise<boolean> {
  const { issues, content } = await checkGiven(deps, connectionId, { yaml });
  if (issues.length === 0) {
    cli.write(`✓ ${content?.entries.length ?? 0} entries fit the CRM’s fields`);
    return true;
  }
  const rows = issues.map(({ at, line, problem, remedy }) => [line === null ? at : `line ${line}`, problem, remedy]);
  cli.write(table(['where', 'problem', 'remedy'], rows));
  cli.fail();
  return false;
}

async function preview(
  deps: CrmDeps,
  connectionId: string,
  { yaml, dealId }: { yaml: string; dealId: string },
  { write }: MappingCliDeps,
): Promise<void> {
  const { content } = contentOf({ yaml });
  const { dealName, onboardingId, reads, writes, renewal } = await previewMapping(deps, connectionId, {
    dealId,
    content,
  });
  write(`${dealName}${onboardingId === null ? ': has no onboarding, so nothing would be written' : ''}`);
  const read = reads.map(({ ours, object, field, held, value, known }) => [
    `${object}.${field}`,
    ours,
    shown(held),
    shown(known),
    shown(value),
  ]);
  if (read.length > 0) write(`\n${table(['read from', 'feeds', 'the CRM holds', 'now', 'then'], read)}`);
  const written = writes.map(({ object, field, before, after, outcome }) => [
    `${object}.${field}`,
    shown(before),
    shown(after),
    outcome.replaceAll('_', ' '),
  ]);
  if (written.length > 0) write(`\n${table(['write to', 'before', 'after', 'what becomes of it'], written)}`);
  if (renewal) write(`\nRenewal: ${renewal.on} in ${renewal.pipeline} → ${renewal.stage}`);
}

async function apply(deps: CrmDeps, connectionId: string, yaml: string, cli: MappingCliDeps): Promise<void> {
  if (!(await check(deps, connectionId, yaml, cli))) return;
  const [newest] = await listMappings(deps.db, connectionId);
  const draft = { yaml, note: '', basedOn: newest?.version ?? 0, byId: null };
  const { version } = await saveMapping(deps, connectionId, draft);
  const onboardings = await activateVersion(deps, { connectionId, version, byId: null });
  cli.write(`Version ${version} is switched on; ${onboardings} running onboardings follow it`);
}

export function mappingCommand(cli: MappingCliDeps): Command {
  const command = new Command('mapping').description('what of ours goes to which CRM field, and back');
  const on = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .option('--connection <provider or id>', 'which CRM; not needed where there is one');
  on('show', 'print the mapping that is switched on, as YAML').action((options: On) =>
    cli.withCrm((deps) => show(deps, options, cli)),
  );
  on('check', 'check a file against the fields and stages that the CRM has now')
    .argument('<file>', 'YAML with a crm: block')
    .action((file: string, options: On) =>
      cli.withCrm(async (deps) => {
        await check(deps, await connectionOf(deps, options), await readFile(file, 'utf8'), cli);
      }),
    );
  on('preview', 'say what a file would read from a deal and write to it; nothing is written')
    .argument('<file>', 'YAML with a crm: block')
    .requiredOption('--deal <id>', 'a deal of that CRM')
    .action((file: string, options: On & { deal: string }) =>
      cli.withCrm(async (deps) => {
        const yaml = await readFile(file, 'utf8');
        await preview(deps, await connectionOf(deps, options), { yaml, dealId: options.deal }, cli);
      }),
    );
  on('apply', 'check a file, keep it as the next version and switch it on')
    .argument('<file>', 'YAML with a crm: block')
    .action((file: string, options: On) =>
      cli.withCrm(async (deps) => {
        await apply(deps, await connectionOf(deps, options), await readFile(file, 'utf8'), cli);
      }),
    );
  return command;
}
