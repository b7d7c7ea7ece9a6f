/** What comes in wrong, and what happens while others are away, as people see it. */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signatureHeader, signHubSpotRequest, timestampHeader } from '../../integrations/hubspot/signature.ts';
import { useBrowser, type Visit } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { linkIn, type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, type OnboardingView, readyDeal, signInAs } from '../support/story.ts';
import { toldTo } from '../support/told.ts';
import { until } from '../support/until.ts';

const { visit } = useBrowser();
const secret = 'a-secret-of-the-tests-alone-0123456789';
const lena = 'lena@harborbooks.example';

let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let desk: Visit;
let onboarding: OnboardingView;
let database: pg.Client;

beforeAll(async () => {
  instance = await startInstance({ GANGWAY_SECRET: secret });
  sandbox = sandboxOf(instance.url);
  database = new pg.Client(instance.databaseUrl);
  await database.connect();
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  desk = await visit();
  const [name = '', value = ''] = mira.cookie.split('=');
  await desk.context.addCookies([{ name, value, url: instance.url }]);
  const { id } = await sandbox.createDeal(readyDeal('Harbor Books', 'harborbooks.example'));
  await sandbox.moveDeal(id, 'won');
  onboarding = await mira.onboardingOf('Harbor Books', 'draft');
  await mira.does('publish', onboarding.id, {});
  await sandbox.forwardTo(`${await sandbox.day(1)}T12:00:00Z`);
});
afterAll(async () => {
  await database?.end();
  await instance?.stop();
});

const sees = (text: string | RegExp) =>
  expect(desk.page.getByText(text).filter({ visible: true }).first().waitFor()).resolves.toBeUndefined();
const stored = async (sql: string): Promise<number> =>
  Number((await database.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]?.n);

it('takes no notice of a scanner that fetches every link of a mail', async () => {
  const mail = await sandbox.mailTo(lena, /Tell us what/);
  const before = await mira.onboarding(onboarding.id);
  await sandbox.scan(mail.id);
  for (const { url } of mail.links)
    for (const method of ['GET', 'HEAD']) expect((await fetch(url, { method })).status).toBe(200);
  expect(await mira.onboarding(onboarding.id)).toEqual(before);
});

it('offers a new link where one has expired', async () => {
  const old = linkIn(await sandbox.mailTo(lena, /Tell us what/), /\/t\//);
  await database.query(`UPDATE task_links SET expires_at = now() - interval '1 minute'`);
  const { page, context } = await visit({ width: 360, height: 740, isPhone: true });
  await page.goto(old);
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
  const before = new Set((await sandbox.mailsTo(lena)).map(({ id }) => id));
  await page.getByRole('button', { name: 'Send me a new link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const renewed = await until('a mail with a new link', async () =>
    (await sandbox.mailsTo(lena)).find(({ id }) => !before.has(id)),
  );
  await page.goto(linkIn(await sandbox.mail(renewed.id), /\/t\//));
  await expect(page.getByRole('button', { name: 'It is done' }).waitFor()).resolves.toBeUndefined();
  await context.close();
});

const deliver = (
  events: unknown,
  { by = clientSecret, atMs = Date.now(), sent = JSON.stringify(events), method = 'POST' } = {},
) => {
  const url = `${instance.url}/webhooks/hubspot`;
  const body = JSON.stringify(events);
  const signature = signHubSpotRequest({
    method: 'POST',
    publicUrl: url,
    rawBody: body,
    clientSecret: by,
    timestampMs: atMs,
  });
  return fetch(url, {
    method,
    headers: { 'content-type': 'application/json', [signatureHeader]: signature, [timestampHeader]: String(atMs) },
    ...(method === 'GET' ? {} : { body: sent }),
  });
};
// as the sandbox derives it
const clientSecret = createHmac('sha256', secret).update('sandbox:client-secret').digest('hex');
const event = (change: object = {}) => ({
  eventId: 1,
  subscriptionId: 2,
  portalId: 147_258_369,
  appId: 1_160_452,
  occurredAt: Date.now(),
  subscriptionType: 'deal.propertyChange',
  attemptNumber: 0,
  objectId: 1,
  propertyName: 'dealname',
  ...change,
});

it('refuses webhooks that are unsigned, altered, stale or of tomorrow, stores nothing and counts them', async () => {
  const inbox = await stored('inbox_events');
  const answers = await Promise.all([
    fetch(`${instance.url}/webhooks/hubspot`, { method: 'POST', body: '[]' }),
    deliver([event()], { by: 'another secret' }),
    deliver([event()], { sent: JSON.stringify([event({ objectId: 2 })]) }),
    deliver([event()], { atMs: Date.now() - 301_000 }),
    deliver([event()], { atMs: Date.now() + 301_000 }),
    deliver([event()], { method: 'GET' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toEqual(new Set(['']));
  expect(await stored('inbox_events')).toBe(inbox);
  const counted = await until('six counted refusals', async () => {
    const { rows } = await database.query<{ n: number }>(
      'SELECT coalesce(sum(count), 0)::int AS n FROM webhook_refusals',
    );
    return rows[0] && rows[0].n >= 6 ? rows[0].n : undefined;
  });
  expect(counted).toBe(6);
});

it('shows a person the one event that cannot be read, and takes the rest', async () => {
  const inbox = await stored('inbox_events');
  expect((await deliver([{ portalId: 147_258_369, nonsense: true }, event({ eventId: 77 })])).ok).toBe(true);
  expect(await stored('inbox_events')).toBe(inbox + 2);
  const { page } = desk;
  await page.goto(`${instance.url}/console/queue`);
  await sees('An event from HubSpot could not be read');
  const item = page.getByRole('listitem').filter({ hasText: 'could not be read' });
  await item.getByRole('button').first().click();
  await page.getByText('nonsense').first().waitFor();
});

it('stops where access is revoked, shows it everywhere, and goes on when a person says so', async () => {
  await sandbox.setFaults({ tokensRevoked: true });
  await completed('create-workspace');
  const { page } = desk;
  await page.goto(`${instance.url}/console`);
  await sees(/refuses our access since/);
  await sandbox.setFaults({});
  await page.getByRole('link', { name: 'See connections' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await sees('Going on; waiting values are written');
  await inTheCrm('3');
});

it('keeps what the CRM should learn while it is away, and catches up', async () => {
  await sandbox.setFaults({ rules: [{ kind: 'status', status: 503 }] });
  await completed('take-over-from-sales');
  await until('a value that waits', async () =>
    (await stored(`crm_values WHERE state = 'pending'`)) > 0 ? true : undefined,
  );
  await desk.page.goto(`${instance.url}/console/settings`);
  await sees('Values waiting');
  await sandbox.setFaults({});
  await inTheCrm('7');
});

const completed = async (name: string) => {
  const task = onboarding.tasks.find(({ key }) => key === name);
  await mira.does('complete', task?.id ?? '', {});
};
/** The CRM shows this progress in the end. */
const inTheCrm = async (progress: string) => {
  const deal = (await sandbox.deals()).find(({ companyName }) => companyName === 'Harbor Books');
  await expect
    .poll(async () => (await sandbox.deal(deal?.id ?? '')).properties['gangway_progress'], { timeout: 30_000 })
    .toBe(progress);
};

it('asks the next person where an address bounces, and tells the CSM', async () => {
  await sandbox.setMailFaults({ rules: [{ address: lena, kind: 'bounce' }] });
  await sandbox.forward(4);
  await toldTo(sandbox, colleagues.ana, /We cannot ask Lena Vogt/);
  await sandbox.forward(3);
  const asked = await sandbox.mailTo('samir@harborbooks.example', /Tell us what we need to know/);
  expect(asked.subject).not.toBe('');
});
