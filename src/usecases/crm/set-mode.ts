import { type CrmConnection, connectionById, setConnectionMode } from '../../db/connections.ts';
import { releaseRenewals } from '../../db/rehearsed-renewals.ts';
import { releaseRehearsed } from '../../db/try-values-again.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

/** Live: what the dry run held back is written, the newest value of each field, and renewals are made. Its notes and tasks are not made up for: they would be late news. */
export async function setMode(
  { db }: Pick<ChangeDeps, 'db'>,
  connectionId: string,
  mode: CrmConnection['mode'],
): Promise<void> {
  await connectionById(db, connectionId);
  await db.transaction(async (tx) => {
    if (!(await setConnectionMode(tx, connectionId, mode)) || mode === 'dry_run') return;
    await releaseRehearsed(tx, connectionId);
    const renewals = await releaseRenewals(tx, connectionId);
    await enqueue(tx, [
      workflowOf('crm_sync', connectionId),
      ...renewals.map(({ id, workflowId }) => ({ workflowId, process: 'onboarding' as const, subjectId: id })),
    ]);
  });
}
