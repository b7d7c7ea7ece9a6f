/** What administrators do to the sandbox's workspace, and what Slack tells the app of it. */
import type { SandboxSlackPerson } from '../../../src/contracts/sandbox/slack.ts';
import { profileOf } from './methods.ts';
import { existing, NotPossibleInSlack } from './not-in-slack.ts';
import type { Outgoing, SentEvent } from './outgoing.ts';
import { eventCallback } from './payloads.ts';
import { bot, idOf, type SlackState, type SlackUser } from './state.ts';
import { conversationOf, userOf } from './surface.ts';

export interface SlackWorkspace {
  uninstall(): SentEvent;
  revokeTokens(): SentEvent;
  /** the tokens are taken again */
  reinstall(): void;
  archive(channelId: string, isArchived?: boolean): void;
  deleteMessage(channelId: string, ts: string): void;
  addPerson(person: { name: string; email: string }): SlackUser;
  /** @returns null where Slack tells nobody: only an account that is deactivated, or taken back, is news */
  setStanding(userId: string, standing: SandboxSlackPerson['standing']): SentEvent | null;
}

export function createWorkspace(state: SlackState, outgoing: Outgoing, now: () => Date): SlackWorkspace {
  const tell = (event: { type: string; [field: string]: unknown }) =>
    outgoing.sendEvent(event.type, JSON.stringify(eventCallback(event, now().getTime())));
  return {
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
    archive(channelId, isArchived = true) {
      const conversation = conversationOf(state, channelId);
      if (conversation.userId !== null) throw new NotPossibleInSlack('Direct messages cannot be archived');
      conversation.isArchived = isArchived;
    },
    deleteMessage(channelId, ts) {
      const { messages } = conversationOf(state, channelId);
      const message = existing(
        messages.find((one) => one.ts === ts),
        `message ${ts}`,
      );
      messages.splice(messages.indexOf(message), 1);
    },
    addPerson({ name, email }) {
      if (state.users.some((one) => one.email.toLowerCase() === email.toLowerCase()))
        throw new NotPossibleInSlack(`Somebody has the address ${email} already`);
      const added: SlackUser = { id: idOf('U', state.users.length), name, email, standing: 'member' };
      state.users.push(added);
      return added;
    },
    setStanding(userId, standing) {
      const user = userOf(state, userId);
      const wasDeactivated = user.standing === 'deactivated';
      user.standing = standing;
      const isNews = wasDeactivated !== (standing === 'deactivated');
      return isNews ? tell({ type: 'user_change', user: profileOf(user) }) : null;
    },
  };
}
