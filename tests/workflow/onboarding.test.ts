import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test, vi } from 'vitest';
import type { Advanced } from '../../src/contracts/processes.ts';
import { signalChanged } from '../../src/temporal/start-workflow.ts';
import { useWorkflowEnvironment } from '../support/workflow-environment.ts';

const environment = useWorkflowEnvironment();
const idle: Advanced = { effects: [], wakeInMs: null, isOver: false };
const over: Advanced = { effects: [], wakeInMs: null, isOver: true };

const start = async () => {
  const onboardingId = randomUUID();
  const workflowId = `onboarding:test:${onboardingId}`;
  const signal = () =>
    signalChanged(environment.client, { workflowId, process: 'onboarding', subjectId: onboardingId, priority: 3 });
  await signal();
  return {
    onboardingId,
    workflowId,
    signal,
    result: async (): Promise<void> => {
      await environment.client.workflow.getHandle(workflowId).result();
    },
  };
};

test('it asks what is left, carries each effect out once, and ends when the onboarding is over', async () => {
  const answers: Advanced[] = [
    {
      ...idle,
      effects: [
        { id: 'e1', kind: 'crm_note' },
        { id: 'e2', kind: 'crm_task' },
      ],
    },
  ];
  const advance = vi.fn(async () => answers.shift() ?? over);
  const carryOutEffect = vi.fn(async () => undefined);
  await environment.withWorker({ advance, carryOutEffect }, async () => (await start()).result());
  const carriedOut = carryOutEffect.mock.calls.map(([input]: unknown[]) => JSON.stringify(input));
  expect(carriedOut.toSorted()).toEqual(['{"effectId":"e1"}', '{"effectId":"e2"}']);
});

test('weeks pass between wakes without a signal', async () => {
  const answers: Advanced[] = [{ ...idle, wakeInMs: 21 * 86_400_000 }, { ...idle, wakeInMs: 45 * 86_400_000 }, over];
  const advance = vi.fn(async () => answers.shift() ?? over);
  await environment.withWorker({ advance }, async () => {
    const workflowId = await environment.startSkippingTime('onboarding', { onboardingId: randomUUID() });
    await environment.client.workflow.getHandle(workflowId).result();
  });
  // the second wait is longer than one timer may be, so it looks once in between
  expect(advance.mock.calls.length).toBeGreaterThanOrEqual(3);
});

test('a signal that comes while it decides is not lost', async () => {
  const deciding = Promise.withResolvers<void>();
  const decide = Promise.withResolvers<void>();
  let calls = 0;
  const advance = vi.fn(async () => {
    calls += 1;
    if (calls === 1) {
      deciding.resolve();
      await decide.promise;
      return idle;
    }
    return over;
  });
  await environment.withWorker({ advance }, async () => {
    const { signal, result } = await start();
    await deciding.promise;
    await signal();
    decide.resolve();
    await result();
  });
  expect(calls).toBe(2);
});

test('an effect that fails for good holds up nothing, and is offered again at the next look', async () => {
  let attempts = 0;
  const effect = { id: 'e1', kind: 'crm_note' };
  const carryOutEffect = vi.fn(async () => {
    attempts += 1;
    if (attempts === 1)
      throw ApplicationFailure.create({ message: 'refused', type: 'crm_rejected', nonRetryable: true });
  });
  const advance = vi.fn(async () => (attempts < 2 ? { ...idle, effects: [effect] } : over));
  await environment.withWorker({ advance, carryOutEffect }, async () => {
    const { signal, result } = await start();
    await vi.waitUntil(() => attempts >= 1, { timeout: 30_000 });
    await signal();
    await result();
  });
  expect(attempts).toBe(2);
});

test('an effect that is asked for again just before it fails is carried out again', async () => {
  const failing = Promise.withResolvers<void>();
  let attempts = 0;
  let looks = 0;
  const carryOutEffect = vi.fn(async () => {
    attempts += 1;
    if (attempts > 1) return;
    await failing.promise;
    throw ApplicationFailure.create({ message: 'revoked', type: 'crm_revoked', nonRetryable: true });
  });
  const advance = vi.fn(async () => {
    looks += 1;
    return attempts < 2 ? { ...idle, effects: [{ id: 'e1', kind: 'crm_note' }] } : over;
  });
  await environment.withWorker({ advance, carryOutEffect }, async () => {
    const { signal, result } = await start();
    await vi.waitUntil(() => attempts >= 1, { timeout: 30_000 });
    await signal();
    await vi.waitUntil(() => looks >= 2, { timeout: 30_000 });
    failing.resolve();
    await result();
  });
  expect(attempts).toBe(2);
});

test('a slow vendor call does not keep it from hearing what people do', async () => {
  const vendor = Promise.withResolvers<void>();
  let decided = 0;
  let isDone = false;
  const advance = vi.fn(async () => {
    decided += 1;
    return isDone ? over : { ...idle, effects: [{ id: 'slow', kind: 'crm_note' }] };
  });
  const carryOutEffect = vi.fn(async () => {
    await vendor.promise;
    isDone = true;
  });
  await environment.withWorker({ advance, carryOutEffect }, async () => {
    const { signal, result } = await start();
    await vi.waitUntil(() => carryOutEffect.mock.calls.length >= 1, { timeout: 30_000 });
    await signal();
    await vi.waitUntil(() => decided >= 2, { timeout: 30_000 });
    vendor.resolve();
    await result();
  });
  expect(carryOutEffect).toHaveBeenCalledTimes(1);
});

test('one look costs few events: a signal, a decision and a new timer', async () => {
  let looks = 0;
  const advance = vi.fn(async () => {
    looks += 1;
    return looks > 10 ? over : { ...idle, wakeInMs: 86_400_000 };
  });
  let workflowId = '';
  await environment.withWorker(
    { advance },
    async () => {
      const story = await start();
      workflowId = story.workflowId;
      for (let look = 1; look <= 10; look++) {
        await vi.waitUntil(() => looks >= look, { timeout: 30_000 });
        await story.signal();
      }
      await story.result();
    },
    { cached: 10 },
  );
  const events = await environment.eventTypes(workflowId);
  expect(events.length / 10).toBeLessThanOrEqual(10);
});

test('a long history is followed by a fresh one, and the story goes on', async () => {
  let looks = 0;
  const advance = vi.fn(async () => {
    looks += 1;
    return looks > 60 ? over : { ...idle, wakeInMs: 86_400_000 };
  });
  const runs: { type: string; events: number }[] = [];
  await environment.withWorker(
    { advance },
    async () => {
      const { workflowId, signal, result } = await start();
      for (let look = 1; look <= 60; look++) {
        await vi.waitUntil(() => looks >= look, { timeout: 30_000 });
        await signal();
      }
      await result();
      // the list learns of an end a moment after whoever waits for it
      await vi.waitFor(async () => {
        runs.length = 0;
        for await (const run of environment.client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
          runs.push({ type: run.status.name, events: run.historyLength });
        expect(runs.map(({ type }) => type)).not.toContain('RUNNING');
      }, 30_000);
    },
    { cached: 10 },
  );
  expect(new Set(runs.map(({ type }) => type))).toEqual(new Set(['COMPLETED', 'CONTINUED_AS_NEW']));
  expect(Math.max(...runs.map(({ events }) => events))).toBeLessThan(250);
});
