/** The one way to Jira Cloud: signed in with an API token, ended after a fixed time, failing as an AppError. */
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import { type Doing, networkFailure, refusal } from './errors.ts';

export interface TransportOptions {
  /** https://<site>.atlassian.net */
  baseUrl: string;
  email: string;
  token: string;
  timeoutMs?: number;
}

export interface Call<T> extends Partial<Doing> {
  doing: string;
  method?: 'GET' | 'POST' | 'PUT';
  /** below /rest/api/3 */
  path: string;
  body?: object;
  answer: z.ZodType<T>;
}

export type Transport = <T>(call: Call<T>) => Promise<T>;

/** For what answers with an empty body. */
export const nothing = z.unknown().transform(() => null);

export function createTransport({ baseUrl, email, token, timeoutMs = 15_000 }: TransportOptions): Transport {
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  return async ({ doing, isCreation = false, method = 'GET', path, body, answer }) => {
    const task = { doing, isCreation };
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${baseUrl}/rest/api/3${path}`, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (cause) {
      throw networkFailure(cause, task);
    }
    const said = parseJson(text);
    if (!response.ok) throw refusal(response, said, task);
    const read = answer.safeParse(said);
    if (read.success) return read.data;
    throw new AppError(isCreation ? 'tracker_unclear' : 'tracker_unavailable', {
      message: `Jira answered in an unexpected form while ${doing}`,
      cause: read.error,
    });
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
