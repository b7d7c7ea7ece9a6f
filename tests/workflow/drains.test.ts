import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test, vi } from 'vitest';
import type { Process } from '../../src/db/outbox.ts';
import { signalChanged } from '../../src/temporal/start-workflow.ts';
import { useWorkflowEnvironment } from '../support/workflow-environment.ts';

const environment = useWorkflowEnvironment();

const start = async (process: Process) => {
  const workflowId = `${process}:${randomUUID()}`;
  const signal = () => signalChanged(environment.client, { workflowId, process, subjectId: randomUUID(), priority: 3 });
  await signal();
  return {
    workflowId,
    signal,
    describe: () => environment.client.workflow.getHandle(workflowId).describe(),
    result: async (): Promise<void> => {
      await environment.client.workflow.getHandle(workflowId).result();
    },
  };
};

test('the intake goes on batch by batch until nothing waits', async () => {
  const answers = [{ hasMore: true }, { hasMore: true }, { hasMore: false }];
  const drainInbox = vi.fn(async () => answers.shift() ?? { hasMore: false });
  await environment.withWorker({ drainInbox }, async () => (await start('crm_intake')).result());
  expect(drainInbox).toHaveBeenCalledTimes(3);
});

test('an intake that never rests begins a new history long before Temporal asks for it', async () => {
  let calls = 0;
  const drainInbox = vi.fn(async () => ({ hasMore: ++calls < 200 }));
  const story = async (): Promise<void> => {
    const intake = await start('crm_intake');
    const first = await intake.describe();
    await intake.result();
    const last = await intake.describe();
    expect(last.runId).not.toBe(first.runId);
    const history = await environment.client.workflow.getHandle(intake.workflowId, first.runId).fetchHistory();
    expect(history.events?.length).toBeLessThan(1_050);
  };
  await environment.withWorker({ drainInbox }, story, { cached: 10 });
  expect(drainInbox).toHaveBeenCalledTimes(200);
});

test('a CRM that is away is tried again until it is back', async () => {
  let calls = 0;
  const drainInbox = vi.fn(async () => {
    calls += 1;
    if (calls < 4)
      throw ApplicationFailure.create({ message: 'away', type: 'crm_unavailable', nextRetryDelay: '20ms' });
    return { hasMore: false };
  });
  await environment.withWorker({ drainInbox }, async () => (await start('crm_intake')).result());
  expect(calls).toBe(4);
});

test('crm-sync waits for values that were postponed, and for new ones', async () => {
  const answers = [
    { hasMore: true, wakeInMs: 1 },
    { hasMore: false, wakeInMs: 50 },
    { hasMore: false, wakeInMs: null },
  ];
  const drainCrmValues = vi.fn(async () => answers.shift() ?? { hasMore: false, wakeInMs: null });
  await environment.withWorker({ drainCrmValues }, async () => (await start('crm_sync')).result());
  expect(drainCrmValues).toHaveBeenCalledTimes(3);
});

test('a digest sends what was claimed, one message after the other, and ends when nothing is to be said', async () => {
  const answers = [
    { messageId: 'm1', wakeInMs: null },
    { messageId: 'm2', wakeInMs: null },
    { messageId: null, wakeInMs: 30 },
    { messageId: null, wakeInMs: null },
  ];
  const claimDigest = vi.fn(async () => answers.shift() ?? { messageId: null, wakeInMs: null });
  const deliverMessage = vi.fn(async () => undefined);
  await environment.withWorker({ claimDigest, deliverMessage }, async () => (await start('person_digest')).result());
  expect(deliverMessage.mock.calls.map(([input]: unknown[]) => input)).toEqual([
    { messageId: 'm1' },
    { messageId: 'm2' },
  ]);
  expect(claimDigest).toHaveBeenCalledTimes(4);
});

test('a digest leaves a wake that is far away to the rounds', async () => {
  const claimDigest = vi.fn(async () => ({ messageId: null, wakeInMs: 36_000_000 }));
  await environment.withWorker({ claimDigest }, async () => (await start('person_digest')).result());
  expect(claimDigest).toHaveBeenCalledTimes(1);
});

test('a message that cannot be delivered does not end the digest', async () => {
  const answers = [{ messageId: 'm1', wakeInMs: null }];
  const claimDigest = vi.fn(async () => answers.shift() ?? { messageId: null, wakeInMs: null });
  const deliverMessage = vi.fn(async () => {
    throw ApplicationFailure.create({ message: 'no such mailbox', type: 'mail_refused', nonRetryable: true });
  });
  await environment.withWorker({ claimDigest, deliverMessage }, async () => (await start('person_digest')).result());
  expect(claimDigest).toHaveBeenCalledTimes(2);
});

test('check-ins go on until the last is over', async () => {
  const answers = [
    { wakeInMs: 20, isOver: false },
    { wakeInMs: null, isOver: true },
  ];
  const advanceCheckIns = vi.fn(async () => answers.shift() ?? { wakeInMs: null, isOver: true });
  await environment.withWorker({ advanceCheckIns }, async () => (await start('check_ins')).result());
  expect(advanceCheckIns).toHaveBeenCalledTimes(2);
});

test('posts in Slack are looked after until all say what is true', async () => {
  const answers = [
    { hasMore: true, wakeInMs: 0 },
    { hasMore: false, wakeInMs: 20 },
    { hasMore: false, wakeInMs: null },
  ];
  const updateSlackPosts = vi.fn(async () => answers.shift() ?? { hasMore: false, wakeInMs: null });
  await environment.withWorker({ updateSlackPosts }, async () => (await start('slack_posts')).result());
  expect(updateSlackPosts).toHaveBeenCalledTimes(3);
});

test('one connection that cannot be reconciled does not keep the others from it', async () => {
  const seen: unknown[] = [];
  const reconcileConnection = vi.fn(async (input: { connectionId: string }) => {
    seen.push(input.connectionId);
    if (input.connectionId === 'a')
      throw ApplicationFailure.create({ message: 'revoked', type: 'crm_revoked', nonRetryable: true });
    return { missedDeals: 0, driftedValues: 0 };
  });
  const listConnections = vi.fn(async () => ['a', 'b']);
  await environment.withWorker({ listConnections, reconcileConnection }, async () => {
    const handle = await environment.client.workflow.start('reconcile', {
      taskQueue: 'gangway-workflows',
      workflowId: `reconcile:${randomUUID()}`,
      args: [],
    });
    await handle.result();
  });
  expect(seen).toEqual(['a', 'b']);
});

test('alerts are told until the mail server takes them, and again for what came meanwhile', async () => {
  let calls = 0;
  const tellAlerts = vi.fn(async () => {
    calls += 1;
    if (calls === 1)
      throw ApplicationFailure.create({ message: 'away', type: 'mail_unavailable', nextRetryDelay: '20ms' });
    if (calls === 2) await running.signal();
  });
  const running = { signal: async (): Promise<void> => undefined };
  await environment.withWorker({ tellAlerts }, async () => {
    const { signal, result } = await start('alerts');
    running.signal = signal;
    await result();
  });
  expect(calls).toBe(3);
});

test('a backfill goes on batch by batch', async () => {
  const answers = [{ hasMore: true }, { hasMore: false }];
  const continueBackfill = vi.fn(async () => answers.shift() ?? { hasMore: false });
  await environment.withWorker({ continueBackfill }, async () => (await start('backfill')).result());
  expect(continueBackfill).toHaveBeenCalledTimes(2);
});
