import { checksumOf } from '../../db/playbook-store.ts';
import type { Clock } from '../../db/clock.ts';
import { AppError } from '../../errors.ts';
import { checkLadders, fileOf, type GivenLadders, invalid, keptYaml, type LadderDeps } from './check-ladders.ts';

/**
 * Makes them a new version of the playbook, for onboardings that begin from now on. Throws playbook_invalid,
 * version_conflict, and not_allowed_now where this server's files are not those that the current version was made of:
 * saving would then publish or undo changes that nobody looked at.
 */
export async function saveLadders(
  deps: LadderDeps & { clock: Clock },
  key: string,
  { note, basedOn, byId, ...input }: GivenLadders & { note: string; basedOn: number; byId: string | null },
): Promise<{ version: number; isNew: boolean }> {
  const before = await deps.playbooks.written(key);
  if (!before) throw new AppError('not_found', { message: 'There is no such playbook', details: { key } });
  const { content, issues } = await checkLadders(deps, key, input);
  if (!content) throw invalid(issues);
  const ownLadders = keptYaml(content);
  const [now, next] = await Promise.all([fileOf(deps, key, before.ownLadders), fileOf(deps, key, ownLadders)]);
  if (now.parsed.ok && checksumOf(now.parsed.playbook) !== before.checksum)
    throw new AppError('not_allowed_now', {
      message: `The playbook’s files here are not those of version ${before.version}. They are taken up at the next start; save again after it.`,
    });
  if (!next.parsed.ok) throw invalid(next.parsed.issues);
  return deps.playbooks.publish({
    playbook: next.parsed.playbook,
    source: next.source,
    now: deps.clock.now(),
    byId,
    ownLadders,
    note,
    basedOn,
  });
}
