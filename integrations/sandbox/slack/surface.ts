/** What people do in the sandbox Slack with what the app shows them, and what Slack tells the app of it. */
import { randomUUID } from 'node:crypto';
import { existing, NotPossibleInSlack } from './not-in-slack.ts';
import type { Outgoing, SentEvent, SlackAnswer } from './outgoing.ts';
import {
  blockSuggestion,
  commandForm,
  eventCallback,
  messageAction,
  type Pressed,
  viewAction,
  viewSubmission,
} from './payloads.ts';
import {
  addMessage,
  bot,
  directMessageOf,
  type SlackConversation,
  type SlackMessage,
  type SlackState,
  type SlackUser,
  type SlackView,
} from './state.ts';
import { applySubmission, type Submission } from './submission.ts';
import { type FilledIn, valuesOf } from './view-values.ts';

export interface SlackSurface {
  /** what Slack hands to the app with an interaction: opens one modal, within three seconds */
  createTrigger(userId: string): string;
  press(pressed: Pressed & { userId: string; channelId: string; ts: string }): Promise<SlackAnswer>;
  pressInView(pressed: Pressed & { userId: string; viewId: string }): Promise<SlackAnswer>;
  /** Slack itself refuses what is not complete, and sends nothing. */
  submit(said: { viewId: string; values: FilledIn }): Promise<Submission>;
  /** @returns what the app says, as it says it */
  suggest(asked: { viewId: string; actionId: string; value: string }): Promise<SlackAnswer>;
  closeView(viewId: string): void;
  /** @param said.channelId absent: where the app's direct messages are */
  command(said: {
    userId: string;
    command: string;
    text: string;
    channelId?: string | undefined;
  }): Promise<SlackAnswer>;
  openHome(userId: string): SentEvent;
  /** in a message of their own */
  shareLink(shared: { userId: string; channelId: string; url: string }): SentEvent;
}

interface SurfaceParts {
  state: SlackState;
  now: () => Date;
  outgoing: Outgoing;
  responseUrl(origin: { conversation: SlackConversation; userId: string; message: SlackMessage | null }): string;
}

const triggerMs = 3_000;
const commands = new Set(['/gangway']);
const unsent: SlackAnswer = { status: null, body: '', failure: null, isNoRetry: false };

export function createSurface({ state, now, outgoing, responseUrl }: SurfaceParts): SlackSurface {
  const createTrigger = (userId: string): string => {
    const [first = '', , , , last = ''] = randomUUID().split('-');
    const trigger = `${now().getTime()}.${Number.parseInt(first, 16)}.${last}`;
    state.triggers.set(trigger, { userId, untilMs: now().getTime() + triggerMs, isUsed: false });
    return trigger;
  };
  const acting = (userId: string): SlackUser => {
    const user = userOf(state, userId);
    if (user.standing !== 'member') throw new NotPossibleInSlack(`${user.name} is not in the workspace any more`);
    if (state.gone === 'account_inactive') throw new NotPossibleInSlack('The app is not installed');
    return user;
  };
  const by = (userId: string) => ({
    user: acting(userId),
    triggerId: createTrigger(userId),
    nowMs: now().getTime(),
  });
  const interact = (what: string, payload: Record<string, unknown>) =>
    outgoing.send({
      path: 'interactions',
      what,
      body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    });
  const tell = (event: { type: string; [field: string]: unknown }) =>
    outgoing.sendEvent(event.type, JSON.stringify(eventCallback(event, now().getTime())));
  return {
    createTrigger,
    press({ userId, channelId, ts, ...pressed }) {
      const conversation = conversationOf(state, channelId);
      const message = existing(
        conversation.messages.find((one) => one.ts === ts),
        `message ${ts}`,
      );
      const person = by(userId);
      const where = { conversation, message, responseUrl: responseUrl({ conversation, userId, message }) };
      return interact(`block_actions ${pressed.actionId}`, messageAction(person, pressed, where));
    },
    pressInView: ({ userId, viewId, ...pressed }) =>
      interact(`block_actions ${pressed.actionId}`, viewAction(by(userId), pressed, viewOf(state, viewId))),
    async submit({ viewId, values: filled }) {
      const view = viewOf(state, viewId);
      if (view.kind === 'home') throw new NotPossibleInSlack('A home tab cannot be submitted');
      const person = by(view.userId);
      const { values, missing } = valuesOf(view, filled);
      if (Object.keys(missing).length > 0) return { ...unsent, outcome: 'errors', errors: missing };
      const payload = viewSubmission(person, view, values);
      const answer = await interact(`view_submission ${String(view.view['callback_id'])}`, payload);
      return applySubmission(state, view, answer);
    },
    suggest({ viewId, ...asked }) {
      const view = viewOf(state, viewId);
      const payload = blockSuggestion(acting(view.userId), asked, view);
      const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      return outgoing.send({ path: 'options', what: `block_suggestion ${asked.actionId}`, body });
    },
    closeView(viewId) {
      const view = viewOf(state, viewId);
      state.views = state.views.filter((one) => one !== view);
    },
    command({ userId, channelId, ...said }) {
      const person = by(userId);
      if (!commands.has(said.command)) existing(undefined, `command ${said.command}`);
      const conversation = channelId === undefined ? directMessageOf(state, userId) : conversationOf(state, channelId);
      const where = { conversation, responseUrl: responseUrl({ conversation, userId, message: null }) };
      const body = new URLSearchParams(commandForm(person, said, where)).toString();
      return outgoing.send({ path: 'commands', what: `${said.command} ${said.text}`.trim(), body });
    },
    openHome(userId) {
      const { id: user } = acting(userId);
      return tell({ type: 'app_home_opened', user, channel: directMessageOf(state, user).id, tab: 'home' });
    },
    shareLink({ userId, channelId, url }) {
      const { id: user } = acting(userId);
      const conversation = conversationOf(state, channelId);
      const { ts } = addMessage(state, conversation, { user, text: url, blocks: [] }, now().getTime());
      const links = [{ url, domain: new URL(url).hostname }];
      const unfurl = { unfurl_id: `${channelId}.${ts}.${randomUUID()}`, source: 'conversations_history' };
      const isIn = conversation.members.includes(bot.user_id);
      const where = { channel: channelId, is_bot_user_member: isIn, message_ts: ts };
      return tell({ type: 'link_shared', user, ...where, ...unfurl, links });
    },
  };
}

export const userOf = (state: SlackState, userId: string): SlackUser =>
  existing(
    state.users.find(({ id }) => id === userId),
    `person ${userId}`,
  );

export const conversationOf = (state: SlackState, channelId: string): SlackConversation =>
  existing(state.conversations.get(channelId), `conversation ${channelId}`);

const viewOf = (state: SlackState, viewId: string): SlackView =>
  existing(
    state.views.find(({ id }) => id === viewId),
    `view ${viewId}`,
  );
