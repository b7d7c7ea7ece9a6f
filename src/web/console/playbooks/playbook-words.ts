/** A playbook's rules in words. */
import type { Condition, Ladder, LadderRung, PhaseTemplate, TaskTemplate } from '../../api/types.ts';
import { plural, roleWords } from '../../ui/words.ts';

const list = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** A regular expression of alternatives, as those who wrote it would say it. */
const patternWords = (pattern: string): string =>
  list(
    pattern
      .replaceAll(/\\b|^\(|\)(?=$|\\b$)|\?/g, '')
      .replace(/^\(|\)$/g, '')
      .split('|'),
    'or',
  );

export function conditionWords(condition: Condition): string {
  if ('all' in condition)
    return condition.all.length === 0 ? 'every other deal' : list(condition.all.map(conditionWords), 'and');
  if ('any' in condition) return list(condition.any.map(conditionWords), 'or');
  if ('not' in condition) return `not (${conditionWords(condition.not)})`;
  const { field, is, atLeast, atMost, matches, present } = condition;
  const said = [
    is !== undefined && `${field} is ${list([is].flat(), 'or')}`,
    atLeast !== undefined && `${field} is at least ${atLeast}`,
    atMost !== undefined && `${field} is at most ${atMost}`,
    matches !== undefined && `${field} mentions ${patternWords(matches)}`,
    present !== undefined && `${field} is ${present ? 'given' : 'empty'}`,
  ];
  return list(
    said.filter((words) => words !== false),
    'and',
  );
}

export function scheduleWords({ schedule }: TaskTemplate): string {
  const takes = plural(schedule.durationDays, 'day');
  if (schedule.from === 'dependencies') return `${takes} after what it waits for`;
  const anchor = schedule.from === 'kickoff' ? 'kickoff' : 'go-live';
  const { offsetDays } = schedule;
  const start =
    offsetDays === 0
      ? `at ${anchor}`
      : `${plural(Math.abs(offsetDays), 'day')} ${offsetDays > 0 ? 'after' : 'before'} ${anchor}`;
  return `${start}, takes ${takes}`;
}

const kindWord: Record<LadderRung['kind'], string> = {
  reminder: 'Remind',
  due: 'Say it is due',
  overdue: 'Say it is late',
  hold_notice: 'Announce the escalation',
  escalation: 'Escalate',
};
const receiver = (to: string): string =>
  to === 'owner' ? 'the owner' : to === 'blocker_owner' ? 'who it is blocked by' : roleWords(to);

const again = ({ repeatEvery, until }: LadderRung): string =>
  repeatEvery === null
    ? ''
    : `, then every ${repeatEvery === 1 ? 'business day' : plural(repeatEvery, 'business day')}${until === undefined ? '' : ` until ${plural(until, 'business day')} after`}`;

export function rungWords(rung: LadderRung): { when: string; what: string } {
  const { at, kind, to, orElse, channels } = rung;
  const day = at === 0 ? 'On the due day' : `${plural(Math.abs(at), 'business day')} ${at < 0 ? 'before' : 'after'}`;
  const by = channels
    ? `, by ${list(
        channels.map((channel) => channelWord[channel]),
        'or',
      )}`
    : '';
  return {
    when: `${day}${again(rung)}`,
    what: `${kindWord[kind]}: ${receiver(to)}${orElse ? `, or ${receiver(orElse)}` : ''}${by}`,
  };
}

const channelWord = { slack: 'Slack', email: 'email' } as const;

/** What the ladder asks of one person at most; empty where it says nothing. */
export const capWords = ({ perTask, apartDays, perDay }: NonNullable<Ladder['caps']>): string =>
  list(
    [
      perTask !== undefined && `at most ${perTask === 1 ? 'once' : `${perTask} times`} for one task`,
      apartDays !== undefined && `${plural(apartDays, 'business day')} apart`,
      perDay !== undefined && `for ${plural(perDay, 'task')} a day`,
    ].filter((words) => words !== false),
    'and',
  );

type Gate = NonNullable<PhaseTemplate['entry']>;
export function criterionWords(criterion: Gate['criteria'][number]): string {
  switch (criterion.kind) {
    case 'phase_done':
      return `phase ${criterion.phase} is done`;
    case 'milestone_done':
      return `milestone ${criterion.milestone} is reached`;
    case 'tasks_done':
      return 'all its tasks are done';
    case 'integrations_validated':
      return `validated in production: ${criterion.integrations.join(', ')}`;
    case 'no_open_blockers':
      return 'no blocker is open';
    case 'approval':
      return `${criterion.label} (${roleWords(criterion.role)})`;
  }
}
