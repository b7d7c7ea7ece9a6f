import { createHash } from 'node:crypto';
import type { SlackMessage } from '../../../integrations/ports-slack.ts';
import { composeContent, type ComposeDeps, hasConsole } from './compose.ts';
import { alsoTasks } from './content/also-open.ts';
import { renderSlack } from './render/slack.ts';

export interface ComposedPost {
  subject: string;
  message: SlackMessage;
  /** the tasks and onboardings that it tells of, the latter as they were read */
  taskIds: string[];
  onboardings: { id: string; version: number }[];
  /** of what it shows: the same text need not be written again */
  shown: string;
}

/**
 * The message as Slack shows it. Written again after it went out, it says what is true by then.
 * Null: nothing in it may be shown to its recipient.
 */
export async function composeSlack(
  deps: ComposeDeps,
  messageId: string,
  { isPosted }: { isPosted: boolean } = { isPosted: false },
): Promise<ComposedPost | null> {
  const composed = await composeContent(deps, messageId, {
    isAnswerable: false,
    isInteractive: true,
    createsLinks: !isPosted,
  });
  if (!composed) return null;
  const { facts, digest, also, speaker } = composed;
  const mentioned = alsoTasks(also);
  const restUrl = `${deps.publicUrl}${hasConsole(facts.recipient) ? '/console' : '/tasks'}`;
  const { text, blocks } = renderSlack(digest.content, speaker, restUrl);
  return {
    subject: digest.content.subject,
    message: { key: messageId, text, blocks },
    taskIds: [...new Set([...facts.intents.flatMap(({ task }) => task?.id ?? []), ...mentioned.map(({ id }) => id)])],
    onboardings: [...facts.intents, ...mentioned].map(({ onboarding: { id, version } }) => ({ id, version })),
    shown: createHash('sha256')
      .update(JSON.stringify([text, blocks]))
      .digest('base64url'),
  };
}
