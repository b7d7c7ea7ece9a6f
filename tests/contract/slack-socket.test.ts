import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { createSlackSocket, type SlackSocket } from '../../integrations/slack/socket.ts';

/** RFC 6455, as much as Slack's end of a socket needs here: short frames of text. */
const frame = (text: string): Buffer => {
  const data = Buffer.from(text);
  const length = data.length < 126 ? [data.length] : [126, data.length >> 8, data.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length]), data]);
};
const unframe = (data: Buffer): string => {
  const short = (data[1] ?? 0) & 127;
  const at = short === 126 ? 4 : 2;
  const mask = data.subarray(at, at + 4);
  const length = short === 126 ? data.readUInt16BE(2) : short;
  return Buffer.from(
    data.subarray(at + 4, at + 4 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  ).toString();
};

let server: Server;
let socket: SlackSocket;
let link: Duplex | undefined;
afterEach(async () => {
  await socket.stop();
  link?.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** @returns what our end acknowledged, until as many answers as were promised */
async function exchange(
  envelopes: Record<string, unknown>[],
  onEvent: Parameters<typeof createSlackSocket>[0]['onEvent'],
) {
  const answers: string[] = [];
  const errors: unknown[] = [];
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${portOf()}/link` }));
  });
  const portOf = (): number => addressOf(server).port;
  server.on('upgrade', (request, stream: Duplex) => {
    link = stream;
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.write(frame(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: {}, debug_info: {} })));
    stream.on('data', (data: Buffer) => ((data[0] ?? 0) & 15) === 1 && answers.push(unframe(data)));
    stream.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let handled = 0;
  socket = createSlackSocket({
    appToken: 'xapp-1',
    apiUrl: `http://127.0.0.1:${portOf()}/api/`,
    onEvent: async (...given) => {
      await onEvent(...given).finally(() => (handled += 1));
    },
    onError: (error) => errors.push(error),
  });
  await socket.start();
  for (const envelope of envelopes) link?.write(frame(JSON.stringify(envelope)));
  await expect.poll(() => handled).toBe(envelopes.length);
  await expect.poll(() => answers.length + errors.length).toBe(envelopes.length);
  return { answers: answers.map((text): unknown => JSON.parse(text)), errors };
}

const addressOf = (listening: Server): AddressInfo => {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address;
};

const event = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: { type: 'app_uninstalled' } };

it('reads what comes by the socket like what comes by HTTP, and acknowledges when it is stored', async () => {
  const read: unknown[] = [];
  const { answers } = await exchange(
    [{ envelope_id: 'e1', type: 'events_api', payload: event }],
    async (one, acknowledge) => {
      read.push(one);
      await acknowledge(null);
    },
  );
  expect(read).toEqual([
    { result: 'read', dedupeKey: 'event:Ev1', incoming: { kind: 'event', type: 'app_uninstalled', teamId: 'T1' } },
  ]);
  expect(answers).toMatchObject([{ envelope_id: 'e1' }]);
});

it('says what is wrong in a modal within its acknowledgement', async () => {
  const payload = {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    view: { id: 'V1', callback_id: 'snooze' },
  };
  const wrong = { response_action: 'errors', errors: { date: 'no' } };
  const envelope = { envelope_id: 'v1', type: 'interactive', accepts_response_payload: true, payload };
  const { answers } = await exchange([envelope], (_, acknowledge) => acknowledge(wrong));
  expect(answers).toEqual([{ envelope_id: 'v1', payload: wrong }]);
});

it('acknowledges nothing that could not be stored: Slack sends it again', async () => {
  const envelope = { envelope_id: 'e1', type: 'events_api', payload: event };
  const { answers, errors } = await exchange([envelope], () => Promise.reject(new Error('the database is away')));
  expect([answers, errors]).toEqual([[], [expect.objectContaining({ message: 'the database is away' })]]);
});
