/** A simulation as tables: every message with its local time, what happened, where it led. */
import { localDate, localMinutes } from '../../domain/calendar.ts';
import type { Instant } from '../../domain/model.ts';
import type { Simulation } from '../../domain/simulate.ts';
import type { TrialLine } from '../../domain/simulate/trial-lines.ts';
import type { LadderTrial } from '../../domain/simulate/trial-state.ts';
import { heading, table } from './table.ts';

const localTime = (instant: Instant, zone: string): string => {
  const minutes = localMinutes(instant, zone);
  return `${localDate(instant, zone)} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

const tallyOf = ({ messages }: Simulation): string[][] => {
  const byPerson = new Map<string, { messages: Set<Instant>; said: number; escalations: number }>();
  for (const { to, at, kind } of messages) {
    const own = byPerson.get(to.name) ?? { messages: new Set(), said: 0, escalations: 0 };
    own.messages.add(at);
    own.said += 1;
    if (kind === 'escalation') own.escalations += 1;
    byPerson.set(to.name, own);
  }
  return [...byPerson].map(([name, own]) => [
    name,
    String(own.messages.size),
    String(own.said),
    String(own.escalations),
  ]);
};

export const showSimulation = (simulation: Simulation, zone: string, why: string): string => {
  const { messages, withheld, timeline, state, goLiveOn, outcome, endedAt } = simulation;
  const { onboarding } = state;
  return [
    heading(`${onboarding.name}, simulated`),
    why,
    `planned go-live ${onboarding.planBaseline?.goLiveOn ?? '–'}; ${goLiveOn ? `live on ${goLiveOn}` : 'not live'}; ended ${localDate(endedAt, zone)}: ${outcome}`,
    heading('Messages'),
    table(
      ['when', 'to', 'by', 'as', 'kind', 'about', 'rule'],
      messages.map(({ at, to, channel, digest, kind, subject, rule }) => [
        localTime(at, zone),
        to.name,
        channel,
        digest,
        kind,
        subject ?? '',
        rule,
      ]),
    ) || 'nobody is told anything',
    ...(withheld.length === 0
      ? []
      : [
          heading('Not said'),
          table(
            ['when', 'to', 'kind', 'about', 'why not'],
            withheld.map(({ at, to, kind, subject, reason }) => [
              localTime(at, zone),
              to.name,
              kind,
              subject ?? '',
              reason,
            ]),
          ),
        ]),
    heading('What happened'),
    table(
      ['when', 'what', 'about'],
      timeline.map(({ at, kind, name }) => [localTime(at, zone), kind, name ?? '']),
    ),
    heading('Per person'),
    table(['who', 'messages', 'said in them', 'escalations'], tallyOf(simulation)),
  ].join('\n');
};

/** One ladder tried on one task. */
export const showTrial = (lines: readonly TrialLine[], { ladder, role, dueOn }: LadderTrial): string =>
  [
    heading(`Ladder ${ladder}: a task of ${role}, due ${dueOn}`),
    table(
      ['when', 'to', 'by', 'as', 'kind', 'rule, or why not'],
      lines.map(({ local, to, channel, message, kind, rule, withheld }) => [
        local,
        to.name,
        channel ?? '–',
        message ?? 'not said',
        kind ?? '',
        withheld ?? rule,
      ]),
    ) || 'nobody is told anything',
  ].join('\n');
