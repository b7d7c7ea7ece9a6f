/** A mail server that takes everything and remembers only what came when: a process of its own, as in life. */
import { SMTPServer } from 'smtp-server';
import type { SinkReport } from '../smtp-sink.ts';

const headBytes = 8_192;
/** news to our own people, besides, counts for nothing */
const meantDomain = '@nine.example';
const times = new Map<string, number>();
let lastAt = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData(stream, session, done) {
    const isMeant = session.envelope.rcptTo.some(({ address }) => address.endsWith(meantDomain));
    let head = '';
    stream.on('data', (chunk: Buffer) => {
      if (head.length < headBytes) head += chunk.toString('latin1');
    });
    stream.on('end', () => {
      if (!isMeant) return done(null, 'taken');
      const id = /^message-id:\s*<([^>]+)>/im.exec(head)?.[1] ?? `without an id ${times.size}`;
      times.set(id, (times.get(id) ?? 0) + 1);
      lastAt = Date.now();
      done(null, 'taken');
    });
  },
});

server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});
process.on('message', (ask) => {
  const report: SinkReport = { count: times.size, doubles: [...times.values()].filter((n) => n > 1).length, lastAt };
  process.send?.(report);
  if (ask === 'forget') times.clear();
});
process.on('disconnect', () => process.exit(0));
