import { AppError } from '../../errors.ts';
import type { OnboardingState } from '../../domain/model.ts';
import type { Sql } from '../../db/database.ts';
import { enqueue, workflowOf } from '../../db/outbox.ts';
import type { Change } from '../change-onboarding.ts';

/** A person asks for the deal to be read again; it goes the way of every event. */
export async function requestDealRead(tx: Sql, state: OnboardingState, now: Date): Promise<Change> {
  const { connectionId, dealId } = state.onboarding;
  if (!connectionId || !dealId)
    throw new AppError('not_allowed_now', { message: 'This onboarding was started without a deal' });
  await tx.query(
    `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at) VALUES ($1, $2, 'deal_changed', $3, '{"merged":[],"raw":{"foundBy":"person"}}', $4) ON CONFLICT DO NOTHING`,
    [connectionId, `person:${dealId}:${now.toISOString()}`, dealId, now],
  );
  await enqueue(tx, [{ ...workflowOf('crm_intake', connectionId), priority: 1 }]);
  return { state, activity: [{ kind: 'deal_read_requested', subjectId: null, data: {} }] };
}
