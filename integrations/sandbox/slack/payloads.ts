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
  wireOf,
} from './state.ts';

const team = { id: bot.team_id, domain: 'sandbox' };
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
  api_app_id: bot.app_id,
  trigger_id: triggerId,
  container: { type: 'message', channel_id: where.conversation.id, message_ts: where.message.ts, is_ephemeral: false },
  channel: { id: where.conversation.id, name: where.conversation.name },
  // where a channel is shared, `team` above is the presser's; this one stays ours
  message: { team: bot.team_id, ...wireOf(where.message) },
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
  api_app_id: bot.app_id,
  trigger_id: triggerId,
  container: { type: 'view', view_id: view.id },
  view: viewPayload(view),
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
  api_app_id: bot.app_id,
  trigger_id: triggerId,
  view: { ...viewPayload(view), state: { values } },
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
  api_app_id: bot.app_id,
  container: { type: 'view', view_id: view.id },
  ...suggestedIn(view, actionId),
  value,
  view: viewPayload(view),
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
  team_id: bot.team_id,
  team_domain: team.domain,
  channel_id: where.conversation.id,
  channel_name: where.conversation.name,
  user_id: user.id,
  user_name: user.name,
  ...said,
  api_app_id: bot.app_id,
  response_url: where.responseUrl,
  trigger_id: triggerId,
});

export const eventCallback = (event: Record<string, unknown>, nowMs: number) => ({
  team_id: bot.team_id,
  api_app_id: bot.app_id,
  event: { event_ts: `${nowMs / 1000}`, ...event },
  type: 'event_callback',
  event_id: `Ev${randomUUID()}`,
  event_time: Math.floor(nowMs / 1000),
  is_ext_shared_channel: false,
});

const viewPayload = ({ id, hash, view }: SlackView) => ({
  ...view,
  id,
  hash,
  team_id: bot.team_id,
  app_id: bot.app_id,
  app_installed_team_id: bot.team_id,
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
  return { ...existing(found, `element with the action id ${actionId} there`), ...held, action_ts: `${nowMs / 1000}` };
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
