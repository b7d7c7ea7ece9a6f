/** Every room in both themes and on a narrow screen: nothing for axe, no sideways scrolling, a quiet console. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf, sidewaysOf, useBrowser, type Visit } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { answerIntake } from '../support/intake-form.ts';
import { linkIn, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, readyDeal, signInAs } from '../support/story.ts';

const pictures = join(import.meta.dirname, 'screenshots', 'actual');
const { visit } = useBrowser();

let instance: Instance;
let mira: Colleague;
let rooms: Room[];

interface Room {
  name: string;
  path: string;
  /** what stands there when it is loaded */
  shows: string | RegExp;
  /** what the browser itself says about answers that belong to this room */
  complaint?: RegExp;
  then?: (page: Page) => Promise<void>;
}

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  instance = await startInstance();
  const { url } = instance;
  const sandbox = sandboxOf(url);
  mira = await signInAs(url, sandbox, colleagues.mira);

  const [busy, draft, poor] = await Promise.all([
    sandbox.createDeal(readyDeal('Harbor Books', 'harborbooks.example')),
    sandbox.createDeal(readyDeal('Aurora Sailing Supplies', 'aurora.example')),
    sandbox.createDeal({ ...readyDeal('Pine & Stone', 'pinestone.example'), properties: {}, contacts: [] }),
  ]);
  for (const { id } of [busy, draft, poor]) await sandbox.moveDeal(id, 'won');
  const { id, tasks } = await mira.onboardingOf('Harbor Books', 'draft');
  await mira.onboardingOf('Aurora', 'draft');
  const unfinished = await mira.onboardingOf('Pine', 'handoff');
  await mira.does('publish', id, {});
  await sandbox.forward(3);
  const task = tasks.find(({ key }) => key === 'fill-intake');
  const internal = tasks.find(({ key }) => key === 'create-workspace');
  if (!task || !internal) throw new Error('the standard playbook has these tasks');
  const expectedOn = await sandbox.day(2);
  await mira.does('block', internal.id, { what: 'The region of the contract', side: 'team', expectedOn });
  await mira.does('comment', task.id, { body: 'We help with the data question on the phone.', visibility: 'shared' });
  const mail = await sandbox.mailTo('lena@harborbooks', /Tell us what/);
  const base = `/console/onboardings/${id}`;
  rooms = [
    { name: 'sign-in', path: '/sign-in', shows: 'Send me a link', complaint: /401/ },
    { name: 'portfolio', path: '/console', shows: 'Harbor Books' },
    { name: 'queue', path: '/console/queue', shows: /Pine & Stone/ },
    { name: 'playbooks', path: '/console/playbooks', shows: 'Standard mid-market' },
    { name: 'playbook', path: '/console/playbooks/standard-mid-market', shows: 'Kickoff meeting' },
    { name: 'ladders', path: '/console/playbooks/standard-mid-market?view=ladders', shows: 'Who goes by which ladder' },
    { name: 'trial', path: '/console/playbooks/standard-mid-market?view=try', shows: 'Who owns the task' },
    { name: 'my-tasks', path: '/console/tasks', shows: 'My tasks' },
    { name: 'ledger', path: '/console/ledger', shows: /gangway/ },
    { name: 'dead-letters', path: '/console/ledger?view=dead', shows: /Nothing has failed/ },
    { name: 'mapping', path: '/console/settings/mapping', shows: /No field is mapped yet/ },
    { name: 'mapping-stages', path: '/console/settings/mapping?part=stages', shows: /stages are left alone/ },
    { name: 'mapping-versions', path: '/console/settings/mapping?part=versions', shows: /no version yet/ },
    { name: 'aboard', path: '/console/settings/aboard', shows: /Nothing was looked through yet/ },
    { name: 'connections', path: '/console/settings', shows: /HubSpot/ },
    { name: 'people', path: '/console/settings/people', shows: 'Jonas Weber' },
    { name: 'api-keys', path: '/console/settings/api-keys', shows: /key/i },
    { name: 'plan', path: base, shows: 'Kickoff meeting' },
    { name: 'blockers', path: `${base}/blockers`, shows: 'The region of the contract' },
    { name: 'integrations', path: `${base}/integrations`, shows: /integration/i },
    { name: 'onboarding-people', path: `${base}/people`, shows: 'Lena Vogt' },
    { name: 'nudges', path: `${base}/nudges`, shows: 'Lena Vogt' },
    { name: 'onboarding-ledger', path: `${base}/ledger`, shows: /plan was published/i },
    { name: 'story', path: `${base}/story`, shows: /plan was published/i },
    { name: 'task-panel', path: `${base}?task=${task.id}`, shows: /Ten minutes/ },
    { name: 'handoff', path: `/console/onboardings/${unfinished.id}`, shows: 'What did they buy it for?' },
    { name: 'sandbox', path: '/sandbox', shows: 'Closed won' },
    { name: 'sandbox-salesforce', path: '/sandbox?crm=salesforce', shows: 'Meridian Rail – Enterprise' },
    { name: 'sandbox-slack', path: '/sandbox?show=slack', shows: 'You get this because of your role' },
    { name: 'task', path: new URL(linkIn(mail, /\/t\//)).pathname, shows: 'It is done' },
    { name: 'unsubscribe', path: new URL(linkIn(mail, /\/u\//)).pathname, shows: /mail/i },
    { name: 'not-found', path: '/console/nowhere', shows: /not/i },
    { name: 'nowhere', path: '/nowhere', shows: 'There is nothing at this address', complaint: /404/ },
    { name: 'wrong-link', path: `/t/${'a'.repeat(32)}`, shows: /no such link/, complaint: /404/ },
    { name: 'no-onboarding', path: `${base.slice(0, -4)}0000`, shows: /no such onboarding/, complaint: /404/ },
  ];
}, 120_000);
afterAll(() => instance?.stop());

it.each([
  { name: 'light', theme: 'light', width: 1280 },
  { name: 'dark', theme: 'dark', width: 1280 },
  { name: 'narrow', theme: 'light', width: 320 },
] as const)('shows every room well: $name', async ({ name, theme, width }) => {
  const on: Visit = await visit({ theme, width, height: width === 320 ? 700 : 900 });
  await on.context.addCookies([cookieOf(mira)]);
  const wrong: string[] = [];
  for (const room of rooms) {
    await on.page.goto(`${instance.url}${room.path}`);
    const isShown = await on.page
      .locator('body')
      .getByText(room.shows)
      .filter({ visible: true })
      .first()
      .waitFor()
      .then(
        () => true,
        () => false,
      );
    if (!isShown) wrong.push(`${room.name}: does not show ${String(room.shows)}`);
    await on.page.locator('.bone').first().waitFor({ state: 'detached' });
    await on.page.screenshot({
      path: join(pictures, `${room.name}.${name}.png`),
      fullPage: true,
      animations: 'disabled',
    });
    wrong.push(
      ...[
        ...(await findingsOf(on.page)),
        ...(await sidewaysOf(on.page)).map((what) => `scrolls sideways: ${what}`),
        ...on.complaints().filter((complaint) => !room.complaint?.test(complaint)),
      ].map((what) => `${room.name}: ${what}`),
    );
  }
  await on.context.close();
  expect(wrong).toEqual([]);
});

it('signs in as somebody of the sandbox, by the mail that everybody gets', async () => {
  const { page, context } = await visit();
  await page.goto(`${instance.url}/sandbox`);
  for (const name of ['Jonas Weber', 'Ana Sousa']) {
    await page.getByRole('button', { name: 'Sign in as' }).click();
    await page.getByRole('menuitem', { name }).click();
    await page.getByText(`Signed in as ${name}`).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console');
    await page.goto(`${instance.url}/sandbox`);
  }
  await context.close();
});

it('opens a task beside the tab that names it, and gives the focus back', async () => {
  const { page, context } = await visit();
  await context.addCookies([cookieOf(mira)]);
  const blockers = rooms.find(({ name }) => name === 'blockers')?.path ?? '';
  await page.goto(instance.url + blockers);
  const opener = page.getByRole('button', { name: 'The region of the contract' });
  await opener.click();
  await page.getByRole('dialog').waitFor();
  expect(new URL(page.url()).pathname).toBe(blockers);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
  await context.close();
});

it('shows customers all that waits for them, on their telephone, and opens what they choose', async () => {
  const lena = await signInAs(instance.url, sandboxOf(instance.url), 'lena@harborbooks.example');
  const { page, context } = await visit({ width: 390, height: 800 });
  await context.addCookies([cookieOf(lena)]);
  // they have no console: its address leads to their tasks
  await page.goto(`${instance.url}/console`);
  await page.getByRole('heading', { name: 'My tasks' }).waitFor();
  await page.screenshot({ path: join(pictures, 'own-tasks.phone.png'), fullPage: true, animations: 'disabled' });
  expect([...(await findingsOf(page)), ...(await sidewaysOf(page))]).toEqual([]);
  await page.getByRole('button', { name: /Tell us what/ }).click();
  await page.waitForURL('**/t/*');
  // what was announced of the pressed button names it, which is gone
  await page.reload();
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByText('Send your answers first').waitFor();
  await page.getByLabel('Which team starts').fill('Support');
  await page.reload();
  await expect.poll(() => page.getByLabel('Which team starts').inputValue()).toBe('Support');
  expect([...(await findingsOf(page)), ...(await sidewaysOf(page))]).toEqual([]);
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByText('Send your answers first').waitFor();
  await page.getByRole('button', { name: 'Send answers' }).click();
  await expect.poll(() => page.getByText('This is needed').count()).toBeGreaterThan(3);
  await answerIntake(page);
  await page.getByRole('link', { name: 'All my tasks' }).click();
  await page.getByRole('heading', { name: 'My tasks' }).waitFor();
  await context.close();
});

const cookieOf = (colleague: Colleague) => {
  const [name = '', value = ''] = colleague.cookie.split('=');
  return { name, value, url: instance.url };
};
