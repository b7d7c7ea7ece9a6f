import { cpus, totalmem } from 'node:os';
import type { Supervised } from '../../support/processes.ts';
import type { Comparison } from './compare.ts';

interface Seen {
  seed: number;
  kills: Record<string, number>;
  supervised: Supervised[];
  killedForSeconds: number;
  quietAfter: number;
  /** when the faults ended */
  duringKills: Comparison;
  /** onboardings before missed events were looked for */
  beforeReconcile: number;
  found: Comparison;
}

const columns = ['wanted', 'delivered', 'there', 'missing', 'doubled'] as const;
const classes = [
  ['values', 'CRM values'],
  ['notes', 'CRM notes'],
  ['tasks', 'CRM tasks'],
  ['renewalDeals', 'renewal deals'],
  ['mails', 'mails'],
] as const;

export function printTable({
  seed,
  kills,
  killedForSeconds,
  supervised,
  quietAfter,
  duringKills,
  beforeReconcile,
  found,
}: Seen): void {
  const { onboardings, hubspotCalls, webhooks, mails, values } = found;
  const row = ([effect, name]: (typeof classes)[number]): string =>
    [name.padEnd(16), duringKills[effect].delivered, ...columns.map((column) => found[effect][column])]
      .map((cell) => String(cell).padStart(12))
      .join('');
  const lines = [
    `seed ${seed}; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.version}`,
    `killed: ${pairs(kills)}; ended by themselves: ${pairs(Object.fromEntries(supervised.map((one) => [one.name, one.ownExits()])))}`,
    `HubSpot: ${hubspotCalls.calls} calls, ${hubspotCalls.throttled} × 429, ${hubspotCalls.failed} failed or unanswered`,
    `webhooks: ${pairs(webhooks)}`,
    `under the kills, ${killedForSeconds.toFixed(0)} s: ${duringKills.onboardings.all} onboardings, ${duringKills.onboardings.live} of them live`,
    `quiet ${quietAfter.toFixed(0)} s after the faults ended; onboardings: ${beforeReconcile} before reconcile`,
    `onboardings ${onboardings.all} of ${onboardings.deals} deals, ${onboardings.withOnePlan} with one plan of ${onboardings.taskCounts.join(', ')} tasks; events set aside: ${found.setAside}`,
    `${''.padEnd(16)}${['under kills', ...columns].map((column) => column.padStart(12)).join('')}`,
    ...classes.map(row),
    `mails of unclear end: ${mails.unclear}; nudges doubled: ${mails.doubledNudges}`,
    ...values.different.slice(0, 20),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const pairs = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
