/** `npm run bench [-- --only <name> --scale 0.3]`: every figure beside its baseline, as a table and as JSON. Nothing is asserted. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAdvance } from './advance.ts';
import { benchBackfill } from './backfill.ts';
import { benchBurst } from './burst.ts';
import { benchCrmWrites } from './crm-writes.ts';
import { benchDeal } from './deal.ts';
import { benchHistory } from './history.ts';
import { benchKill } from './kill.ts';
import type { Figure } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchReconcile } from './reconcile.ts';
import { benchReplies } from './replies.ts';
import { type BenchServices, startServices } from './services.ts';
import { benchNineOClock } from './nine-oclock.ts';
import { benchOutboundMessage } from './outbound-message.ts';
import { benchSlackAction } from './slack-action.ts';
import { benchSlack } from './slack.ts';
import { benchStart } from './start.ts';
import { benchWakeScale } from './wake-scale.ts';
import { benchWakes } from './wakes.ts';
import { benchWebhook } from './webhook.ts';

const benches: Record<string, (services: BenchServices) => Promise<Figure[]>> = {
  webhook: async (services) => benchWebhook((await services.fresh()).databaseUrl),
  'outbound-message': async (services) => benchOutboundMessage((await services.fresh()).databaseUrl),
  advance: benchAdvance,
  deal: benchDeal,
  burst: benchBurst,
  history: benchHistory,
  memory: benchMemory,
  wakes: benchWakes,
  'wake-scale': benchWakeScale,
  'nine-oclock': benchNineOClock,
  kill: benchKill,
  replies: benchReplies,
  'slack-action': async (services) => benchSlackAction((await services.fresh()).databaseUrl),
  slack: benchSlack,
  'crm-writes': benchCrmWrites,
  reconcile: benchReconcile,
  backfill: benchBackfill,
  start: benchStart,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    scale: { type: 'string', default: '1' },
    people: { type: 'string', default: '1000' },
    live: { type: 'string', default: '1000,5000' },
  },
});
const names = values.only ?? Object.keys(benches);
const unknown = names.filter((name) => !benches[name]);
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);

const services = await startServices({
  scale: Number(values.scale),
  people: Number(values.people),
  live: values.live.split(',').map(Number),
});
const figures: Figure[] = [];
try {
  for (const name of names) {
    const startedAt = performance.now();
    const made = (await benches[name]?.(services)) ?? [];
    figures.push(...made);
    for (const { what, ours, baseline } of made) process.stderr.write(`  ${what}: ${ours} against ${baseline}\n`);
    process.stderr.write(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  }
} finally {
  await services.stop();
  await report();
}

async function report(): Promise<void> {
  const columns = ['what', 'ours', 'baseline', 'ratio', 'target', 'met'];
  const rows = figures.map(({ what, ours, baseline, ratio, target, isMet }) => [
    what,
    ours,
    baseline,
    ratio === null ? '–' : ratio.toFixed(2),
    target,
    isMet === null ? '–' : isMet ? 'yes' : 'no',
  ]);
  const table = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const file = new URL('../../dist/bench.json', import.meta.url);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2));
  process.stdout.write(`${machine}\n\n${table}\n`);
}
