/** The bodies of what Slack sends, by the samples in https://docs.slack.dev/reference/interaction-payloads. */
import { randomUUID } from 'node:crypto';
import { existing } from './not-in-slack.ts';
import {
  bot,
  type SlackBlock,
  type SlackConversation,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  tsOf,
  wireOf,
} from './state.ts';
import { viewWire } from './view-wire.ts';

/** of former times: what is signed needs none, and still every payload has it */
const token = 'sandbox-verification-token';
const team = { id: bot.team_id, domain: 'sandbox' };
const installation = { token, api_app_id: bot.app_id, enterprise: null, is_enterprise_install: false };
const whoOf = ({ id, name }: SlackUser) => ({ id, username: name, name, team_id: bot.team_id });

export interface Pressed {
  actionId: string;
  /** where several elements have the same action id */
  blockId?: string | undefined;
  /** what a menu or a picker holds, in Slack's form; a button brings its own value */
  held?: Record<string, unknown> | undefined;
}

export interface InteractionOf {
  user: SlackUser;
  triggerId: string;
  nowMs: number;
}

export const messageAction = (
  { user, triggerId, nowMs }: InteractionOf,
  pressed: Pressed,
  where: { conversation: SlackConversation; message: SlackMessage; responseUrl: string },
): Record<string, unknown> => ({
  type: 'block_actions',
  team,
  user: whoOf(user),
  ...installation,
  trigger_id: triggerId,
  container: { type: 'message', channel_id: where.conversation.id, message_ts: where.message.ts, is_ephemeral: false },
  channel: { id: where.conversation.id, name: where.conversation.name },
  // where a channel is shared, `team` above is the presser's; this one stays ours
  message: wireOf(where.message),
  state: { values: {} },
  response_url: where.responseUrl,
  actions: [actionOf(where.message.blocks, pressed, nowMs)],
});

export const viewAction = (
  { user, triggerId, nowMs }: InteractionOf,
  pressed: Pressed,
  view: SlackView,
): Record<string, unknown> => ({
  type: 'block_actions',
  team,
  user: whoOf(user),
  ...installation,
  trigger_id: triggerId,
  container: { type: 'view', view_id: view.id },
  view: viewWire(view),
  actions: [actionOf(view.view.blocks, pressed, nowMs)],
});

export const viewSubmission = (
  { user, triggerId }: Omit<InteractionOf, 'nowMs'>,
  view: SlackView,
  values: Record<string, Record<string, object>>,
): Record<string, unknown> => ({
  type: 'view_submission',
  team,
  user: whoOf(user),
  ...installation,
  trigger_id: triggerId,
  view: viewWire(view, values),
  response_urls: [],
});

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const blockSuggestion = (
  user: SlackUser,
  { actionId, value }: { actionId: string; value: string },
  view: SlackView,
): Record<string, unknown> => ({
  type: 'block_suggestion',
  team,
  user: whoOf(user),
  ...installation,
  container: { type: 'view', view_id: view.id },
  ...suggestedIn(view, actionId),
  value,
  view: viewWire(view),
});

function suggestedIn({ view }: SlackView, actionId: string): Record<string, unknown> {
  const block = view.blocks.find((one) => findElement(one, actionId) !== null);
  return { action_id: actionId, block_id: existing(block, `menu ${actionId} there`)['block_id'] };
}

export const commandForm = (
  { user, triggerId }: Omit<InteractionOf, 'nowMs'>,
  said: { command: string; text: string },
  where: { conversation: SlackConversation; responseUrl: string },
): Record<string, string> => ({
  token,
  team_id: bot.team_id,
  team_domain: team.domain,
  channel_id: where.conversation.id,
  channel_name: where.conversation.name,
  user_id: user.id,
  user_name: user.name,
  ...said,
  api_app_id: bot.app_id,
  is_enterprise_install: 'false',
  response_url: where.responseUrl,
  trigger_id: triggerId,
});

export const eventCallback = (event: Record<string, unknown>, nowMs: number) => ({
  token,
  team_id: bot.team_id,
  context_team_id: bot.team_id,
  context_enterprise_id: null,
  api_app_id: bot.app_id,
  event: { event_ts: tsOf(nowMs), ...event },
  type: 'event_callback',
  event_id: `Ev0${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
  event_time: Math.floor(nowMs / 1000),
  authorizations: [
    { enterprise_id: null, team_id: bot.team_id, user_id: bot.user_id, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: randomUUID(),
});

function actionOf(
  blocks: readonly SlackBlock[],
  { actionId, blockId, held }: Pressed,
  nowMs: number,
): Record<string, unknown> {
  const named = blocks.filter((block) => blockId === undefined || block['block_id'] === blockId);
  const [found] = named.flatMap((block) => {
    const element = findElement(block, actionId);
    return element ? [{ ...element, block_id: block['block_id'] }] : [];
  });
  return { ...existing(found, `element with the action id ${actionId} there`), ...held, action_ts: tsOf(nowMs) };
}

function findElement(node: unknown, actionId: string): object | null {
  if (typeof node !== 'object' || node === null) return null;
  if ('action_id' in node && node.action_id === actionId) return node;
  for (const child of Object.values(node)) {
    const found = findElement(child, actionId);
    if (found) return found;
  }
  return null;
}
