/** Many onboardings due in the same minute, against as many empty workflows; and live work that comes meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueOnboardings } from '../../src/db/outbox.ts';
import { runCommand } from '../../src/usecases/onboardings/run-command.ts';
import { bareTaskQueue, startBareWorker } from './bare/worker.ts';
import { type Figure, median, ms, percentile, perSecond, sideBySide, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import { benchActor, copyOnboarding, liveOnboarding } from './seed.ts';
import type { BenchServices } from './services.ts';

const fullCount = 1_000;
const rounds = 2;
/** 20,000 that are due at once come over five minutes: see spreadWake */
const spreadPerSecond = 20_000 / 300;
const live = 60;
const liveEveryMs = 400;
/** from when it is known that all sleep to the minute in which they wake */
const leadMs = 3_000;
const oneDayMs = 86_400_000;

interface Wakes {
  expected: number;
  seen: number;
  lastAt: number;
}

export async function benchWakes(services: BenchServices): Promise<Figure[]> {
  const count = Math.round(fullCount * services.scale);
  const place = await services.fresh();
  const many = new Set<string>();
  const passedAt = new Map<string, number>();
  const ours: Wakes = { expected: 0, seen: 0, lastAt: 0 };
  let dueAt = Number.POSITIVE_INFINITY;
  let overMs = 0;
  const rig = await startRig(place, {
    around: (advance) => async (input) => {
      passedAt.set(input.onboardingId, performance.now());
      const result = await advance(input);
      if (!many.has(input.onboardingId)) return result;
      ours.seen += 1;
      ours.lastAt = Date.now();
      return {
        ...result,
        wakeInMs: dueAt > Date.now() ? Math.min(dueAt - Date.now(), oneDayMs) + Math.random() * overMs : oneDayMs,
      };
    },
  });
  const bare: Wakes = { expected: 0, seen: 0, lastAt: 0 };
  const bareWorker = await startBareWorker(rig.native, place.namespace, () => {
    bare.seen += 1;
    bare.lastAt = Date.now();
  });
  try {
    const liveIds: string[] = [];
    const first = await liveOnboarding(rig.core, 'Wakes');
    liveIds.push(...(await copyOnboarding(rig.core, first, live)));
    for (const id of await copyOnboarding(rig.core, first, count)) many.add(id);
    await enqueueOnboardings(rig.core.db, liveIds);
    const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    /** @returns when they are due; the first signal starts them, later ones arm their timers anew */
    const allDue = async (): Promise<number> => {
      dueAt = Date.now() + estimate(count);
      await enqueueOnboardings(rig.core.db, [...many]);
      await reached(ours, (ours.expected += count));
      const due = dueAt;
      dueAt = Number.POSITIVE_INFINITY;
      await sleep(Math.max(0, due - Date.now()));
      ours.expected += count;
      return due;
    };
    for (let round = 0; round < rounds; round++) {
      const woken = await allDue();
      await reached(ours, ours.expected);
      rates.ours.push(count / ((ours.lastAt - woken) / 1000));

      const at = Date.now() + estimate(count) / 3;
      await sideBySide(count, 24, (n) =>
        rig.client.workflow.start('bareWakes', {
          workflowId: `bare-${round}-${n}`,
          taskQueue: bareTaskQueue,
          args: [{ key: '', at: [at] }],
        }),
      );
      await reached(bare, (bare.expected += count));
      await reached(bare, (bare.expected += count));
      rates.bare.push(count / ((bare.lastAt - at) / 1000));
    }
    overMs = (count / spreadPerSecond) * 1_000;
    await allDue();
    const waits = await liveWork(rig, liveIds, passedAt, () => ours.seen >= ours.expected);
    const ratio = median(rates.ours) / median(rates.bare);
    const longest = Math.max(...waits);
    return [
      {
        what: `${count} wakes due at the same moment (20,000 at this rate: ${Math.round(20_000 / median(rates.ours))} s)`,
        ours: perSecond(median(rates.ours)),
        baseline: perSecond(median(rates.bare)),
        ratio,
        target: '≥ 0.5 ×',
        isMet: ratio >= 0.5,
      },
      {
        what: `A person's change while they come spread as by the product, ${Math.round(spreadPerSecond)} a second: from the call to its onboarding's pass, longest of ${waits.length} (p50 ${ms(percentile(waits, 50))})`,
        ours: ms(longest),
        baseline: '–',
        ratio: null,
        target: '≤ 1 s',
        isMet: longest <= 1_000,
      },
    ];
  } finally {
    await bareWorker.stop();
    await rig.stop();
  }
}

/** long enough to get them all to sleep on a busy machine */
const estimate = (some: number): number => leadMs + some * 45;

const reached = (wakes: Wakes, expected: number): Promise<void> =>
  untilTrue(`${expected} passes`, () => wakes.seen >= expected, 240);

async function liveWork(
  { core }: Rig,
  ids: string[],
  passedAt: ReadonlyMap<string, number>,
  isOver: () => boolean,
): Promise<number[]> {
  const actor = await benchActor(core);
  const waits: Promise<number>[] = [];
  // each changes once, so that each change is one
  for (const id of ids) {
    if (isOver()) break;
    // from the call, since the pass may begin before its answer is back
    const askedAt = performance.now();
    await runCommand(core.deps, { name: 'set-urgent', subjectId: id, input: { isUrgent: true }, actor });
    waits.push(
      untilTrue('live work', () => (passedAt.get(id) ?? 0) > askedAt).then(
        () => (passedAt.get(id) ?? askedAt) - askedAt,
      ),
    );
    await sleep(liveEveryMs);
  }
  return Promise.all(waits);
}
