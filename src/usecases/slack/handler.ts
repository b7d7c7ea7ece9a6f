/** What handlers of incoming Slack events get and give. */
import type { SlackPort, SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type {
  SlackCommand,
  SlackEvent,
  SlackEventOf,
  SlackPress,
  SlackSubmission,
} from '../../contracts/slack-incoming.ts';
import type { Sql } from '../../db/database.ts';
import type { Person } from '../../domain/model.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import type { Choice } from './tasks/inputs.ts';

export interface SlackDeps extends CrmDeps {
  slack: SlackWorkspaces;
}

export interface SlackContext {
  deps: SlackDeps;
  /** the workspace it came from */
  port: SlackPort;
  /** of the stored event: the key of whatever it causes */
  eventId: string;
  /** it is taken up again after its process ended: a trigger is used up or too old to open a modal */
  isLate: boolean;
  /** settles the event within the transaction that does what it asks for; throws where it was settled before */
  settle(tx: Sql): Promise<void>;
}

/**
 * Runs after the acknowledgement, maybe again after a crash: what it does must be the same when it is done twice, or
 * settle the event in its own transaction. An AppError of kind user, conflict or auth is explained to whoever it was, in
 * their language, and ends it; `upstream` and `throttled` are tried again.
 */
export type SlackHandler<T> = (context: SlackContext, incoming: T) => Promise<unknown>;

export interface SlackModalHandler {
  /**
   * Before the acknowledgement, within its three seconds: what is wrong by block id, shown in the modal, in its reader's
   * language; null: it is taken, and the modal closes.
   */
  check?(deps: SlackDeps, submission: SlackSubmission): Promise<Record<string, string> | null>;
  handle: SlackHandler<SlackSubmission>;
}

/** What a menu offers this person for what they typed so far; ours to authorise. */
export type SlackMenu = (deps: SlackDeps, person: Person, text: string) => Promise<Choice[]>;

export interface SlackHandlers {
  /** by `action_id` */
  actions: Readonly<Record<string, SlackHandler<SlackPress>>>;
  /** by `callback_id` */
  modals: Readonly<Record<string, SlackModalHandler>>;
  /** by `action_id` */
  menus: Readonly<Record<string, SlackMenu>>;
  /** with the slash */
  commands: Readonly<Record<string, SlackHandler<SlackCommand>>>;
  events: { readonly [T in SlackEvent['type']]?: SlackHandler<SlackEventOf<T>> };
}
