/** The bodies of what Slack sends, by the samples in https://docs.slack.dev/reference/interaction-payloads. */
import { bot, type SlackConversation, type SlackMessage, type SlackUser, type SlackView } from './state.ts';

const team = { id: bot.team_id, domain: 'sandbox' };
const whoOf = ({ id, name }: SlackUser) => ({ id, username: name, name, team_id: bot.team_id });

export interface Pressed {
  actionId: string;
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
  message: { type: 'message', user: bot.user_id, team: bot.team_id, ...where.message },
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
  actions: [actionOf(view.view['blocks'], pressed, nowMs)],
});

export const viewSubmission = (
  { user, triggerId }: Omit<InteractionOf, 'nowMs'>,
  view: SlackView,
  values: Record<string, Record<string, unknown>>,
): Record<string, unknown> => ({
  type: 'view_submission',
  team,
  user: whoOf(user),
  api_app_id: bot.app_id,
  trigger_id: triggerId,
  view: { ...viewPayload(view), state: { values } },
  response_urls: [],
});

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

export const eventCallback = (event: Record<string, unknown>, eventId: string, nowMs: number) => ({
  team_id: bot.team_id,
  api_app_id: bot.app_id,
  event: { event_ts: `${nowMs / 1000}`, ...event },
  type: 'event_callback',
  event_id: eventId,
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

function actionOf(blocks: unknown, { actionId, held }: Pressed, nowMs: number): Record<string, unknown> {
  const element = findElement(blocks, actionId, '');
  if (!element) throw new Error(`Nothing here has the action id ${actionId}`);
  return { ...element, ...held, action_ts: `${nowMs / 1000}` };
}

function findElement(node: unknown, actionId: string, blockId: string): Record<string, unknown> | null {
  if (typeof node !== 'object' || node === null) return null;
  if ('action_id' in node && node.action_id === actionId) return { ...node, block_id: blockId };
  const within = 'block_id' in node && typeof node.block_id === 'string' ? node.block_id : blockId;
  for (const child of Object.values(node)) {
    const found = findElement(child, actionId, within);
    if (found) return found;
  }
  return null;
}
