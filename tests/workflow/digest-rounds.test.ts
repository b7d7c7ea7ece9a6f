/** Two pieces of history of this process are replayed; here is what it does, with the activity faked. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test, vi } from 'vitest';
import type { Drained } from '../../src/contracts/processes.ts';
import { signalChanged } from '../../src/temporal/start-workflow.ts';
import { useWorkflowEnvironment } from '../support/workflow-environment.ts';

const environment = useWorkflowEnvironment();
const patience = { timeout: 45_000 };
const idle: Drained = { hasMore: false, wakeInMs: null };

/** The process never ends by itself, so each story ends it. */
async function rounds(sendDueDigests: () => Promise<Drained>, story: (signal: () => Promise<void>) => Promise<void>) {
  const workflowId = `digest_rounds:${randomUUID()}`;
  const entry = { workflowId, process: 'digest_rounds', subjectId: randomUUID(), priority: 3 } as const;
  const signal = (): Promise<void> => signalChanged(environment.client, entry);
  const handle = environment.client.workflow.getHandle(workflowId);
  try {
    await environment.withWorker({ sendDueDigests }, async () => {
      await signal();
      await story(signal);
    });
    expect((await handle.describe()).status.name).toBe('RUNNING');
  } finally {
    await handle.terminate('the story is told');
  }
}

test('the rounds go on while more is due, then wait for the next, and never end', async () => {
  const answers: Drained[] = [
    { hasMore: true, wakeInMs: 0 },
    { hasMore: true, wakeInMs: 0 },
    { hasMore: false, wakeInMs: 20 },
  ];
  const sendDueDigests = vi.fn(async () => answers.shift() ?? idle);
  await rounds(sendDueDigests, () => vi.waitFor(() => expect(sendDueDigests).toHaveBeenCalledTimes(4), patience));
});

test('a wake that moved nearer is looked at when it is told, however far the last one was', async () => {
  const answers: Drained[] = [{ hasMore: false, wakeInMs: 36_000_000 }];
  const sendDueDigests = vi.fn(async () => answers.shift() ?? idle);
  await rounds(sendDueDigests, async (signal) => {
    await vi.waitFor(() => expect(sendDueDigests).toHaveBeenCalledTimes(1), patience);
    await signal();
    await vi.waitFor(() => expect(sendDueDigests).toHaveBeenCalledTimes(2), patience);
  });
});

test('what is told during a round is looked at after it', async () => {
  const { promise: theirs, resolve } = Promise.withResolvers<() => Promise<void>>();
  const sendDueDigests = vi.fn(async () => {
    if (sendDueDigests.mock.calls.length === 1) await (await theirs)();
    return idle;
  });
  await rounds(sendDueDigests, async (signal) => {
    resolve(signal);
    await vi.waitFor(() => expect(sendDueDigests).toHaveBeenCalledTimes(2), patience);
  });
});

test('a database that is away is tried again, and nobody’s round is lost', async () => {
  const sendDueDigests = vi.fn(async () => {
    if (sendDueDigests.mock.calls.length < 3)
      throw ApplicationFailure.create({ message: 'away', type: 'database_unavailable', nextRetryDelay: '20ms' });
    return idle;
  });
  await rounds(sendDueDigests, () => vi.waitFor(() => expect(sendDueDigests).toHaveBeenCalledTimes(3), patience));
});
