import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createClamav } from '../../integrations/clamav/client.ts';

let server: Server | null = null;
afterEach(() => void server?.close());

/** Speaks clamd's INSTREAM: chunks with their length before them, a zero at the end. */
async function clamd(verdict: (content: Buffer) => string | null) {
  server = createServer((socket) => {
    let seen = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      seen = Buffer.concat([seen, data]);
      const command = 'zINSTREAM\0';
      if (!seen.subarray(0, command.length).equals(Buffer.from(command))) return;
      const chunks: Buffer[] = [];
      for (let at = command.length; at + 4 <= seen.length;) {
        const length = seen.readUInt32BE(at);
        if (length === 0) {
          const answer = verdict(Buffer.concat(chunks));
          if (answer === null) socket.destroy();
          else socket.end(`${answer}\0`);
          return;
        }
        chunks.push(seen.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return createClamav({ host: '127.0.0.1', port: address.port });
}

it('sends the whole file and reads what was found', async () => {
  const file = Buffer.alloc(200_000, 'x');
  const scanner = await clamd((content) =>
    content.equals(file) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK',
  );
  expect(await scanner.scan(file)).toEqual({ isClean: false, found: 'Eicar-Test-Signature' });
  expect(await scanner.scan(Buffer.from('harmless'))).toEqual({ isClean: true, found: null });
});

it.each([
  ['refuses', 'INSTREAM size limit exceeded. ERROR'],
  ['goes away', null],
])('never takes a file for clean when clamd %s', async (_, answer) => {
  const scanner = await clamd(() => answer);
  await expect(scanner.scan(Buffer.from('x'))).rejects.toMatchObject({ code: 'scanner_unavailable' });
});

it('says so when nobody answers', async () => {
  const scanner = createClamav({ host: '127.0.0.1', port: 1 });
  await expect(scanner.scan(Buffer.from('x'))).rejects.toMatchObject({ code: 'scanner_unavailable' });
  expect(await scanner.check()).toMatchObject([{ ok: false }]);
});
