import { connectionById, setConnectionStatus } from '../../db/connections.ts';
import { enqueue, workflowIdOf } from '../../db/outbox.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

/** Access is back: what waited goes on, in the order it was wanted. */
export async function resumeConnection(deps: Pick<ChangeDeps, 'db' | 'clock'>, connectionId: string): Promise<void> {
  await connectionById(deps.db, connectionId);
  await setConnectionStatus(deps.db, connectionId, 'active', null, deps.clock.now());
  const waiting = await deps.db.query<{ id: string; workflow_id: string }>(
    `SELECT DISTINCT o.id, o.workflow_id FROM onboardings o JOIN effects e ON e.onboarding_id = o.id
     WHERE o.connection_id = $1 AND e.state IN ('planned', 'started', 'unclear')`,
    [connectionId],
  );
  await enqueue(deps.db, [
    { workflowId: workflowIdOf('crm_intake', connectionId), process: 'crm_intake', subjectId: connectionId },
    { workflowId: workflowIdOf('crm_sync', connectionId), process: 'crm_sync', subjectId: connectionId },
    ...waiting.map((row) => ({ workflowId: row.workflow_id, process: 'onboarding' as const, subjectId: row.id })),
  ]);
}
