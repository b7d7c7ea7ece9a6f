/** Playbooks as YAML: reading, composing and checking them into the playbook the rules use. */
import type { LadderUse } from '../domain/own-ladders.ts';
import type { Playbook } from '../domain/playbook.ts';
import { checkContent, checkCycles } from './playbook/check.ts';
import { compile } from './playbook/compile.ts';
import { type LaddersByKey, type Resolve, compose } from './playbook/compose.ts';
import { useIn } from './playbook/own-ladders.ts';
import { type PlaybookIssue, issueAt } from './playbook/source.ts';

export type { LaddersByKey, Resolve } from './playbook/compose.ts';
export type { PlaybookIssue } from './playbook/source.ts';

export type ParsedPlaybook = { ok: true; playbook: Playbook; use: LadderUse } | { ok: false; issues: PlaybookIssue[] };

/**
 * Reads one playbook file with everything it extends and adds. All problems of a stage are given at once: YAML and
 * types of every file, then references and what must be there, then cycles with their path.
 * @param resolve finds a file by the name that another one uses for it
 * @param ownLadders what was written in the console, which goes before the files
 */
export const parsePlaybook = (
  yamlText: string,
  fileName: string,
  resolve: Resolve = () => null,
  ownLadders: LaddersByKey = new Map(),
): ParsedPlaybook => {
  const composed = compose(yamlText, fileName, resolve, ownLadders);
  if (!composed.ok) return composed;
  const { content, sources } = composed;
  const issues: PlaybookIssue[] = [];
  const report = (path: (string | number)[], message: string): void => {
    issues.push(issueAt(sources, path, message));
  };
  checkContent(content, report);
  if (issues.length > 0) return { ok: false, issues };
  const playbook = compile(
    content,
    sources.map(({ file }) => file),
  );
  checkCycles(playbook, report);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, playbook, use: useIn(content) };
};
