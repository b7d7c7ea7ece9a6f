/** What RevOps does in the console: looks into the ledger, mends what failed, rehearses, amends, takes old deals aboard. */
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf, useBrowser } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, readyDeal, signInAs } from '../support/story.ts';
import { until } from '../support/until.ts';

const { visit } = useBrowser();
let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let page: Page;

beforeAll(async () => {
  instance = await startInstance();
  sandbox = sandboxOf(instance.url);
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  const desk = await visit();
  page = desk.page;
  const [name = '', value = ''] = mira.cookie.split('=');
  await desk.context.addCookies([{ name, value, url: instance.url }]);
});
afterAll(() => instance?.stop());

const open = (path: string) => page.goto(instance.url + path);
const sees = (where: Locator) => expect(where.first().waitFor()).resolves.toBeUndefined();
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
const row = (text: string | RegExp): Locator => page.getByRole('row').filter({ hasText: text });
const hubspotCard = (): Locator => page.locator('.card').filter({ hasText: /HubSpot/ });
const win = async (company: string, domain: string): Promise<string> => {
  const { id } = await sandbox.createDeal(readyDeal(company, domain));
  await sandbox.moveDeal(id, 'won');
  return id;
};

const holds = (dealId: string, stage: string) =>
  until(
    `${stage} in HubSpot`,
    async () => (await sandbox.deal(dealId)).properties['gangway_stage'] === stage || undefined,
  );

it('names what a CRM refuses, tells an administrator once, and writes it when it is tried again', async () => {
  await sandbox.setFaults({
    rules: [{ kind: 'status', method: 'POST', path: 'deals/batch/update', status: 400, times: 1 }],
  });
  const dealId = await win('Harbor Books', 'harborbooks.example');
  await sandbox.mailTo(colleagues.mira, /refuses what we write/);
  await open('/console/ledger?view=dead');
  await sees(row('gangway_stage').filter({ hasText: 'Harbor Books' }));
  expect(await findingsOf(page)).toEqual([]);
  await press('Try all again');
  await sees(page.getByText('Nothing has failed'));
  await holds(dealId, 'plan_draft');
  await open('/console/ledger?search=harbor&result=written');
  await sees(row('gangway_stage'));
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.split('\n')[0]).toContain('field,before,after,why');
  expect(csv).toMatch(/gangway_stage.*plan_draft/);
  expect(csv).not.toContain(',failed,');
});

it('rehearses: the ledger alone says what would be written, until the connection goes live', async () => {
  await open('/console/settings');
  await hubspotCard().getByRole('button', { name: 'Start a dry run' }).click();
  await sees(hubspotCard().getByText('Dry run', { exact: true }));
  const dealId = await win('Aurora Sailing', 'aurora.example');
  await mira.onboardingOf('Aurora', 'draft');
  await open('/console/ledger?result=rehearsed&search=aurora');
  await sees(row('gangway_stage'));
  expect((await sandbox.deal(dealId)).properties['gangway_stage'] ?? null).toBeNull();
  await open('/console/settings');
  await hubspotCard().getByRole('button', { name: 'Go live' }).click();
  await holds(dealId, 'plan_draft');
});

it('shows what an amended deal changes in the plan, and changes it when told so', async () => {
  const dealId = await win('Pine Robotics', 'pine.example');
  const { id } = await mira.onboardingOf('Pine', 'draft');
  await sandbox.call('POST', `/hubspot/deals/${dealId}/line-items`, {
    name: 'Salesforce connector',
    quantity: 1,
    price: 900,
  });
  await open(`/console/onboardings/${id}`);
  await press('See what changes in the plan');
  await sees(page.getByText('Comes into the plan'));
  expect(await findingsOf(page)).toEqual([]);
  const before = (await mira.onboarding(id)).tasks.length;
  await press('Change the plan');
  await until('more tasks', async () => (await mira.onboarding(id)).tasks.length > before || undefined);
  expect((await mira.onboarding(id)).problems).toEqual([]);
});

it('takes aboard a deal that was won before, with what is done elsewhere, and tells nobody', async () => {
  await sandbox.setWebhooks({ enabled: false });
  await sandbox.call('PUT', '/hubspot/limits', { searchLagMs: 0 });
  await win('Old Mill', 'oldmill.example');
  const sheet = join(tmpdir(), `old-mill-${process.pid}.csv`);
  await writeFile(
    sheet,
    'Projects,Name,Completed At,Start Date\nOld Mill,Kickoff meeting,2026-11-02,2026-10-20\nOld Mill,Send the mug,,\n',
  );
  await open('/console/settings/aboard');
  await press('Look through won deals');
  const chooser = page.waitForEvent('filechooser');
  await press('Choose a file');
  await (await chooser).setFiles(sheet);
  await sees(page.getByText('2 rows; which column says what?'));
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Look', exact: true }).click();
  await sees(
    row('Old Mill').filter({ hasText: 'Can be taken over' }).filter({ hasText: 'no task called Send the mug' }),
  );
  await page.getByRole('checkbox', { name: /Old Mill/ }).check({ force: true });
  await press('Take over 1');
  await sees(row('Old Mill').filter({ hasText: 'Aboard' }));
  const { id, tasks, status } = await mira.onboardingOf('Old Mill', 'draft');
  expect(status).toBe('draft');
  expect(tasks.find(({ name }) => name === 'Kickoff meeting')?.status).toBe('done');
  expect((await mira.nudges(id)).items).toEqual([]);
});

it('connects an account by consent, and takes the consent back', async () => {
  await sandbox.setWebhooks({ enabled: true });
  await open('/console/settings');
  await page.getByRole('link', { name: 'Connect HubSpot' }).click();
  await sees(page.getByRole('heading', { name: /Connect Gangway to account/ }));
  await page.getByRole('link', { name: 'Cancel' }).click();
  await sees(page.getByText('Nobody agreed in HubSpot'));
  await page.getByRole('link', { name: 'Connect HubSpot' }).click();
  await page.getByRole('link', { name: 'Connect app' }).click();
  await sees(page.getByText('HubSpot is connected; what waited goes on.'));
  await sees(hubspotCard().getByText('by Mira Lindqvist'));
  expect(await findingsOf(page)).toEqual([]);
  const dealId = await win('By Consent', 'consent.example');
  await holds(dealId, 'plan_draft');
  await hubspotCard().getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await sees(hubspotCard().getByText(/Disconnected by Mira Lindqvist/));
});
