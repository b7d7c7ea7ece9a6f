/**
 * All words of our mails in one language. Data, not code: `{name}` marks what is filled in, and a unit test holds every
 * language to the same marks. A further language is two further files, as `en.ts` and `en-kinds.ts`, and one line in
 * `index.ts`.
 */
import type { HealthStatus, IntentKind, PulseAnswer, Side } from '../../../domain/model.ts';
import type { BlockerPress } from '../../../domain/blocker-presses.ts';
import type { MoveWords } from '../../../domain/move-reason.ts';
import type { TaskPress } from '../../../domain/task-presses.ts';
import type { WhyRefused } from '../../documents/check-file.ts';

/** Forms by Intl.PluralRules; `other` serves where a language has no form of its own. */
export interface Plural {
  one: string;
  other: string;
}

/** One kind of message: the subject of a mail that leads with it, the heading of its block, what it says, what its button does. */
export interface KindWording {
  subject: string;
  title: string;
  body: string;
  button: string;
}

/** in the order of a message: what asks for something comes before what is only told */
export const sectionKeys = [
  'overdue',
  'due_today',
  'upcoming',
  'ready',
  'escalations',
  'decisions',
  'news',
  'notices',
] as const;
export type SectionKey = (typeof sectionKeys)[number];

export interface Wording {
  /** BCP 47, for dates, numbers and the html's lang */
  locale: string;
  greeting: string;
  greetingWithoutName: string;
  /** how many tasks the mail asks for */
  intro: { one: string; several: string; across: string };
  standIn: string;
  standInUntil: string;
  /** looking after everything of a colleague's for a while */
  cover: string;
  sections: Record<SectionKey, string>;
  /** one line about a date */
  due: { overdue: string; today: string; tomorrow: string; later: string; none: string };
  daysLate: Plural;
  moved: string;
  movedWithout: string;
  /** the reason of both */
  movedBecause: MoveWords;
  /** behind the subject of the first block */
  andMore: Plural;
  asked: { heading: string; person: Plural; nobody: string };
  unreachable: string;
  /** what a task waited for */
  resolved: string;
  /** behind a label */
  colon: string;
  labels: {
    owner: string;
    missing: string;
    dueOn: string;
    kickoff: string;
    goLive: string;
    promised: string;
    expected: string;
    tasks: string;
    health: string;
    baseline: string;
    renewal: string;
    waitsFor: string;
    fixBy: string;
    forecast: string;
    next: string;
    reasons: string;
    youWrote: string;
  };
  health: Record<HealthStatus, string>;
  sides: Record<Side, string>;
  /** how a customer says it is going */
  pulse: Record<PulseAnswer, string>;
  /** one blocker: what is missing, what it holds up, who owns it, when it is expected */
  blocker: { expected: string; undated: string; holdsUp: string };
  score: string;
  /** to whoever did tasks behind a milestone */
  thanks: Plural;
  kinds: Record<IntentKind, KindWording>;
  /** several at once: `{milestone}` lists them, each of them quoted */
  milestonesDone: KindWording;
  quoted: string;
  /** a changed deal that ended the onboarding */
  cancelled: KindWording;
  /** where a message has buttons beside each task, and is kept up to date */
  chat: {
    /** at most 75 characters each, like all buttons */
    press: Record<TaskPress | BlockerPress, string>;
    handoff: string;
    /** what became of a task since */
    outcome: {
      done: string;
      doneBy: string;
      skipped: string;
      moved: string;
      blocked: string;
      snoozed: string;
      held: string;
      resolved: string;
      settled: string;
    };
    /** what found no room */
    more: Plural;
    stop: string;
  };
  /** what else is open, beside what a message is about */
  also: { due: string; next: string; waitsFor: string; notYet: string };
  /**
   * answering by mail: the line above which to write, what the first line may say for one task, for several, where all
   * that is asked for is missing, for none
   */
  answer: {
    above: string;
    one: string;
    several: string;
    /** of what is filled in, handed in or decided on its page */
    oneToOpen: string;
    severalToOpen: string;
    missing: string;
    severalMissing: string;
    anything: string;
  };
  /** asking back once where an answer could not be told */
  unclearAnswer: { subject: string; body: string };
  /** {task}, {form}: answered with *done* before what it asks is */
  formFirst: { subject: string; body: string; button: string };
  /** {task}: files that came with an answer and were not taken; {types} and {size}: what is taken, {files}: how many at once */
  filesRefused: {
    subject: string;
    thanks: string;
    body: string;
    why: Record<WhyRefused, string>;
    taken: string;
    /** where there is a page to add them on */
    again: string;
    button: string;
  };
  footer: { whyTask: string; whyTeam: string; questions: string; stop: string; opens: string };
  signIn: {
    subject: string;
    title: string;
    body: string;
    button: string;
    code: string;
    expires: string;
    notYou: string;
  };
  taskLink: { subject: string; body: string; expires: string };
  /** to administrators: what happened, what was kept, what to do */
  alerts: Record<
    | 'crm_revoked'
    | 'crm_forbidden'
    | 'crm_writes_failed'
    | 'crm_fields_stopped'
    | 'crm_events_set_aside'
    | 'mail_sender_refused',
    { subject: string; body: string; button: string }
  > & {
    detail: string;
    why: string;
  };
}
