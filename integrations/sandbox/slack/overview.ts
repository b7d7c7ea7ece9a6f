/** The workspace at a glance, in the words of the control API. */
import { z } from 'zod';
import type {
  SandboxSlackConversation,
  SandboxSlackDelivery,
  SandboxSlackFault,
  SandboxSlackMessage,
  SandboxSlackView,
  SandboxSlackWorkspace,
} from '../../../src/contracts/sandbox/slack.ts';
import { type SandboxSlackBlock, sandboxSlackBlockSchema } from '../../../src/contracts/sandbox/slack-blocks.ts';
import {
  bot,
  type SlackBlock,
  type SlackConversation,
  type SlackMessage,
  type SlackState,
  type SlackView,
} from './state.ts';

export function overviewOf(
  state: SlackState,
  deliveries: SandboxSlackDelivery[],
  faults: SandboxSlackFault[],
  messages: number,
): SandboxSlackWorkspace {
  return {
    team: { id: bot.team_id, name: 'Sandbox' },
    bot: { userId: bot.user_id, name: 'Gangway' },
    app: appStateOf(state),
    people: state.users,
    conversations: [...state.conversations.values()]
      .toSorted((a, b) => lastAt(b) - lastAt(a))
      .map((one) => conversationView(one, messages)),
    ephemerals: state.ephemerals.map(({ ts: _ts, blocks, ...ephemeral }) => ({
      ...ephemeral,
      blocks: readBlocks(blocks),
    })),
    views: state.views.map(viewView),
    invitations: state.invitations,
    deliveries,
    faults,
  };
}

function appStateOf({ gone }: SlackState): SandboxSlackWorkspace['app'] {
  if (gone === null) return 'installed';
  return gone === 'account_inactive' ? 'uninstalled' : 'revoked';
}

/** What the page does not know is named, not left out; in what is unfurled nobody names the blocks. */
const readBlocks = (blocks: readonly SlackBlock[]): SandboxSlackBlock[] =>
  blocks.map((given, position) => {
    const block = { block_id: String(position), ...given };
    return sandboxSlackBlockSchema.safeParse(block).data ?? { ...block, type: 'unknown', name: given.type };
  });

const lastAt = ({ messages }: SlackConversation): number => Number(messages.at(-1)?.ts ?? 0);

const conversationView = (
  { id, name, userId, members, isPrivate, isArchived, messages }: SlackConversation,
  count: number,
): SandboxSlackConversation => ({
  id,
  name,
  userId,
  memberIds: members,
  isPrivate,
  isArchived,
  messageCount: messages.length,
  messages: messages.slice(-count).map(messageView),
});

const messageView = ({ ts, at, user, text, blocks, editedAt, unfurls = {} }: SlackMessage): SandboxSlackMessage => ({
  ts,
  at,
  userId: user,
  text,
  blocks: readBlocks(blocks),
  editedAt,
  unfurls: Object.fromEntries(
    Object.entries(unfurls).map(([url, unfurl]) => [url, { blocks: readBlocks(unfurl.blocks) }]),
  ),
});

const labelSchema = z.object({ text: z.string() });
const labelOf = (label: unknown): string | null => labelSchema.safeParse(label).data?.text ?? null;

const viewView = ({ id, hash, kind, userId, view }: SlackView): SandboxSlackView => ({
  id,
  hash,
  type: kind,
  userId,
  callbackId: typeof view['callback_id'] === 'string' ? view['callback_id'] : '',
  title: labelOf(view['title']) ?? '',
  submit: labelOf(view['submit']),
  close: labelOf(view['close']),
  blocks: readBlocks(view.blocks),
});
