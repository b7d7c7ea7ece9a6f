/** What people do in Slack, in a browser: it is done everywhere, and Slack shows how things stand. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf, sidewaysOf, useBrowser, type Visit } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, readyDeal, signInAs } from '../support/story.ts';
import { allToldTo, toldTo } from '../support/told.ts';

const { visit } = useBrowser();
const company = 'Harbor Books';
const priya = { name: 'Priya Nair', email: 'priya.nair@northwind-crm.example' };
/** what may have been posted is looked for a minute later, in real time */
const longestLookUpMs = 100_000;

let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let desk: Visit;
let slack: Page;
let onboardingId: string;

beforeAll(async () => {
  instance = await startInstance();
  sandbox = sandboxOf(instance.url);
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  desk = await visit();
  slack = desk.page;
  const [name = '', value = ''] = mira.cookie.split('=');
  await desk.context.addCookies([{ name, value, url: instance.url }]);
  const { id } = await sandbox.createDeal(readyDeal(company, 'harborbooks.example'));
  await sandbox.moveDeal(id, 'won');
  onboardingId = (await mira.onboardingOf(company, 'draft')).id;
  await mira.does('publish', onboardingId, {});
  await sandbox.forward(3);
  await slack.goto(`${instance.url}/sandbox?show=slack`);
});
afterAll(() => instance?.stop());

const seeAs = async (name: string) => {
  await slack.getByRole('button', { name: /See Slack as/ }).click();
  await slack.getByRole('option', { name }).click();
};
const go = (place: 'Home' | 'Messages' | 'Channels') =>
  slack.getByRole('group', { name: 'Where in Slack' }).getByRole('button', { name: place }).click();
const said = (text: string | RegExp): Locator => slack.getByRole('listitem').filter({ hasText: text });
const modal = (): Locator => slack.getByRole('dialog');
const sees = (where: Locator) => expect(where.filter({ visible: true }).first().waitFor()).resolves.toBeUndefined();
const gone = (where: Locator) => expect(where.waitFor({ state: 'detached' })).resolves.toBeUndefined();
const send = async (text: string) => {
  await slack.getByLabel(/a command, or a link/).fill(text);
  await slack.getByRole('button', { name: 'Send' }).click();
};
const taskOf = async (key: string) => {
  const task = (await mira.onboarding(onboardingId)).tasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no task ${key}`);
  return task;
};

it('is done by a press, in the console as well, and the message says so in its place', async () => {
  await toldTo(sandbox, colleagues.jonas, /Create the workspace/);
  await seeAs('Jonas Weber');
  const message = said('Create the workspace');
  await message.getByRole('button', { name: 'Done' }).click();
  await sees(message.filter({ hasText: 'Done by Jonas Weber' }).filter({ hasText: 'edited' }));
  expect(await message.getByRole('button', { name: 'Done' }).count()).toBe(0);
  expect(
    await slack
      .getByRole('region', { name: /messages to Jonas/ })
      .getByRole('listitem')
      .count(),
  ).toBe(1);
  const { id, status } = await taskOf('create-workspace');
  expect(status).toBe('done');
  const console = await desk.context.newPage();
  await console.goto(`${instance.url}/console/onboardings/${onboardingId}?task=${id}`);
  await sees(console.getByRole('dialog').getByText(/Done/));
  await console.close();
});

it('is snoozed by a modal, which asks until when', async () => {
  await seeAs('Ana Sousa');
  const message = said('Take over from sales');
  await message.getByRole('group', { name: 'Take over from sales' }).getByRole('button', { name: 'Snooze' }).click();
  await sees(modal().getByText('Take over from sales'));
  await modal().getByRole('button', { name: 'Snooze' }).click();
  await sees(modal().getByText('Please choose a day'));
  expect(await findingsOf(slack)).toEqual([]);
  await modal().getByRole('button', { name: /Until/ }).click();
  await slack.getByRole('option', { name: 'In three days' }).click();
  await modal().getByRole('button', { name: 'Snooze' }).click();
  await gone(modal());
  await sees(message.filter({ hasText: 'Snoozed until' }));
  expect((await taskOf('take-over-from-sales')).snoozedUntil).not.toBeNull();
});

it('answers its command to whoever asked, and to nobody else', async () => {
  await send('/gangway status harbor');
  const answer = said(/only visible to you/).filter({ hasText: `${company} – active` });
  await sees(answer);
  await seeAs('Jonas Weber');
  await sees(said('Create the workspace'));
  expect(await answer.count()).toBe(0);
});

it('shows a home with one’s tasks, and a link unfolded where it is posted', async () => {
  await seeAs('Ana Sousa');
  await go('Home');
  const home = slack.getByRole('region', { name: 'Home of Ana Sousa' });
  await sees(home.getByRole('heading', { name: 'Your onboardings' }));
  await sees(home.getByText('Take over from sales'));
  await go('Channels');
  await send(`${instance.url}/console/onboardings/${onboardingId}`);
  await sees(said(onboardingId).filter({ hasText: `${company} – active` }));
});

it('is good to read in the dark, on a narrow screen, and for a machine', async () => {
  const phone = await visit({ theme: 'dark', width: 320, height: 700 });
  await phone.page.goto(`${instance.url}/sandbox?show=slack`);
  for (const place of ['Messages', 'Channels', 'Home']) {
    await phone.page.getByRole('button', { name: place, exact: true }).click();
    await sees(phone.page.getByText(company));
    expect(await findingsOf(phone.page)).toEqual([]);
    expect(await sidewaysOf(phone.page)).toEqual([]);
  }
  expect(phone.complaints()).toEqual([]);
  await phone.context.close();
});

it('lets sales fill in the handoff', async () => {
  const poor = await sandbox.createDeal({ ...readyDeal('Pine & Stone', 'pine.example'), properties: {} });
  await sandbox.moveDeal(poor.id, 'won');
  const handoff = await mira.onboardingOf('Pine', 'handoff');
  await sandbox.forward(3);
  await toldTo(sandbox, priya.email, /Pine & Stone|Pine &amp; Stone/);
  await seeAs(priya.name);
  await said('Pine & Stone').getByRole('button', { name: 'Fill it in here' }).first().click();
  await sees(modal().getByText('What is still missing for Pine & Stone', { exact: false }));
  await modal().getByLabel('What did they buy it for?').fill('Fewer questions asked twice.');
  await modal().getByRole('button', { name: 'Save' }).click();
  await gone(modal());
  await expect
    .poll(async () => JSON.stringify((await mira.onboarding(handoff.id)).handoff))
    .toContain('Fewer questions asked twice.');
});

const switchAway = async (isAway: boolean) => {
  await slack.getByText('Is away').click();
  await expect.poll(() => slack.getByRole('checkbox', { name: 'Is away' }).isChecked()).toBe(isAway);
};
/** of a working day, when people are told */
const nextMorning = async (): Promise<string> => {
  const at = new Date(await sandbox.now());
  do at.setUTCDate(at.getUTCDate() + 1);
  while ([0, 6].includes(at.getUTCDay()));
  return `${at.toISOString().slice(0, 10)}T10:00:00Z`;
};

it('loses nothing while Slack is away for an hour', async () => {
  for (const key of ['take-over-from-sales', 'invite-to-kickoff', 'fill-intake'])
    await mira.does('complete', (await taskOf(key)).id, {});
  await switchAway(true);
  const since = await sandbox.now();
  const told = async () =>
    (await allToldTo(sandbox, colleagues.ana)).filter(
      ({ at, text }) => at >= since && text.includes('Kickoff meeting'),
    );
  await sandbox.forwardTo(await nextMorning());
  await sandbox.forward(1 / 24);
  expect(await told()).toEqual([]);
  await switchAway(false);
  await expect.poll(told, { timeout: longestLookUpMs }).toHaveLength(1);
  await seeAs('Ana Sousa');
  await go('Messages');
  // one day later where the plan began on a Sunday
  await sees(said('Kickoff meeting').filter({ hasText: /Was due|Due today/ }));
  expect(desk.complaints()).toEqual([]);
});
