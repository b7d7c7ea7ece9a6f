/** The only place that reads Slack's field names: what comes in is projected once, at the door, into our own words. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type {
  SlackEvent,
  SlackIncoming,
  SlackPress,
  SlackSubmission,
  SlackSuggestion,
} from '../../src/contracts/slack-incoming.ts';
import * as wire from './incoming-schemas.ts';

export { refusedUnread, signatureHeader, timestampHeader, verifySlackSignature } from './signature.ts';

/** `other`: well formed, and nothing that we follow. */
export type ReadSlack =
  | { result: 'read'; dedupeKey: string; incoming: SlackIncoming }
  | { result: 'asked'; suggestion: SlackSuggestion }
  | { result: 'other'; what: string }
  | { result: 'challenge'; challenge: string }
  | { result: 'unreadable'; reason: string; dedupeKey: string; raw: string };

/** The body of an HTTP request: JSON for events, a form for interactions and commands. */
export function readSlackBody(rawBody: Buffer): ReadSlack {
  const text = rawBody.toString('utf8');
  const body = text.startsWith('{') ? parseJson(text) : fromForm(text);
  if (body === undefined) return unreadable(text, 'It is neither JSON nor a form');
  return readSlack(body);
}

/** What Socket Mode hands over, which is the same without its wrapping. */
export function readSlack(body: unknown): ReadSlack {
  try {
    return read(body);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const reason = `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'not readable'}`;
    return unreadable(JSON.stringify(body), reason);
  }
}

const longestKept = 20_000;
const unreadable = (text: string, reason: string): ReadSlack => ({
  result: 'unreadable',
  reason,
  dedupeKey: `unreadable:${createHash('sha256').update(text).digest('hex')}`,
  raw: text.slice(0, longestKept),
});

const kindSchema = z.looseObject({ type: z.string().optional(), command: z.string().optional() });

function read(body: unknown): ReadSlack {
  const { type, command } = kindSchema.parse(body);
  if (command !== undefined) return readCommand(body);
  switch (type) {
    case 'url_verification':
      return { result: 'challenge', challenge: wire.urlVerificationSchema.parse(body).challenge };
    case 'event_callback':
      return readEvent(body);
    case 'block_actions':
      return readPress(body);
    case 'view_submission':
      return readSubmission(body);
    case 'block_suggestion':
      return readSuggestion(body);
    default:
      return { result: 'other', what: type ?? 'nothing' };
  }
}

function readCommand(body: unknown): ReadSlack {
  const {
    command,
    text,
    team_id: teamId,
    user_id: userId,
    channel_id: channelId,
    trigger_id: triggerId,
    response_url: responseUrl,
  } = wire.commandSchema.parse(body);
  const who = { teamId, userId, isForeign: false };
  return {
    result: 'read',
    dedupeKey: `command:${triggerId}`,
    incoming: { kind: 'command', ...who, command, text: text.trim(), channelId, triggerId, responseUrl },
  };
}

function readEvent(body: unknown): ReadSlack {
  const envelope = wire.envelopeSchema.parse(body);
  const incoming = eventOf(envelope);
  return incoming
    ? { result: 'read', dedupeKey: `event:${envelope.event_id}`, incoming }
    : { result: 'other', what: envelope.event.type };
}

function eventOf({
  event,
  team_id: teamId,
  is_ext_shared_channel,
}: z.infer<typeof wire.envelopeSchema>): SlackEvent | null {
  const kind = 'event';
  switch (event.type) {
    case 'app_home_opened': {
      const { user, tab } = wire.homeOpenedSchema.parse(event);
      return { kind, type: event.type, teamId, userId: user, isForeign: false, tab };
    }
    case 'link_shared': {
      const { user, channel, message_ts: messageTs, source, links } = wire.linkSharedSchema.parse(event);
      // not posted yet: nobody can say where it will stand, and it is told again once it does
      if (source === 'composer') return null;
      const where = { channelId: channel, messageTs, isSharedChannel: is_ext_shared_channel };
      // whose workspace it was is not told; where the channel is shared it may have been anybody
      const who = { teamId, userId: user, isForeign: is_ext_shared_channel };
      return { kind, type: event.type, ...who, ...where, urls: links.map(({ url }) => url) };
    }
    case 'app_uninstalled':
      return { kind, type: event.type, teamId };
    case 'tokens_revoked':
      return { kind, type: event.type, teamId, isBot: wire.tokensRevokedSchema.parse(event).tokens.bot.length > 0 };
    case 'user_change': {
      const { user } = wire.userChangeSchema.parse(event);
      return { kind, type: event.type, ...whoOf(teamId, user), isDeactivated: user.deleted };
    }
    default:
      return null;
  }
}

const whoOf = (teamId: string, user: { id: string; team_id: string | null }) => ({
  teamId,
  userId: user.id,
  isForeign: user.team_id !== null && user.team_id !== teamId,
});

/** In a channel that is shared, `team` may be the presser's own: what was pressed is ours, and says where we are. */
function readPress(body: unknown): ReadSlack {
  const {
    team,
    user,
    actions,
    channel,
    container,
    message,
    view,
    trigger_id: triggerId,
  } = wire.blockActionsSchema.parse(body);
  const [pressed] = actions;
  const teamId = view?.app_installed_team_id ?? message?.team ?? team?.id ?? user.team_id;
  if (teamId === null || !pressed) return { result: 'other', what: 'block_actions without a workspace' };
  const who = whoOf(teamId, user);
  const incoming: SlackPress = {
    kind: 'action',
    ...who,
    action: pressed.action_id,
    value: [contentOf(pressed)].flat().join(','),
    channelId: channel?.id ?? container?.channel_id ?? null,
    messageTs: message?.ts ?? container?.message_ts ?? null,
    view: view && viewOf(view),
    triggerId: triggerId ?? '',
  };
  const once = triggerId ?? [teamId, user.id, pressed.action_id, pressed.action_ts].join(':');
  return { result: 'read', dedupeKey: `action:${once}`, incoming };
}

function readSuggestion(body: unknown): ReadSlack {
  const { team, user, view, action_id: menu, value } = wire.suggestionSchema.parse(body);
  const teamId = view?.app_installed_team_id ?? team?.id ?? user.team_id;
  if (teamId === null) return { result: 'other', what: 'block_suggestion without a workspace' };
  return { result: 'asked', suggestion: { teamId, userId: user.id, menu, text: value } };
}

function readSubmission(body: unknown): ReadSlack {
  const { team, user, view } = wire.viewSubmissionSchema.parse(body);
  const teamId = view.app_installed_team_id ?? team?.id ?? user.team_id;
  if (teamId === null) return { result: 'other', what: 'view_submission without a workspace' };
  const incoming: SlackSubmission = {
    kind: 'submission',
    ...whoOf(teamId, user),
    modal: view.callback_id,
    view: viewOf(view),
    values: Object.fromEntries(
      Object.entries(view.state.values).map(([block, inputs]) => {
        const [input] = Object.values(inputs);
        return [block, input ? contentOf(input) : null];
      }),
    ),
  };
  return { result: 'read', dedupeKey: `submission:${view.id}:${view.hash ?? ''}`, incoming };
}

const viewOf = ({
  id,
  hash,
  private_metadata: privateMetadata,
}: {
  id: string;
  hash: string | null;
  private_metadata: string;
}) => ({
  id,
  hash,
  privateMetadata,
});

const contentOf = ({
  value,
  selected_option,
  selected_options,
  selected_date,
  selected_user,
}: wire.Held): string | string[] | null =>
  selected_options?.map((option) => option.value) ?? selected_option?.value ?? selected_date ?? selected_user ?? value;

function fromForm(text: string): unknown {
  const form = new URLSearchParams(text);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : parseJson(payload);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
