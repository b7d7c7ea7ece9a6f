/** The addresses by which the app answers an interaction without a token: five times within half an hour. */
import { randomUUID } from 'node:crypto';
import { json, Router } from 'express';
import { z } from 'zod';
import {
  addEphemeral,
  addMessage,
  bot,
  type SlackConversation,
  type SlackMessage,
  type SlackState,
  withIds,
} from './state.ts';

interface Origin {
  conversation: SlackConversation;
  userId: string;
  /** what was pressed, which an answer may replace */
  message: SlackMessage | null;
}

export interface ResponseUrls {
  router: Router;
  /** @returns the path below the router */
  create(origin: Origin): string;
}

const uses = 5;
const lifeMs = 30 * 60_000;
const answerSchema = z.object({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({ type: z.string() })).default([]),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
});

export function createResponseUrls(state: SlackState, now: () => Date): ResponseUrls {
  const known = new Map<string, Origin & { left: number; untilMs: number }>();
  const router = Router();
  router.use(json({ limit: '1mb' }));
  router.post('/:id', (request, response) => {
    const url = known.get(request.params.id);
    const refuse = (error: string, status = 404): void => void response.status(status).json({ ok: false, error });
    if (!url) return refuse('no_service');
    const nowMs = now().getTime();
    if (nowMs > url.untilMs) return refuse('expired_url');
    if (url.left === 0) return refuse('used_url');
    const said = answerSchema.safeParse(request.body);
    if (!said.success) return refuse('invalid_payload', 400);
    if (!said.data.delete_original && said.data.text === '' && said.data.blocks.length === 0)
      return refuse('no_text', 400);
    url.left -= 1;
    apply(state, url, said.data, nowMs);
    response.json({ ok: true });
  });
  return {
    router,
    create(origin) {
      const id = randomUUID();
      known.set(id, { ...origin, left: uses, untilMs: now().getTime() + lifeMs });
      return id;
    },
  };
}

function apply(
  state: SlackState,
  { conversation, userId, message }: Origin,
  said: z.output<typeof answerSchema>,
  nowMs: number,
): void {
  const { text, blocks } = said;
  const { messages } = conversation;
  if (said.delete_original && message) messages.splice(messages.indexOf(message), 1);
  else if (said.replace_original && message)
    Object.assign(message, { text, blocks: withIds(blocks), editedAt: state.today().toISOString() });
  else if (said.response_type === 'in_channel')
    addMessage(state, conversation, { user: bot.user_id, text, blocks }, nowMs);
  else addEphemeral(state, { channelId: conversation.id, userId, text, blocks }, nowMs);
}
