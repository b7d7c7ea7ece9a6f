/** The whole way of one customer, as the people in it see it: sales, our team, the customer on a phone, the CRM. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { addMonths } from '../../src/domain/local-date.ts';
import { sidewaysOf, useBrowser, type Visit } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { answerIntake } from '../support/intake-form.ts';
import { linkIn, type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, contractStartOn, readyDeal, signInAs } from '../support/story.ts';
import { toldTo } from '../support/told.ts';

const { visit } = useBrowser();
const company = 'Harbor Books';
const lena = 'lena@harborbooks.example';

let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let desk: Visit;
let page: Page;
let onboardingId: string;

beforeAll(async () => {
  instance = await startInstance();
  sandbox = sandboxOf(instance.url);
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  desk = await visit();
  ({ page } = desk);
});
afterAll(() => instance?.stop());

const open = (path: string) => page.goto(`${instance.url}${path}`);
const sees = (text: string | RegExp, on: Page = page) =>
  expect(on.getByText(text).filter({ visible: true }).first().waitFor()).resolves.toBeUndefined();
const press = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name }).first().click();
const taskOf = async (key: string) => {
  const task = (await mira.onboarding(onboardingId)).tasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no task ${key}`);
  return task;
};

it('lets a colleague in by the link in a mail', async () => {
  await open('/sign-in');
  await page.getByLabel('Email').fill(colleagues.ana);
  await press('Send me a link');
  await sees('Look into your mail');
  await page.goto(linkIn(await sandbox.mailTo(colleagues.ana, /Sign in/), /sign-in/));
  await press('Sign in');
  await page.waitForURL('**/console');
  await sees('Portfolio');
});

it('turns a won deal into a draft that shows without reloading', async () => {
  const complete = readyDeal(company, 'harborbooks.example');
  const { success_criteria: criteria, ...known } = complete.properties;
  await sandbox.createDeal({ ...complete, properties: known });
  const sales = await desk.context.newPage();
  await sales.goto(`${instance.url}/sandbox`);
  await press(/^Harbor Books/, sales);
  await sales
    .getByLabel(/success/i)
    .first()
    .fill(criteria);
  await press('Save in the CRM', sales);
  await sees('Saved in the CRM', sales);
  await press('Closed won', sales);
  await sees(/the webhook is on its way/, sales);
  await sales.close();
  await page.getByRole('link', { name: company }).click();
  await sees(`This plan is a draft: nobody at ${company} hears from us yet`);
  onboardingId = (await mira.onboardingOf(company, 'draft')).id;
});

it('says what a handoff lacks, who was asked, and why a renewal starts nothing', async () => {
  const poor = await sandbox.createDeal({ ...readyDeal('Pine & Stone', 'pine.example'), properties: {}, contacts: [] });
  const renewal = (await sandbox.deals()).find(({ name }) => name.startsWith('Bluebird Logistics'));
  await Promise.all([poor.id, renewal?.id ?? ''].map((id) => sandbox.moveDeal(id, 'won')));
  const { id } = await mira.onboardingOf('Pine', 'handoff');
  await open(`/console/onboardings/${id}`);
  await sees(/Priya Nair was asked/);
  await sees('What did they buy it for?');
  await sees('The deal has no contact with an email address, so there is nobody to invite.');
  await open('/console/queue');
  await sees(/Bluebird Logistics/);
  await sees(/a renewal or further business with them is no new onboarding/);
});

it('takes a change of a date, and is published', async () => {
  const { id } = await taskOf('create-workspace');
  const dueOn = await sandbox.day(4);
  await open(`/console/onboardings/${onboardingId}?task=${id}`);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /change/i })
    .last()
    .click();
  await page.getByRole('spinbutton').first().click();
  await page.keyboard.type(dueOn.split('-').toReversed().join(''));
  await press('Change the date');
  await expect.poll(async () => (await taskOf('create-workspace')).dueOn).toBe(dueOn);
  await open(`/console/onboardings/${onboardingId}`);
  await press('Publish plan');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish plan' }).click();
  await sees(`Published; ${company} gets a welcome`);
  expect(await sandbox.mailsTo('harborbooks.example')).toEqual([]);
  await sandbox.forwardTo(`${await sandbox.day(1)}T12:00:00Z`);
  const welcome = await sandbox.mailTo(lena, /Welcome aboard/);
  expect(welcome.text).toContain('Tell us what we need to know');
});

it('is answered on a phone, without a password', async () => {
  const phone = await visit({ width: 360, height: 740, isPhone: true });
  const on = phone.page;
  await on.goto(linkIn(await sandbox.mailTo(lena, /Welcome aboard/), /\/t\//));
  const something = async (what: string) => {
    await press('Something else', on);
    await on.getByRole('dialog').getByRole('button', { name: what }).click();
  };
  await sees('Tell us what we need to know', on);
  expect(await sidewaysOf(on)).toEqual([]);

  await something('I cannot: something is missing');
  await on.getByLabel('It waits for').fill('the list of users');
  await press('Say so', on);
  await sees('Good to know.', on);
  await press('Back to the task', on);
  await sees('Waits for the list of users', on);
  await press('It is there now', on);

  await on.getByLabel('Write to Ana Sousa').fill('You have it by Wednesday.');
  await on.getByRole('button', { name: 'Send', exact: true }).click();
  await sees('You have it by Wednesday.', on);

  await something('Remind me later');
  await press('Remind me then', on);
  await sees('Until then.', on);
  await press('Back to the task', on);

  await press('It is done', on);
  await sees('Send your answers first', on);
  // the page knows what was sent before it is told so
  const { promise: pressed, resolve: tell } = Promise.withResolvers<void>();
  await on.route('**/api/v1/task-links/*', (route) => pressed.then(() => route.continue()));
  await answerIntake(on);
  await press('It is done', on);
  tell();
  await on.getByRole('dialog').getByRole('button', { name: 'It is done' }).click();
  await sees('Thank you, Lena.', on);
  await sees('Kickoff meeting', on);
  expect(phone.complaints()).toEqual([]);
  await phone.context.close();
});

it('tells the next owner, reminds, announces the escalation and escalates', async () => {
  for (const key of ['take-over-from-sales', 'create-workspace', 'invite-to-kickoff'])
    await mira.does('complete', (await taskOf(key)).id, {});
  await sandbox.forward(1);
  await toldTo(sandbox, colleagues.ana, /You can start: Kickoff meeting/);
  for (const key of ['hold-kickoff', 'send-kickoff-notes']) await mira.does('complete', (await taskOf(key)).id, {});
  const late = await taskOf('name-first-team');
  await sandbox.forwardTo(`${late.dueOn ?? ''}T12:00:00Z`);
  await sandbox.mailTo(lena, /Due today/);
  await sandbox.forward(8);
  await sandbox.mailTo(lena, /Overdue/);
  await toldTo(sandbox, colleagues.ana, /Escalates next business day/);
  await sandbox.mailTo('samir@harborbooks.example', /Needs your help/);
  await open(`/console/onboardings/${onboardingId}/nudges`);
  await sees(/business days overdue: escalated/);
});

it('falls silent on hold and comes back', async () => {
  await open(`/console/onboardings/${onboardingId}`);
  await press('More actions');
  await page.getByRole('menuitem', { name: 'Put on hold' }).click();
  await page.getByLabel('Why').fill('They move offices');
  await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).click();
  await sees(/On hold since .*They move offices/);
  const before = (await sandbox.mailsTo('harborbooks.example')).length;
  await sandbox.forward(5);
  expect(await sandbox.mailsTo('harborbooks.example')).toHaveLength(before);
  await press('Resume');
  await sees('Resumed; open dates moved by the days on hold');
});

it('goes live, and the CRM learns it', async () => {
  await completeAll();
  await open(`/console/onboardings/${onboardingId}`);
  await press('Approve go-live');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve go-live' }).click();
  await sees(`${company} is live!`);
  await sandbox.forward(1);
  const [deal, renewal] = await Promise.all(
    [/Growth plan$/, /renewal/].map(async (name) => {
      const found = (await sandbox.deals()).find((one) => one.companyName === company && name.test(one.name));
      return sandbox.deal(found?.id ?? '');
    }),
  );
  expect(deal).toMatchObject({ stageLabel: 'Live', properties: { gangway_stage: 'live' } });
  expect(deal?.properties['gangway_go_live_date']).toMatch(/^20/);
  expect(deal?.properties['gangway_renewal_date']).toBe(addMonths(contractStartOn, 12));
  expect(Number(deal?.properties['gangway_health_baseline'])).toBeGreaterThan(0);
  expect(deal?.properties['gangway_health_baseline_reasons']).not.toBe('');
  expect(deal?.notes.map(({ properties }) => properties['hs_note_body']).join()).toContain('went live on');
  expect(deal?.tasks).toHaveLength(1);
  expect(renewal).toMatchObject({ stageLabel: 'Upcoming' });
  expect(deal?.company?.properties['gangway_customer_status']).toBe('live');
  await open(`/console/onboardings/${onboardingId}/ledger`);
  await sees(/The mapping wants “Live”, because the onboarding is live/);
});

it('is handed over, and looked at after 30 days', async () => {
  const liveAt = (await mira.onboarding(onboardingId)).liveAt;
  for (const days of [5, 5, 5, 5]) {
    await sandbox.forward(days);
    await completeReady();
  }
  await toldTo(sandbox, colleagues.ana, /Success handover/);
  const handover = (await mira.onboarding(onboardingId)).checkIns.find(({ kind }) => kind === 'success_handover');
  expect(handover?.state).toBe('open');
  await mira.does('complete-check-in', handover?.id ?? '', { note: 'Ana has it all' });
  await mira.onboardingOf(company, 'transitioned');
  await sandbox.forwardTo(new Date(Date.parse(liveAt ?? '') + 33 * 86_400_000).toISOString());
  await toldTo(sandbox, colleagues.ana, /Check-in with Harbor Books, 30 days after go-live/);
  await open(`/console/onboardings/${onboardingId}`);
  await sees('Check-in after 30 days');
  expect(desk.complaints()).toEqual([]);
});

async function completeReady(): Promise<number> {
  const { tasks } = await mira.onboarding(onboardingId);
  const ready = tasks.filter(({ isReady, status }) => isReady && (status === 'pending' || status === 'in_progress'));
  for (const { id } of ready) await mira.does('complete', id, {});
  return ready.length;
}

async function completeAll(): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const count = await completeReady();
    if ((await mira.onboarding(onboardingId)).goLive.isReady) return;
    if (count === 0) await sandbox.toNext();
  }
  throw new Error(`Go-live waits for ${(await mira.onboarding(onboardingId)).goLive.missing.join(', ')}`);
}
