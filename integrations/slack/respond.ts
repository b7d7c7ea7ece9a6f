/**
 * The answer to a command by the address that came with it: seen by whoever gave it, also in a channel that we are not in.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
import { AppError } from '../../src/errors.ts';
import type { SlackMessage } from '../ports-slack.ts';
import { checkBlocks } from './limits.ts';

const slackApi = 'https://slack.com/api/';

export async function respond(
  responseUrl: string,
  { text, blocks }: Omit<SlackMessage, 'key'>,
  { apiUrl = slackApi, timeoutMs }: { apiUrl?: string | undefined; timeoutMs: number },
): Promise<void> {
  checkBlocks(blocks, 'message');
  if (!isSlack(new URL(responseUrl), new URL(apiUrl)))
    throw new AppError('slack_rejected', { message: 'The address to answer to is not Slack’s' });
  const body = { response_type: 'ephemeral', text, ...(blocks.length > 0 && { blocks }) };
  const response = await post(responseUrl, JSON.stringify(body), timeoutMs);
  if (response.ok) return;
  const isPassing = response.status >= 500 || response.status === 429;
  throw new AppError(isPassing ? 'slack_unavailable' : 'slack_unreachable', {
    message: `Slack answered ${response.status} to an answer: ${(await response.text()).slice(0, 200)}`,
    details: { status: response.status },
  });
}

const isSlack = ({ protocol, host }: URL, api: URL): boolean =>
  protocol === api.protocol && (host === api.host || host === `hooks.${api.host}`);

async function post(url: string, body: string, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new AppError('slack_unavailable', { message: 'Slack cannot be reached for an answer', cause });
  }
}
