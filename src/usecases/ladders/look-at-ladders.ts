import type { PlaybookIssue } from '../../contracts/playbook.ts';
import { parseOwnLadders } from '../../contracts/playbook/own-ladders.ts';
import { noOwnLadders, type OwnLadders } from '../../domain/own-ladders.ts';
import { AppError } from '../../errors.ts';
import { fileOf, type LadderDeps } from './check-ladders.ts';

interface LaddersView {
  version: number;
  note: string;
  savedAt: string;
  /** null: the version came from the folder */
  savedBy: string | null;
  /** written in the console */
  own: OwnLadders;
  /** what the files say by themselves; null: they cannot be read */
  file: OwnLadders | null;
  /** why files and console together make no valid playbook */
  issues: PlaybookIssue[];
}

const parsedOwn = (yaml: string): OwnLadders => {
  const read = parseOwnLadders(yaml);
  return read.ok ? read.own : noOwnLadders;
};

/** How a playbook's people are chased: by its files, and by what was written in the console. Throws not_found. */
export async function lookAtLadders(deps: LadderDeps, key: string): Promise<LaddersView> {
  const written = await deps.playbooks.written(key);
  if (!written) throw new AppError('not_found', { message: 'There is no such playbook', details: { key } });
  const { version, note, createdAt, createdBy, ownLadders } = written;
  const [{ parsed: file }, { parsed: both }] = await Promise.all([
    fileOf(deps, key, null),
    fileOf(deps, key, ownLadders),
  ]);
  return {
    version,
    note,
    savedAt: createdAt,
    savedBy: createdBy,
    own: ownLadders === null ? noOwnLadders : parsedOwn(ownLadders),
    file: file.ok ? { ladders: file.playbook.ladders, use: file.use } : null,
    issues: both.ok ? [] : both.issues,
  };
}
