import { connectionById, setConnectionStatus } from '../../db/connections.ts';
import type { Sql } from '../../db/database.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import { writeAtOnce } from '../../db/try-values-again.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, priorities } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';

/** Access is back: what waited goes on, in the order it was wanted. */
export async function resumeConnection(
  deps: Pick<ChangeDeps, 'db' | 'clock'> & Partial<Pick<CrmDeps, 'crms'>>,
  connectionId: string,
): Promise<void> {
  await connectionById(deps.db, connectionId);
  if (deps.crms && !deps.crms.has(connectionId))
    throw new AppError('not_allowed_now', { message: 'Nothing is known to sign in with: connect this CRM again' });
  // one that is active and wakes nobody would wait for ever
  await deps.db.transaction(async (tx) => {
    await setConnectionStatus(tx, connectionId, 'active', null, deps.clock.now());
    await writeAtOnce(tx, connectionId);
    await wakeAll(tx, connectionId);
  });
}

async function wakeAll(tx: Sql, connectionId: string): Promise<void> {
  const waiting = await tx.query<{ id: string; workflow_id: string }>(
    `SELECT DISTINCT o.id, o.workflow_id FROM onboardings o JOIN effects e ON e.onboarding_id = o.id
     WHERE o.connection_id = $1 AND e.state IN ('planned', 'started', 'unclear')`,
    [connectionId],
  );
  const backfills = await tx.query<{ id: string }>(
    `SELECT id FROM backfills WHERE connection_id = $1 AND state IN ('looking', 'running')`,
    [connectionId],
  );
  await enqueue(tx, [
    workflowOf('crm_intake', connectionId),
    workflowOf('crm_sync', connectionId),
    ...backfills.map(({ id }) => ({ ...workflowOf('backfill', id), priority: priorities.bulk })),
    ...waiting.map((row) => ({ workflowId: row.workflow_id, process: 'onboarding' as const, subjectId: row.id })),
  ]);
}
