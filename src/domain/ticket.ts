/** Tasks that stand in a tracker as well: what both sides agree on, and who follows whom. */
import type { Instant, LocalDate } from './model.ts';

export const trackerNames = ['jira', 'webhook'] as const;
export type TrackerName = (typeof trackerNames)[number];

/** Of the playbook: this task is worked on in that tracker. */
export interface TicketSpec {
  tracker: TrackerName;
  /** null: as configured */
  project: string | null;
  issueType: string | null;
}

export interface TicketFacts {
  isDone: boolean;
  /** somebody works on it */
  isStarted: boolean;
  dueOn: LocalDate | null;
}
export type FactName = keyof TicketFacts;

/** One side now, and when it last changed each fact, as far as it is known. */
export interface TicketSide {
  facts: TicketFacts;
  changedAt: { [Name in FactName]?: Instant };
}

export interface TicketMerge {
  /** for the tracker to take over */
  push: Partial<TicketFacts>;
  /** for us to take over */
  pull: Partial<TicketFacts>;
}

type Winner = 'ours' | 'theirs' | 'nobody';

/** By what both last agreed on: who changed it wins; where both did, whoever did it later. */
function winner(name: 'isDone' | 'dueOn', agreed: TicketFacts | null, ours: TicketSide, theirs: TicketSide): Winner {
  const here = ours.facts[name];
  const there = theirs.facts[name];
  if (here === there) return 'nobody';
  if (agreed === null || there === agreed[name]) return 'ours';
  if (here === agreed[name]) return 'theirs';
  return (theirs.changedAt[name] ?? '') > (ours.changedAt[name] ?? '') ? 'theirs' : 'ours';
}

/**
 * A three-way comparison, so that it may be repeated at any point without doubling or turning in circles: a fact that
 * is the same on both sides moves nothing. A due date that was removed there is set again. That work has begun is told to
 * the other side once: who moves it back there means it.
 * @param agreed null: they have never been compared
 */
export function mergeTicket(agreed: TicketFacts | null, ours: TicketSide, theirs: TicketSide): TicketMerge {
  const merge: TicketMerge = { push: {}, pull: {} };
  const done = winner('isDone', agreed, ours, theirs);
  if (done === 'ours') merge.push.isDone = ours.facts.isDone;
  if (done === 'theirs') merge.pull.isDone = theirs.facts.isDone;
  const due = theirs.facts.dueOn === null ? 'ours' : winner('dueOn', agreed, ours, theirs);
  if (due === 'ours' && ours.facts.dueOn !== theirs.facts.dueOn) merge.push.dueOn = ours.facts.dueOn;
  if (due === 'theirs') merge.pull.dueOn = theirs.facts.dueOn;
  const isOpen = !(merge.pull.isDone ?? ours.facts.isDone) && !(merge.push.isDone ?? theirs.facts.isDone);
  const [here, there] = [hasBegun(ours), hasBegun(theirs)];
  if (isOpen && here !== there && !wasStarted(agreed, merge)) (here ? merge.push : merge.pull).isStarted = true;
  return merge;
}

const hasBegun = ({ facts: { isStarted, isDone } }: TicketSide): boolean => isStarted && !isDone;

/** Reopened work begins anew. */
const wasStarted = (agreed: TicketFacts | null, { push, pull }: TicketMerge): boolean =>
  agreed?.isStarted === true && push.isDone !== false && pull.isDone !== false;

/** What both sides have agreed on once this was exchanged. @param refused what we could not take over */
export const agreementOf = (
  before: TicketFacts | null,
  ours: TicketSide,
  theirs: TicketSide,
  merge: TicketMerge,
  refused: readonly FactName[] = [],
): TicketFacts => {
  const agreed = {
    ...theirs.facts,
    ...merge.push,
    isStarted: wasStarted(before, merge) || hasBegun(ours) || hasBegun(theirs),
  };
  if (before) for (const name of refused) Object.assign(agreed, { [name]: before[name] });
  return agreed;
};
