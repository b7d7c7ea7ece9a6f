/**
 * Socket Mode: what Slack sends goes over a connection that the app opened, in envelopes, each acknowledged by its id.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { SlackMethod } from './method.ts';
import type { Retry, Sent, SlackAnswer } from './outgoing.ts';
import { bot } from './state.ts';
import { acceptWebSocket, type WebSocketEnd } from './web-socket.ts';

export interface SocketMode {
  methods: Record<string, SlackMethod>;
  /** of the server that `address` leads to */
  upgrade(request: IncomingMessage, stream: Duplex): void;
  /** Null: the app has opened no connection. */
  deliver(sent: Sent, how: { answerWithinMs: number; retry: Retry | null }): Promise<SlackAnswer> | null;
  close(): void;
}

const answerSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** @param address as `ws://host/path` */
export function createSocketMode(address: string): SocketMode {
  const tickets = new Set<string>();
  const open = new Set<WebSocketEnd>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const acknowledged = (text: string): void => {
    const { data } = answerSchema.safeParse(JSON.parse(text));
    if (data) waiting.get(data.envelope_id)?.(data.payload);
  };
  return {
    methods: {
      'apps.connections.open': {
        scopes: ['connections:write'],
        tokenPrefix: 'xapp-',
        answer() {
          const ticket = randomUUID();
          tickets.add(ticket);
          return { url: `${address}?ticket=${ticket}&app_id=${bot.app_id}` };
        },
      },
    },
    upgrade(request, stream) {
      const ticket = new URL(request.url ?? '', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) return void stream.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      const end = acceptWebSocket(request, stream, { text: acknowledged, closed: () => open.delete(end) });
      open.add(end);
      const hello = {
        type: 'hello',
        num_connections: open.size,
        debug_info: { host: 'sandbox', approximate_connection_time: 3_600 },
        connection_info: { app_id: bot.app_id },
      };
      end.send(JSON.stringify(hello));
    },
    deliver(sent, { answerWithinMs, retry }) {
      const [end] = open;
      if (!end) return null;
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<SlackAnswer>();
      const late = setTimeout(() => resolve(answerOf(null, '', 'http_timeout')), answerWithinMs);
      waiting.set(id, (payload) => resolve(answerOf(200, payload === undefined ? '' : JSON.stringify(payload), null)));
      end.send(JSON.stringify({ envelope_id: id, ...envelopeOf(sent), ...(sent.path === 'events' && retryOf(retry)) }));
      return promise.finally(() => {
        clearTimeout(late);
        waiting.delete(id);
      });
    },
    close() {
      for (const end of open) end.close();
    },
  };
}

const answerOf = (status: SlackAnswer['status'], body: string, failure: SlackAnswer['failure']): SlackAnswer => ({
  status,
  body,
  failure,
  isNoRetry: false,
});

const retryOf = (retry: Retry | null) => ({
  retry_attempt: retry?.attempt ?? 0,
  retry_reason: retry?.reason ?? '',
});

/** The same content as by HTTP, without its wrapping. */
function envelopeOf({ path, body }: Sent): Record<string, unknown> {
  if (path === 'events') return { type: 'events_api', accepts_response_payload: false, payload: JSON.parse(body) };
  const form = new URLSearchParams(body);
  return path === 'commands'
    ? { type: 'slash_commands', accepts_response_payload: true, payload: Object.fromEntries(form) }
    : { type: 'interactive', accepts_response_payload: true, payload: JSON.parse(form.get('payload') ?? '{}') };
}
