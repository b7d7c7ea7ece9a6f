import type { Database } from '../../db/database.ts';
import { mailIntakeId } from '../../db/inbound-mails.ts';
import { alerts, digestRounds, slackPosts, ticketSync, workflowIdOf } from '../../db/outbox.ts';

/**
 * After a restore, or a Temporal that lost everything: every open onboarding, everybody with something to be told, every
 * connection with work, waiting mail, tickets, posts in Slack, open alerts, backfills under way and every open check-in is signalled again; workflows that still run do not notice.
 */
export async function recover(db: Database): Promise<number> {
  const rows = await db.query(
    `INSERT INTO outbox (workflow_id, process, subject_id, priority, enqueued_at)
     SELECT workflow_id, process, subject_id, 5, clock_timestamp() FROM (
       SELECT workflow_id, 'onboarding' AS process, id AS subject_id FROM onboardings WHERE status NOT IN ('cancelled', 'transitioned')
         OR id IN (SELECT onboarding_id FROM effects WHERE state IN ('planned', 'started', 'unclear'))
       UNION SELECT 'person:' || person_id, 'person_digest', person_id FROM intents WHERE state IN ('planned', 'claimed')
       UNION SELECT 'crm-sync:' || connection_id, 'crm_sync', connection_id FROM crm_values WHERE state = 'pending'
       UNION SELECT $1, 'mail_intake', $2::uuid WHERE EXISTS (SELECT 1 FROM inbound_mails WHERE state = 'pending')
       UNION SELECT $3, 'ticket_sync', $4::uuid WHERE EXISTS (SELECT 1 FROM external_tickets WHERE look_at IS NOT NULL)
       UNION SELECT $5, 'slack_posts', $6::uuid WHERE EXISTS (SELECT 1 FROM slack_posts WHERE look_at IS NOT NULL)
       UNION SELECT $7, 'digest_rounds', $8::uuid
       UNION SELECT $9, 'alerts', $10::uuid WHERE EXISTS (SELECT 1 FROM alerts WHERE resolved_at IS NULL)
       UNION SELECT 'backfill:' || id, 'backfill', id FROM backfills WHERE state IN ('looking', 'running')
       UNION SELECT 'check-ins:' || onboarding_id, 'check_ins', onboarding_id FROM check_ins WHERE state IN ('planned', 'open')
     ) lost ORDER BY workflow_id
     ON CONFLICT (workflow_id) DO UPDATE SET sequence = outbox.sequence + 1, retry_at = NULL RETURNING 1`,
    [
      workflowIdOf('mail_intake', mailIntakeId),
      mailIntakeId,
      ticketSync.workflowId,
      ticketSync.subjectId,
      slackPosts.workflowId,
      slackPosts.subjectId,
      digestRounds.workflowId,
      digestRounds.subjectId,
      alerts.workflowId,
      alerts.subjectId,
    ],
  );
  await db.query(`SELECT pg_notify('outbox', '')`);
  return rows.length;
}
