/** One page looked through, or one batch taken over; stopped at any moment it goes on from there. */
import { type Backfill, findBackfill, moveBackfill } from '../../db/backfills.ts';
import { asBulk } from '../../db/bulk-work.ts';
import { connectionById, type MappedConnection } from '../../db/connections.ts';
import { isLasting } from '../../db/lasting-failure.ts';
import { defaultRoles } from '../../db/people.ts';
import type { ReadContext } from '../crm/apply-deal-reads.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { pauseWhenRevoked } from '../crm/revoked.ts';
import { lookThrough } from './look-through.ts';
import { takeOver } from './take-over.ts';

/** What both halves work with. */
export interface BackfillWork {
  backfill: Backfill;
  context: ReadContext & { connection: MappedConnection };
}

export async function workOf(deps: CrmDeps, backfill: Backfill): Promise<BackfillWork> {
  const [connection, playbooks, defaults] = await Promise.all([
    connectionById(deps.db, backfill.connectionId),
    deps.playbooks.current(),
    defaultRoles(deps.db),
    deps.clock.refresh(),
  ]);
  return { backfill, context: { connection, playbooks, defaults, users: new Map(), byHand: null } };
}

export async function continueBackfill(deps: CrmDeps, backfillId: string): Promise<{ hasMore: boolean }> {
  const backfill = await findBackfill(deps.db, backfillId);
  if (backfill?.state !== 'looking' && backfill?.state !== 'running') return { hasMore: false };
  const work = await workOf(deps, backfill);
  const { connection } = work.context;
  // resuming the connection wakes this again
  if (connection.status !== 'active') return { hasMore: false };
  try {
    const hasMore = await pauseWhenRevoked(deps, connection.id, () =>
      asBulk(() => (backfill.state === 'looking' ? lookThrough(deps, work) : takeOver(deps, work))),
    );
    return { hasMore: hasMore ?? false };
  } catch (error) {
    if (!isLasting(error)) throw error;
    deps.logger.error({ backfillId, err: error }, 'A backfill stops until a person tries again');
    const why = error instanceof Error ? error.message : String(error);
    await moveBackfill(deps.db, backfillId, {
      from: [backfill.state],
      to: 'stopped',
      error: why,
      now: deps.clock.now(),
    });
    return { hasMore: false };
  }
}
