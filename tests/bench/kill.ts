/** A worker killed hard while its workflows work: how long until another goes on with every one of them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { enqueueOnboardings } from '../../src/db/outbox.ts';
import { type Figure, median, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import { copyOnboarding, liveOnboarding } from './seed.ts';
import type { BenchServices, Place } from './services.ts';

const workflows = 40;
const rounds = 2;
/** so that the victim is in the midst of them */
const headStartMs = 150;

export async function benchKill(services: BenchServices): Promise<Figure[]> {
  const place = await services.fresh();
  const preparing = await startRig(place);
  const ids = await copyOnboarding(preparing.core, await liveOnboarding(preparing.core, 'Kill'), workflows);
  await preparing.stop();
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) seconds.push(await once(place, ids));
  return [
    {
      what: `Worker killed hard: ${workflows} workflows, signalled just before and just after, go on within`,
      ours: `${Math.max(...seconds).toFixed(1)} s (median of rounds ${median(seconds).toFixed(1)} s)`,
      baseline: '–',
      ratio: null,
      target: '≤ 5 s',
      isMet: Math.max(...seconds) <= 5,
    },
  ];
}

async function once(place: Place, ids: string[]): Promise<number> {
  const victim = startWorker(place);
  const passed = new Map<string, number>();
  let survivor: Rig | undefined;
  try {
    survivor = await startRig(place, {
      around: (advance) => async (input) => {
        const result = await advance(input);
        passed.set(input.onboardingId, performance.now());
        return result;
      },
      startWorkersAfter: async ({ db }) => {
        // every workflow is in the victim's cache before there is another worker
        await db.query('UPDATE onboardings SET next_wake_at = NULL WHERE id = ANY($1)', [ids]);
        await enqueueOnboardings(db, ids);
        await untilTrue('cached by the victim', async () => {
          const [row] = await db.query<{ left: number }>(
            'SELECT count(*)::int AS left FROM onboardings WHERE id = ANY($1) AND next_wake_at IS NULL',
            [ids],
          );
          return row?.left === 0;
        });
      },
    });
    const { db } = survivor.core;
    await enqueueOnboardings(db, ids);
    await sleep(headStartMs);
    victim.kill('SIGKILL');
    const killedAt = performance.now();
    await enqueueOnboardings(db, ids);
    await untilTrue('all went on', () => ids.every((id) => (passed.get(id) ?? 0) > killedAt), 60);
    return (Math.max(...ids.map((id) => passed.get(id) ?? 0)) - killedAt) / 1000;
  } finally {
    victim.kill('SIGKILL');
    await survivor?.stop();
  }
}

const startWorker = ({ databaseUrl, temporalAddress, namespace }: Place): ChildProcess =>
  spawn(process.execPath, ['src/main/worker.ts'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      GANGWAY_SECRET: 'the secret of the bench, long enough for anything',
      PUBLIC_URL: 'http://bench.example',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
