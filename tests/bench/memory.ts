/** What one cached workflow keeps in memory: ours after a real pass over 60 tasks, against a trivial one. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { alternate, type Figure, median } from './measure.ts';
import { startRig } from './rig.ts';
import { copyOnboarding, liveOnboarding } from './seed.ts';
import type { BenchServices, Place } from './services.ts';

const run = promisify(execFile);
const cached = 300;
const rounds = 2;
const resultSchema = z.object({ kilobytesEach: z.number() });

export async function benchMemory(services: BenchServices): Promise<Figure[]> {
  const place = await services.fresh();
  const rig = await startRig(place);
  await copyOnboarding(rig.core, await liveOnboarding(rig.core, 'Memory'), cached);
  await rig.stop();
  const { a, b } = await alternate(
    rounds,
    () => measured('ours', place),
    () => measured('bare', place),
  );
  const ratio = median(a) / median(b);
  return [
    {
      what: `Memory of a cached live onboarding of 60 tasks (${cached} cached)`,
      ours: `${median(a).toFixed(0)} KB`,
      baseline: `${median(b).toFixed(0)} KB`,
      ratio,
      target: '≤ 1.3 ×',
      isMet: ratio <= 1.3,
    },
  ];
}

/** In a process of its own, with workflows in its main thread, whose heap can be collected and read. */
async function measured(side: 'ours' | 'bare', { databaseUrl, temporalAddress, namespace }: Place): Promise<number> {
  const script = fileURLToPath(new URL('memory-worker.ts', import.meta.url));
  const options = JSON.stringify({ side, databaseUrl, temporalAddress, namespace, cached });
  const { stdout } = await run(process.execPath, ['--expose-gc', script, options]);
  // Temporal's native part writes its warnings there too
  const [result = ''] = /\{"kilobytesEach".*?\}/.exec(stdout) ?? [];
  return resultSchema.parse(JSON.parse(result)).kilobytesEach;
}
