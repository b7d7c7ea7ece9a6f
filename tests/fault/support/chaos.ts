import { setTimeout as sleep } from 'node:timers/promises';
import type { Killable } from '../../support/processes.ts';
import type { SeededChance } from '../../support/seeded-chance.ts';

export interface Chaos {
  kills(): Record<string, number>;
  stop(): Promise<void>;
}

const betweenKillsMs = [8_000, 16_000] as const;

/** Kills one target after another at random moments, each as often as the others. */
export function startChaos(targets: Killable[], chance: SeededChance): Chaos {
  const kills: Record<string, number> = Object.fromEntries(targets.map(({ name }) => [name, 0]));
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    for (;;) {
      for (const target of chance.shuffle(targets)) {
        await sleep(chance.between(...betweenKillsMs), undefined, { signal: stopping.signal });
        if (await target.kill()) kills[target.name] = (kills[target.name] ?? 0) + 1;
      }
    }
  };
  const running = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    kills: () => ({ ...kills }),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
