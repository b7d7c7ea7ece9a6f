/** What of the sandbox Slack stays over a restart. Triggers and addresses for answers are over within minutes anyway. */
import { z } from 'zod';
import { sandboxSlackPersonSchema } from '../../../src/contracts/sandbox/slack.ts';
import { idOf, type SlackState } from './state.ts';

const blocksSchema = z.array(z.looseObject({ type: z.string() }));
const messageSchema = z.object({
  ts: z.string(),
  at: z.string(),
  editedAt: z.string().nullable(),
  user: z.string(),
  text: z.string(),
  blocks: blocksSchema,
  metadata: z.unknown().optional(),
  unfurls: z.record(z.string(), z.object({ blocks: blocksSchema })).optional(),
});
const savedSchema = z.object({
  gone: z.enum(['account_inactive', 'token_revoked']).nullable(),
  users: z.array(sandboxSlackPersonSchema),
  conversations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      userId: z.string().nullable(),
      members: z.array(z.string()),
      isPrivate: z.boolean(),
      isArchived: z.boolean(),
      messages: z.array(messageSchema),
    }),
  ),
  views: z.array(
    z.object({
      id: z.string(),
      hash: z.string(),
      kind: z.enum(['modal', 'home']),
      userId: z.string(),
      view: z.looseObject({ blocks: blocksSchema }),
    }),
  ),
  invitations: z.array(z.object({ id: z.string(), channelId: z.string(), email: z.string() })),
  ephemerals: z.array(
    z.object({
      id: z.string(),
      ts: z.string(),
      at: z.string(),
      channelId: z.string(),
      userId: z.string(),
      text: z.string(),
      blocks: blocksSchema,
    }),
  ),
  said: z.number(),
});

export function toSave({ conversations, ...state }: SlackState): z.input<typeof savedSchema> {
  const { gone, users, views, invitations, ephemerals, said } = state;
  return { gone, users, conversations: [...conversations.values()], views, invitations, ephemerals, said };
}

/** Into the place of what a fresh workspace holds. Whoever is new at the company is added. @returns whether it could be read */
export function restore(state: SlackState, saved: unknown): boolean {
  const { data } = savedSchema.safeParse(saved);
  if (!data) return false;
  const { conversations, users, ...rest } = data;
  const newcomers = state.users
    .filter(({ email }) => !users.some((one) => one.email === email))
    .map((one, index) => ({ ...one, id: idOf('U', users.length + index) }));
  Object.assign(state, rest, {
    users: [...users, ...newcomers],
    conversations: new Map(conversations.map((one) => [one.id, one])),
  });
  return true;
}
