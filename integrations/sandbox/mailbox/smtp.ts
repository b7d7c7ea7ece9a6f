/** A mail server on loopback that takes everything for everybody, unless it is told to fail. */
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { SandboxMailFault } from '../../../src/contracts/sandbox/mailbox.ts';
import type { MailFaults } from './mail-faults.ts';

export interface SmtpOptions {
  user: string;
  password: string;
  port: number;
  faults: MailFaults;
  counted(what: 'connections' | 'refused' | 'deferred' | 'dropped'): void;
  received(raw: Buffer, envelope: { from: string; to: string[] }): Promise<void>;
  onError(error: Error): void;
}

const maxSize = 20 * 1024 * 1024;

export class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

export async function startSmtp({
  user,
  password,
  port,
  faults,
  counted,
  received,
  onError,
}: SmtpOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Map<number, Socket>();
  const refusing: SandboxMailFault['kind'][] = ['refuse', 'policy', 'defer'];
  const refusal = (rule: SandboxMailFault): SmtpRefusal => {
    counted(rule.kind === 'defer' ? 'deferred' : 'refused');
    if (rule.kind === 'defer') return new SmtpRefusal(451, '4.3.0 Try again later');
    return rule.kind === 'policy'
      ? new SmtpRefusal(550, '5.7.1 Not allowed by the policy of the receiving organisation')
      : new SmtpRefusal(550, '5.1.1 The email account that you tried to reach does not exist');
  };
  const server = new SMTPServer({
    name: 'mail.sandbox.example',
    banner: 'Gangway sandbox',
    size: maxSize,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 500,
    onConnect(_session, done) {
      counted('connections');
      done();
    },
    onAuth(auth, _session, done) {
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(new SmtpRefusal(535, '5.7.8 Authentication failed'));
    },
    onRcptTo({ address }, _session, done) {
      const rule = faults.take([address], refusing, 'rcpt');
      if (rule) done(refusal(rule));
      else done();
    },
    onData(stream, session, done) {
      callbackify(take)(stream, session, (error) => done(error));
    },
  });

  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const raw = Buffer.concat(await Array.fromAsync(stream, (chunk) => Buffer.from(chunk)));
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    const slow = faults.take(to, ['slow']);
    if (slow) await sleep(slow.delayMs);
    const rule = faults.take(to, refusing, 'data');
    if (rule) throw refusal(rule);
    await received(raw, { from, to });
    if (!faults.take(to, ['drop'])) return;
    // the mail is here, and the sender will never know
    counted('dropped');
    sockets.get(session.remotePort)?.destroy();
  };

  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  server.on('error', onError);
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await listening;
  server.server.off('error', reject);
  const address: AddressInfo | string | null = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox mail server has no port');
  return {
    port: address.port,
    async stop() {
      const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
      server.close(() => onClosed());
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}
