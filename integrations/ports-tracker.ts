/** What Gangway asks of a tracker of tickets: Jira, or any other one behind signed webhooks. */
import type { LocalDate } from '../src/domain/model.ts';
import type { TicketFacts, TrackerName } from '../src/domain/ticket.ts';
import type { BeforeCreate, CheckResult } from './ports.ts';

export interface NewTicket {
  /** our task's id: the ticket is found by it before it is created again */
  taskId: string;
  title: string;
  /** plain text, paragraphs apart by empty lines */
  text: string;
  dueOn: LocalDate | null;
  /** where the tracker has such things; null: as configured */
  project: string | null;
  issueType: string | null;
}

export interface Ticket {
  /** as people name it: `GW-12`; null where the tracker has not said it yet */
  key: string | null;
  url: string | null;
  /** in the tracker's own words */
  status: string | null;
}

/** A ticket as it is there, and when each part last changed there (as far as the tracker tells). */
export interface TicketReading extends Ticket {
  facts: TicketFacts;
  changedAt: { [Name in keyof TicketFacts]?: string };
}

/**
 * Throws tracker_throttled (with retryAfterMs), tracker_unavailable (may be repeated), tracker_unclear (a creation that
 * may have happened), tracker_revoked or tracker_rejected.
 */
export interface TrackerPort {
  readonly name: TrackerName;
  /** how people know it: "Jira" */
  readonly label: string;
  /** until a creation whose end nobody saw can be found; 0: it may be repeated at once, it opens no second one */
  readonly findableAfterSeconds: number;
  /** @param mayExist an earlier attempt ended unclear: looked up first */
  create(ticket: NewTicket, mayExist: boolean, beforeCreate: BeforeCreate): Promise<Ticket>;
  /** null: deleted, or nothing to be seen any more. Absent where the tracker tells its state by itself alone. */
  read?(key: string): Promise<TicketReading | null>;
  update(ticket: { taskId: string; key: string | null }, wanted: Partial<TicketFacts>): Promise<void>;
  check(): Promise<CheckResult[]>;
}
