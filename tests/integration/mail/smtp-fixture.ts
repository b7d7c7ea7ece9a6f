/** A real SMTP server that takes mails, refuses, or goes away where a test tells it to. */
import type { Socket } from 'node:net';
import { portOf } from './port-of.ts';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import type { MailConfig } from '../../../src/config/config.ts';
import type { OutgoingMail } from '../../../integrations/ports-mail.ts';

export interface Delivery {
  raw: string;
  from: string;
  to: string[];
}
export type Fault =
  | { at: 'rcpt' | 'data' | 'mail' | 'auth'; code: number; text: string }
  /** the connection is cut: before DATA, in the middle of it, or after it was taken and before the answer */
  | { at: 'cut_before_data' | 'cut_in_data' | 'cut_after_data' };

export interface TestMailServer {
  url: string;
  deliveries: Delivery[];
  /** applied to the next mails, one each; then all goes well */
  faults: Fault[];
  close(): Promise<void>;
}

const refusal = (fault: { code: number; text: string }): Error =>
  Object.assign(new Error(fault.text), { responseCode: fault.code });

export async function startMailServer(): Promise<TestMailServer> {
  const deliveries: Delivery[] = [];
  const faults: Fault[] = [];
  const sockets = new Set<Socket>();
  let current: Fault | undefined;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth(_auth, _session, done) {
      const fault = faults[0];
      if (fault?.at !== 'auth') return done(null, { user: 'gangway' });
      faults.shift();
      done(refusal(fault));
    },
    onMailFrom(_address, _session, done) {
      current = faults.shift();
      done(current?.at === 'mail' ? refusal(current) : null);
    },
    onRcptTo(_address, _session, done) {
      if (current?.at === 'cut_before_data') return cut();
      done(current?.at === 'rcpt' ? refusal(current) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      if (current?.at === 'cut_in_data') return cut();
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (current?.at === 'data') return done(refusal(current));
        const { mailFrom, rcptTo } = session.envelope;
        deliveries.push({
          raw: Buffer.concat(chunks).toString('utf8'),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((address: SMTPServerAddress) => address.address),
        });
        if (current?.at === 'cut_after_data') return cut();
        done(null, 'OK: queued as 4711');
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = portOf(server.server);
  return {
    url: `smtp://gangway:secret@127.0.0.1:${port}`,
    deliveries,
    faults,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}

export const mailConfig = (smtpUrl: string): MailConfig => ({
  smtpUrl,
  from: 'onboarding@vendor.example',
  fromName: 'Vendor',
  bounceDomain: 'bounces.vendor.example',
  bounceSecret: 'bounce-secret-of-16',
  tracksOpens: false,
  isPostmark: false,
  dkim: null,
});

export const outgoingMail = (change: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: '0190d3f0-0000-7000-8000-000000000001',
  to: { name: 'Ana Díaz', address: 'ana@customer.example' },
  subject: 'Due Friday: security questionnaire',
  html: '<p>Hello Ana</p>',
  text: 'Hello Ana',
  replyTo: { name: 'Cem', address: 'cem@vendor.example' },
  threadKey: 'onboarding.person',
  unsubscribeUrl:
    'https://gangway.vendor.example/api/v1/unsubscribe/abcdefghijklmnopqrstuvwxyz0123456789_-abcdefghijklmnopqrstuvwxyz0123456789',
  ...change,
});
