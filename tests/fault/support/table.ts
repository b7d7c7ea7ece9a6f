import { cpus, totalmem } from 'node:os';
import type { Supervised } from '../../support/processes.ts';
import type { ClassOfEffect, Comparison } from './compare.ts';

interface Seen {
  seed: number;
  kills: Record<string, number>;
  supervised: Supervised[];
  quietAfter: number;
  /** onboardings there when the faults ended, and before missed events were looked for */
  duringKills: number;
  beforeReconcile: number;
  found: Comparison;
}

const columns = ['wanted', 'delivered', 'there', 'missing', 'doubled'] as const;

export function printTable({ seed, kills, supervised, quietAfter, duringKills, beforeReconcile, found }: Seen): void {
  const { onboardings, hubspotCalls, webhooks, mails, values } = found;
  const row = (name: string, counts: ClassOfEffect): string =>
    `${name.padEnd(16)}${columns.map((column) => String(counts[column]).padStart(10)).join('')}`;
  const lines = [
    `seed ${seed}; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.version}`,
    `killed: ${pairs(kills)}; ended by themselves: ${pairs(Object.fromEntries(supervised.map((one) => [one.name, one.ownExits()])))}`,
    `HubSpot: ${hubspotCalls.calls} calls, ${hubspotCalls.throttled} × 429, ${hubspotCalls.failed} failed or unanswered`,
    `webhooks: ${pairs(webhooks)}`,
    `quiet ${quietAfter.toFixed(0)} s after the faults ended; onboardings: ${duringKills} by then, ${beforeReconcile} before reconcile`,
    `onboardings ${onboardings.all} of ${onboardings.deals} deals, ${onboardings.withOnePlan} with one plan of ${onboardings.taskCounts.join(', ')} tasks`,
    `${''.padEnd(16)}${columns.map((column) => column.padStart(10)).join('')}`,
    row('CRM values', values),
    row('CRM notes', found.notes),
    row('CRM tasks', found.tasks),
    row('renewal deals', found.renewalDeals),
    row('mails', mails),
    `mails of unclear end: ${mails.unclear}; nudges doubled: ${mails.doubledNudges}`,
    ...values.different.slice(0, 20),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const pairs = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
