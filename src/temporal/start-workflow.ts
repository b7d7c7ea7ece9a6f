/** Signal-with-start for every process: the one way in which work reaches Temporal. */
import type { Client } from '@temporalio/client';
import type { Process } from '../db/outbox.ts';
import { taskQueues, workflowTaskTimeout } from '../../temporal.config.ts';

const starts: Record<Process, { workflowType: string; input: (subjectId: string) => object }> = {
  onboarding: { workflowType: 'onboarding', input: (onboardingId) => ({ onboardingId }) },
  person_digest: { workflowType: 'personDigest', input: (personId) => ({ personId }) },
  crm_sync: { workflowType: 'crmSync', input: (connectionId) => ({ connectionId }) },
  crm_intake: { workflowType: 'crmIntake', input: (connectionId) => ({ connectionId }) },
  mail_intake: { workflowType: 'mailIntake', input: (intakeId) => ({ intakeId }) },
  ticket_sync: { workflowType: 'ticketSync', input: (syncId) => ({ syncId }) },
  slack_posts: { workflowType: 'slackPosts', input: (syncId) => ({ syncId }) },
  digest_rounds: { workflowType: 'digestRounds', input: (roundsId) => ({ roundsId }) },
  alerts: { workflowType: 'alerts', input: (alertsId) => ({ alertsId }) },
  backfill: { workflowType: 'backfill', input: (backfillId) => ({ backfillId }) },
  check_ins: { workflowType: 'checkIns', input: (onboardingId) => ({ onboardingId }) },
};

export async function signalChanged(
  client: Client,
  entry: { workflowId: string; process: Process; subjectId: string; priority: number },
): Promise<void> {
  const { workflowType, input } = starts[entry.process];
  await client.workflow.signalWithStart(workflowType, {
    workflowId: entry.workflowId,
    taskQueue: taskQueues.workflows,
    args: [input(entry.subjectId)],
    signal: 'changed',
    signalArgs: [],
    workflowTaskTimeout,
    priority: { priorityKey: Math.min(5, Math.max(1, entry.priority)) },
  });
}
