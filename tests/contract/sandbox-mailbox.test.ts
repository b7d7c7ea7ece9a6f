import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import nodemailer, { type Transporter } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  sandboxBounceListSchema,
  sandboxMailCountersSchema,
  sandboxMailListSchema,
  sandboxMailSchema,
} from '../../src/contracts/sandbox/mailbox.ts';
import { createSandboxMailbox, type SandboxMailbox } from '../../integrations/sandbox/mailbox/index.ts';
import { listen, silent } from './sandbox-server.ts';

interface Reported {
  body: string;
  authorization: string | undefined;
  to: string | undefined;
}

let mailbox: SandboxMailbox;
let server: Awaited<ReturnType<typeof listen>>;
let transport: Transporter;
let smtpUrl: string;
let reported: Reported[];
let visited: string[];
let dir: string;

async function start(): Promise<void> {
  reported = [];
  visited = [];
  const app = express();
  app.post('/bounce', express.text({ type: () => true }), (request, response) => {
    reported.push({
      body: String(request.body),
      authorization: request.headers.authorization,
      to: request.get('x-envelope-to'),
    });
    response.sendStatus(204);
  });
  app.all('/t/:token', (request, response) => {
    visited.push(`${request.method} ${request.url}`);
    response.send('page');
  });
  server = await listen(app);
  mailbox = createSandboxMailbox({
    dir,
    user: 'gangway',
    password: 'p@ss/word',
    bounces: { url: `${server.url}/bounce`, secret: 'bounce-secret' },
    log: silent,
  });
  app.use('/control', mailbox.control);
  ({ smtpUrl } = await mailbox.start());
  transport = nodemailer.createTransport(smtpUrl);
}
async function stop(): Promise<void> {
  transport.close();
  await mailbox.stop();
  await server.close();
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailbox-'));
  await start();
});
afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
});

const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${server.url}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
};
const list = async (query = '') => sandboxMailListSchema.parse(await control('GET', `/mails${query}`)).mails;
const faults = (...rules: Record<string, unknown>[]): Promise<unknown> => control('PUT', '/faults', { rules });
const send = (to: string, more: Record<string, unknown> = {}) =>
  transport.sendMail({
    from: { name: 'Gangway für Nørthwind', address: 'hello@northwind.example' },
    to,
    subject: 'Due Friday: Sicherheitsfragebogen – Ümläute',
    messageId: '<gangway.0190@northwind.example>',
    envelope: { from: 'bounce+0190.abc@in.northwind.example', to },
    text: `Open it: ${server.url}/t/plain`,
    html: `<p>Hello <a href="${server.url}/t/abc?x=1&amp;y=2">Open <b>your task</b></a></p>`,
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    ...more,
  });
const refusal = async (
  sending: Promise<unknown>,
): Promise<{ code?: string | undefined; responseCode?: number | undefined }> => {
  const error: unknown = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  return z.object({ code: z.string().optional(), responseCode: z.number().optional() }).parse(error);
};

describe('the sandbox’s mailbox', () => {
  it('takes a mail and shows it as its reader would see it', async () => {
    await send('dana@harbor.example');
    const [summary] = await list();
    expect(summary).toMatchObject({
      from: 'Gangway für Nørthwind <hello@northwind.example>',
      to: ['dana@harbor.example'],
      subject: 'Due Friday: Sicherheitsfragebogen – Ümläute',
      messageId: '<gangway.0190@northwind.example>',
    });
    const mail = sandboxMailSchema.parse(await control('GET', `/mails/${summary?.id}`));
    expect(mail.envelope).toEqual({ from: 'bounce+0190.abc@in.northwind.example', to: ['dana@harbor.example'] });
    expect(mail.headers).toContainEqual({ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' });
    expect(mail.links).toEqual([
      { url: `${server.url}/t/abc?x=1&y=2`, label: 'Open your task' },
      { url: `${server.url}/t/plain`, label: `${server.url}/t/plain` },
    ]);
    expect(await (await fetch(`${server.url}/control/mails/${summary?.id}/raw`)).text()).toContain(
      'Message-ID: <gangway.0190@northwind.example>',
    );
  });

  it('lists the newest first, for one address if wanted, and forgets on command', async () => {
    await send('a@b.example', { subject: 'first' });
    await send('c@d.example', { subject: 'second' });
    expect((await list()).map(({ subject }) => subject)).toEqual(['second', 'first']);
    expect((await list('?to=A@B.example')).map(({ subject }) => subject)).toEqual(['first']);
    await control('DELETE', '/mails');
    expect(await list()).toEqual([]);
    await expect(control('GET', '/mails/nothing')).rejects.toThrow('404');
  });

  it('lets nobody in without the password', async () => {
    const { port } = new URL(smtpUrl);
    const stranger = nodemailer.createTransport({
      host: '127.0.0.1',
      port: Number(port),
      auth: { user: 'gangway', pass: 'guess' },
    });
    expect(await refusal(stranger.sendMail({ from: 'a@b.example', to: 'c@d.example', text: 'x' }))).toMatchObject({
      code: 'EAUTH',
      responseCode: 535,
    });
    const nameless = nodemailer.createTransport({ host: '127.0.0.1', port: Number(port) });
    expect(await refusal(nameless.sendMail({ from: 'a@b.example', to: 'c@d.example', text: 'x' }))).toMatchObject({
      responseCode: 530,
    });
    expect(await list()).toEqual([]);
  });

  it.each([
    ['refuses an address for good', { kind: 'refuse' }, 550],
    ['puts an address off', { kind: 'defer' }, 451],
    ['refuses the mail itself', { kind: 'refuse', at: 'data' }, 550],
    ['refuses by policy', { kind: 'policy' }, 550],
    ['puts the mail off', { kind: 'defer', at: 'data' }, 451],
  ])('%s, and takes the others', async (_name, rule, responseCode) => {
    await faults({ ...rule, address: 'trouble@b.example' });
    expect(await refusal(send('trouble@b.example'))).toMatchObject({ responseCode });
    await send('fine@b.example');
    expect((await list()).map(({ to }) => to)).toEqual([['fine@b.example']]);
  });

  it('cuts the connection after the mail was taken, as often as it is told', async () => {
    await faults({ kind: 'drop', times: 1 });
    expect((await refusal(send('a@b.example'))).responseCode).toBeUndefined();
    expect(await list()).toHaveLength(1);
    await send('a@b.example');
    expect(await list()).toHaveLength(2);
    expect(sandboxMailCountersSchema.parse(await control('GET', '/counters'))).toMatchObject({
      accepted: 2,
      dropped: 1,
    });
  });

  it('can be slow', async () => {
    await faults({ kind: 'slow', delayMs: 150 });
    const startedAt = performance.now();
    await send('a@b.example');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
  });

  it('takes a mail and sends it back to the envelope’s sender', async () => {
    await faults({ kind: 'bounce', address: 'gone@b.example' });
    await send('gone@b.example');
    await expect.poll(() => reported.length).toBe(1);
    const [report] = reported;
    expect(report).toMatchObject({ authorization: 'Bearer bounce-secret', to: 'bounce+0190.abc@in.northwind.example' });
    for (const line of [
      'To: <bounce+0190.abc@in.northwind.example>',
      'report-type=delivery-status',
      'Auto-Submitted: auto-replied',
      'Final-Recipient: rfc822; gone@b.example',
      'Action: failed',
      'Status: 5.1.1',
      'Message-ID: <gangway.0190@northwind.example>',
    ]) {
      expect(report?.body).toContain(line);
    }
    await expect
      .poll(async () => sandboxBounceListSchema.parse(await control('GET', '/bounces')).bounces)
      .toMatchObject([
        { recipient: 'gone@b.example', sentTo: 'bounce+0190.abc@in.northwind.example', status: 204, error: null },
      ]);
  });

  it('sends a mail back later on command, and never reports to nobody', async () => {
    await send('a@b.example');
    const [mail] = await list();
    expect(await control('POST', `/mails/${mail?.id}/bounce`)).toMatchObject({ recipient: 'a@b.example', status: 204 });
    await send('a@b.example', { envelope: { from: '', to: 'a@b.example' } });
    const [fromNobody] = await list();
    await control('POST', `/mails/${fromNobody?.id}/bounce`);
    expect(reported).toHaveLength(1);
  });

  it('visits the links of this machine as a mail scanner does, and no others', async () => {
    await send('a@b.example', {
      html: `<a href="${server.url}/t/abc">Open</a> <a href="https://elsewhere.example/x">Else</a>`,
      text: 'x',
    });
    const [mail] = await list();
    expect(await control('POST', `/mails/${mail?.id}/scan`)).toEqual({
      scanned: [{ url: `${server.url}/t/abc`, head: 200, get: 200 }],
    });
    expect(visited).toEqual(['HEAD /t/abc', 'GET /t/abc']);
  });

  it('keeps its mails over a restart', async () => {
    await send('a@b.example', { subject: 'kept' });
    await stop();
    await start();
    expect((await list()).map(({ subject }) => subject)).toEqual(['kept']);
  });
});
