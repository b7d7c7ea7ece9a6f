/** What people do in the sandbox Slack, and what Slack tells the app of it. */
import { createOutgoing, type SlackAnswer, type SlackTarget } from './outgoing.ts';
import { commandForm, eventCallback, messageAction, type Pressed, viewAction, viewSubmission } from './payloads.ts';
import {
  addMessage,
  bot,
  directMessageOf,
  type SlackConversation,
  type SlackMessage,
  type SlackState,
  type SlackUser,
} from './state.ts';

interface PressInMessage extends Pressed {
  userId: string;
  channelId: string;
  ts: string;
}

export interface SlackSurface {
  /** what Slack hands to the app with an interaction: opens one modal, within three seconds */
  createTrigger(): string;
  press(pressed: PressInMessage): Promise<SlackAnswer>;
  pressInView(pressed: Pressed & { userId: string; viewId: string }): Promise<SlackAnswer>;
  submit(said: { userId: string; viewId: string; values: Values }): Promise<SlackAnswer>;
  command(said: { userId: string; command: string; text: string }): Promise<SlackAnswer>;
  openHome(userId: string): Promise<SlackAnswer[]>;
  /** in a message of their own */
  shareLink(shared: { userId: string; channelId: string; url: string }): Promise<SlackAnswer[]>;
  uninstall(): Promise<SlackAnswer[]>;
  revokeTokens(): Promise<SlackAnswer[]>;
  /** the tokens are taken again */
  reinstall(): void;
  archive(channelId: string): void;
  deactivate(userId: string): void;
  /** no event is sent again */
  close(): void;
}

type Values = Record<string, Record<string, unknown>>;

interface SurfaceParts {
  state: SlackState;
  now: () => Date;
  target: SlackTarget | null;
  responseUrl(origin: { conversation: SlackConversation; userId: string; message: SlackMessage | null }): string;
}

const triggerMs = 3_000;
const formType = 'application/x-www-form-urlencoded';

export function createSurface({ state, now, target, responseUrl }: SurfaceParts): SlackSurface {
  const outgoing = target && createOutgoing(target, now);
  let count = 0;
  const createTrigger = (): string => {
    count += 1;
    const trigger = `${count}.sandbox`;
    state.triggers.set(trigger, { untilMs: now().getTime() + triggerMs, isUsed: false });
    return trigger;
  };
  const reach = () => {
    if (!outgoing) throw new Error('The sandbox Slack was given no app to send to');
    return outgoing;
  };
  const by = (userId: string) => ({
    user: existing<SlackUser>(
      state.users.find(({ id }) => id === userId),
      userId,
    ),
    triggerId: createTrigger(),
    nowMs: now().getTime(),
  });
  const viewOf = (viewId: string) =>
    existing(
      state.views.find(({ id }) => id === viewId),
      viewId,
    );
  const interact = (payload: Record<string, unknown>) =>
    reach().send('interactions', formType, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const tell = (event: Record<string, unknown>) => {
    count += 1;
    const envelope = eventCallback(event, `Ev0SANDBOX${count}`, now().getTime());
    return reach().sendEvent(JSON.stringify(envelope));
  };
  return {
    createTrigger,
    press({ userId, channelId, ts, ...pressed }) {
      const conversation = existing(state.conversations.get(channelId), channelId);
      const message = existing(
        conversation.messages.find((one) => one.ts === ts),
        ts,
      );
      const where = { conversation, message, responseUrl: responseUrl({ conversation, userId, message }) };
      return interact(messageAction(by(userId), pressed, where));
    },
    pressInView: ({ userId, viewId, ...pressed }) => interact(viewAction(by(userId), pressed, viewOf(viewId))),
    submit: ({ userId, viewId, values }) => interact(viewSubmission(by(userId), viewOf(viewId), values)),
    command({ userId, ...said }) {
      const conversation = directMessageOf(state, userId);
      const where = { conversation, responseUrl: responseUrl({ conversation, userId, message: null }) };
      return reach().send('commands', formType, new URLSearchParams(commandForm(by(userId), said, where)).toString());
    },
    openHome: (user) => tell({ type: 'app_home_opened', user, channel: directMessageOf(state, user).id, tab: 'home' }),
    shareLink({ userId, channelId, url }) {
      const conversation = existing(state.conversations.get(channelId), channelId);
      const { ts } = addMessage(conversation, { text: url, blocks: [] }, now().getTime());
      const links = [{ url, domain: new URL(url).hostname }];
      return tell({ type: 'link_shared', user: userId, channel: channelId, message_ts: ts, links });
    },
    uninstall() {
      state.gone = 'account_inactive';
      return tell({ type: 'app_uninstalled' });
    },
    revokeTokens() {
      state.gone = 'token_revoked';
      return tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot.user_id] } });
    },
    reinstall() {
      state.gone = null;
    },
    archive(channelId) {
      existing(state.conversations.get(channelId), channelId).isArchived = true;
    },
    deactivate(userId) {
      by(userId).user.isDeactivated = true;
    },
    close: () => outgoing?.close(),
  };
}

function existing<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`The sandbox Slack has no ${what}`);
  return found;
}
