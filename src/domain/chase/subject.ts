/** What is chased, a task or a blocker, in the terms that ladders need. */
import type { ChaseState, LocalDate, Person, Side } from '../model.ts';
import type { Ladder } from '../playbook.ts';
import type { WorkHours } from '../work-hours.ts';
import type { Turn } from './who.ts';

export interface Subject {
  taskId: string | null;
  blockerId: string | null;
  /** as it stands; changed in place */
  chase: ChaseState;
  dueOn: LocalDate;
  side: Side;
  isInternal: boolean;
  owner: Person | null;
  turn: Turn;
  /** of the owner, where there is one */
  hours: WorkHours;
  ladder: Ladder;
  isUrgent: boolean;
  /** their date on which the asked person hears that it is theirs now */
  toldOn: LocalDate | null;
  /** a nudge for the present owner was delivered */
  wasNudged: boolean;
  /** distinguishes wishes beyond rung, due date and person */
  key: readonly (string | null)[];
  /** why they are asked, where it is not for its day */
  why?: string;
}

/** Why nobody is written to about it now; null: somebody is, or nothing is due. */
export type Silence = string | null;

const cursors = [
  'rung',
  'repeatedOn',
  'passedOver',
  'escalation',
  'announcedOn',
  'escalatedOn',
  'escalatesFrom',
] as const;

/** Another due date or person begins the ladder anew. */
export const beginAnew = ({ chase, dueOn, turn }: Subject): void => {
  const askedId = turn.kind === 'nobody' ? chase.askedId : turn.person.id;
  const isSameDue = chase.dueOn === dueOn;
  if (isSameDue && chase.askedId === askedId) return;
  for (const cursor of cursors) delete chase[cursor];
  if (chase.askedId !== undefined && chase.askedId !== askedId) {
    delete chase.asks;
    delete chase.askedOn;
  }
  chase.dueOn = dueOn;
  if (askedId !== undefined) chase.askedId = askedId;
};
