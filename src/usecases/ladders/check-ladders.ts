/** Ladders as they were handed in, read and checked together with the playbook's files. */
import type { PlaybookIssue } from '../../contracts/playbook.ts';
import { ownLaddersYaml, parseOwnLadders } from '../../contracts/playbook/own-ladders.ts';
import type { PlaybookStore } from '../../db/playbook-store.ts';
import { type OwnLadders, saysNothing } from '../../domain/own-ladders.ts';
import { AppError } from '../../errors.ts';
import { loadPlaybookOf, type PlaybookFileRead } from '../playbook-files.ts';

export interface LadderDeps {
  playbooks: PlaybookStore;
  playbooksDir: string;
}
export type GivenLadders = { content: OwnLadders } | { yaml: string };

const given = (input: GivenLadders): ReturnType<typeof parseOwnLadders> =>
  'yaml' in input ? parseOwnLadders(input.yaml) : { ok: true, own: input.content };

/** What is kept with a version: nothing where nothing is said. */
export const keptYaml = (own: OwnLadders): string | null => (saysNothing(own) ? null : ownLaddersYaml(own));

export const invalid = (issues: readonly PlaybookIssue[]): AppError =>
  new AppError('playbook_invalid', {
    message: issues.map(({ file, line, message }) => `${file}, line ${line ?? '?'}: ${message}`).join('; '),
    details: { issues },
  });

/** Throws not_found where the folder has no such playbook. */
export const fileOf = async (
  { playbooksDir }: LadderDeps,
  key: string,
  ownLadders: string | null,
): Promise<PlaybookFileRead> => {
  const read = await loadPlaybookOf(playbooksDir, key, ownLadders);
  if (!read) throw new AppError('not_found', { message: 'There is no file of this playbook', details: { key } });
  return read;
};

export async function checkLadders(
  deps: LadderDeps,
  key: string,
  input: GivenLadders,
): Promise<{ issues: PlaybookIssue[]; content: OwnLadders | null; yaml: string | null }> {
  const read = given(input);
  if (!read.ok) return { issues: read.issues, content: null, yaml: null };
  const { parsed } = await fileOf(deps, key, keptYaml(read.own));
  return { issues: parsed.ok ? [] : parsed.issues, content: read.own, yaml: ownLaddersYaml(read.own) };
}
