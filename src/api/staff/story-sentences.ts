/** The story in plain words. Who did it is told beside the sentence. */
import type { z } from 'zod';
import type { storyEntry } from '../../contracts/api/onboarding-views.ts';
import type { StoryRow } from '../../db/queries/list-story.ts';
import type { Speaker } from '../../usecases/messages/wording/speak.ts';

/** Reads what an activity was stored with; what is missing is left out of the sentence. */
interface Facts {
  /** “name” of what it is about */
  name: string;
  text(key: string): string;
  /** `: text` when there is one */
  because(key: string): string;
  /** as the screens call it: `at risk` */
  status(key: string): string;
  count(key: string): number;
  from(): string;
  /** `, before 2026-11-30` when there was one */
  was(): string;
}

const statusWords: Record<string, string> = {
  on_track: 'on track',
  at_risk: 'at risk',
  not_started: 'not started',
  partially_configured: 'partially configured',
  connected: 'connected',
  validated_in_production: 'validated in production',
};

const sentences: Record<string, (facts: Facts) => string> = {
  opened: (f) => `The onboarding was opened${f.because('why')}`,
  plan_drafted: (f) => `A plan of ${f.count('tasks')} tasks was drafted from the playbook ${f.text('playbook')}`,
  came_aboard: (f) =>
    `It came aboard with ${f.count('done')} tasks done elsewhere${f.text('unmatched') ? `; the plan has no task called ${f.text('unmatched')}` : ''}`,
  playbook_chosen: (f) => `The playbook ${f.text('playbook')} was chosen`,
  published: (f) =>
    `The plan was published: ${f.count('tasks')} tasks, kickoff ${f.text('kickoffOn')}${f.text('goLiveOn') ? `, go-live ${f.text('goLiveOn')}` : ''}`,
  held: (f) => `Put on hold${f.text('resumeOn') ? ` until ${f.text('resumeOn')}` : ''}${f.because('reason')}`,
  resumed: (f) => `It goes on${f.count('days') > 0 ? `, ${f.count('days')} business days later` : ''}`,
  cancelled: (f) => `The onboarding was cancelled${f.because('reason')}`,
  live: (f) => `The customer went live with a health of ${f.count('health')}${f.because('note')}`,
  transitioned: (f) => `Handed over to customer success${f.because('note')}`,
  first_value: (f) => `First value was reached: ${f.name}`,
  made_urgent: () => 'Chasing was made urgent',
  made_regular: () => 'Chasing is regular again',
  health_overridden: (f) => `Health was set to ${f.count('score')} until ${f.text('until')}${f.because('reason')}`,
  health_override_ended: () => 'Health follows the facts again',
  health_turned: (f) =>
    `Health turned from ${f.status('from')} to ${f.status('to')}, ${f.count('score')} of 100${f.because('reasons')}`,
  kickoff_moved: (f) => `The kickoff was moved${f.from()} to ${f.text('to')}`,
  target_go_live_set: (f) => `Go-live was agreed for ${f.text('to')}${f.was()}${f.because('reason')}`,
  role_assigned: (f) => `${f.text('person')} is now ${roleName(f.text('role'))}`,
  handoff_filled: () => 'The sales handoff was filled in',
  handoff_waived: (f) => `The rest of the sales handoff was waived${f.because('reason')}`,
  problem_dismissed: () => 'A problem was closed',
  deal_read_requested: () => 'The deal was read again',
  plan_amended: (f) =>
    `The plan follows the amended deal${f.text('added') ? `; added: ${f.text('added')}` : ''}${f.text('dropped') ? `; not needed any more: ${f.text('dropped')}` : ''}${f.text('integrations') ? `; to be connected: ${f.text('integrations')}` : ''}`,
  deal_amended: (f) => `The deal was amended${f.because('differences')}`,
  deal_won: () => 'The deal is won again; the onboarding goes on',
  milestone_moved: (f) =>
    f.text('to') ? `${f.name} was moved${f.from()} to ${f.text('to')}` : `${f.name} has no date any more${f.was()}`,
  deal_merged: (f) => `The deal was merged into ${f.text('into')}`,

  phase_started: (f) => `Phase ${f.name} began`,
  phase_done: (f) => `Phase ${f.name} is done`,
  phase_reopened: (f) => `Phase ${f.name} was opened again`,
  gate_approved: (f) => `“${f.text('label')}” was approved for phase ${f.name}`,
  milestone_done: (f) => `Milestone ${f.name} was reached`,
  milestone_at_risk: (f) => `Milestone ${f.name} is at risk${f.because('reason')}`,
  milestone_on_course: (f) => `Milestone ${f.name} is on course again`,
  milestone_reopened: (f) => `Milestone ${f.name} was taken back${f.because('reason')}`,
  milestone_blocked: (f) => `Milestone ${f.name} is blocked`,

  task_ready: (f) => `${f.name} can begin`,
  task_waits_again: (f) => `${f.name} waits for something before it again`,
  task_started: (f) => `${f.name} was started`,
  task_completed: (f) =>
    `${f.name} was completed${f.text('unanswered') && `, “${f.text('unanswered')}” unanswered`}${f.because('note')}`,
  task_reopened: (f) => `${f.name} was opened again${f.because('reason')}`,
  task_blocked: (f) =>
    `${f.name} is blocked: ${f.text('what')}${f.text('expectedOn') ? `, expected ${f.text('expectedOn')}` : ''}`,
  task_unblocked: (f) => `${f.name} is free again${f.because('resolution')}`,
  blocker_expected: (f) => `${f.text('what')} is expected on ${f.text('expectedOn')}`,
  blocker_resolved: (f) => `What was missing is there: ${f.text('what')}${f.because('resolution')}`,
  task_snoozed: (f) => `${f.name} was snoozed until ${f.text('until')}${f.because('reason')}`,
  task_skipped: (f) =>
    `${f.name} was skipped${f.text('unanswered') && `, “${f.text('unanswered')}” unanswered`}${f.because('reason')}`,
  task_reassigned: (f) => `${f.name} was handed to ${f.text('person')}`,
  owner_set: (f) => `${f.name} was given to ${f.text('person')}`,
  due_set: (f) => `${f.name} is due ${f.text('to')}${f.was()}${f.because('reason')}`,
  ticket_opened: (f) => `${f.name} is ${f.text('key') || 'a ticket'} in ${f.text('tracker')}`,
  ticket_missing: (f) => `${f.text('key') || 'The ticket'} of ${f.name} is gone from ${f.text('tracker')}`,
  escalation_held: (f) => `The escalation of ${f.name} is held until ${f.text('until')}`,
  commented: (f) => `${f.text('visibility') === 'internal' ? 'An internal comment' : 'A comment'} on ${f.name}`,

  check_done: (f) => `${f.name}: “${f.text('check')}” is checked (${f.text('environment')})`,
  check_undone: (f) => `${f.name}: “${f.text('check')}” was unchecked (${f.text('environment')})`,
  integration_status_set: (f) => `${f.name} is ${f.status('to')} (${f.text('environment')})${f.because('note')}`,
  check_in_opened: (f) => `Time for the ${checkInName(f.text('checkIn'))}`,
  pulse_answered: (f) =>
    `The customer says it goes ${pulseWords[f.text('answer')] ?? 'somehow'}${f.because('comment')}`,
  check_in_done: (f) => `The ${checkInName(f.text('kind'))} was done${f.because('note')}`,
};

const pulseWords: Record<string, string> = { great: 'very well', fine: 'all right', poor: 'badly' };

/** `customer.it_lead` → customer IT lead; our own team's roles go without the side */
const roleName = (role: string): string =>
  role
    .replace(/^team\./, '')
    .replaceAll(/[._]/g, ' ')
    .replaceAll(/\b(csm|it|crm|ae|pm)\b/g, (short) => short.toUpperCase());

/** `check_in_30` → 30-day check-in */
export const checkInName = (kind: string): string => {
  const [, what, days] = /^(check_in|renewal|pulse)_(\d+)$/.exec(kind) ?? [];
  if (what === 'pulse') return `question how they are doing after ${days} days`;
  if (what === 'check_in') return `${days}-day check-in`;
  return what === 'renewal' ? `renewal in ${days} days` : 'success handover';
};

function factsOf({ data, subjectName }: StoryRow): Facts {
  const text = (key: string): string => {
    const value = data[key];
    if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join('; ');
    return typeof value === 'string' ? value : '';
  };
  return {
    name: `“${text('name') || (subjectName ?? '')}”`,
    text,
    because: (key) => (text(key) ? `: ${text(key)}` : ''),
    status: (key) => statusWords[text(key)] ?? text(key),
    count: (key) => (typeof data[key] === 'number' ? data[key] : 0),
    from: () => (text('from') ? ` from ${text('from')}` : ''),
    was: () => (text('from') ? `, before ${text('from')}` : ''),
  };
}

/** What follows by the rules, whoever set it off. */
const consequences = new Set([
  'phase_started',
  'phase_done',
  'phase_reopened',
  'milestone_blocked',
  'milestone_moved',
  'milestone_at_risk',
  'milestone_on_course',
  'health_turned',
  'health_override_ended',
  'task_ready',
  'task_waits_again',
  'first_value',
  'check_in_opened',
]);

function actorOf({ kind, actorKind, actorName, data }: StoryRow): string {
  if (consequences.has(kind)) return 'Gangway';
  if (actorKind === 'person' && actorName) return actorName;
  return typeof data['by'] === 'string' ? data['by'] : 'Gangway';
}

/** A kind that has no sentence yet is told by its own words. */
const plain = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ');

/** `datesIn` says the days in it as its reader would. */
export function sentenceOf(row: StoryRow, { datesIn }: Pick<Speaker, 'datesIn'>): z.output<typeof storyEntry> {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    actor: actorOf(row),
    sentence: datesIn(sentences[row.kind]?.(factsOf(row)) ?? plain(row.kind)),
    subjectId: row.subjectId,
  };
}

export const toldKinds: ReadonlySet<string> = new Set(Object.keys(sentences));
