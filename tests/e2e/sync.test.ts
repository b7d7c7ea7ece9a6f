/** What RevOps does in the console with either CRM: looks into the ledger, mends what failed, rehearses, amends, takes old deals aboard, connects. */
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { getSystemStatus } from '../../src/contracts/api/work.ts';
import { findingsOf, useBrowser } from '../support/browser.ts';
import { bothCrms, type CrmLevers, hubSpotLevers, salesforceLevers } from '../support/crm-levers.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, signInAs } from '../support/story.ts';
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
const sees = (where: Locator) => expect(where.first().waitFor({ timeout: 45_000 })).resolves.toBeUndefined();
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
const row = (text: string | RegExp): Locator => page.getByRole('row').filter({ hasText: text });
const card = (name: string): Locator => page.locator('.card').filter({ hasText: new RegExp(name) });
const ledger = (company: string, result: string) =>
  open(`/console/ledger?result=${result}&search=${encodeURIComponent(company)}`);

async function connectionOf(name: string): Promise<{ id: string }> {
  const { body } = await mira.send('GET', '/system/status');
  const found = getSystemStatus.response.parse(body).connections.find((one) => one.name.startsWith(name));
  return found ?? expect.fail(`There is no connection called ${name}`);
}

async function goLive(name: string): Promise<void> {
  const { id } = await connectionOf(name);
  await mira.send('PUT', `/crm/connections/${id}/mode`, { mode: 'live' });
}

describe.each(bothCrms)('$name', ({ name, pull }) => {
  let crm: CrmLevers;
  /** each CRM has customers of its own */
  const of = (company: string): string => `${company} ${name}`;
  const win = (company: string): Promise<string> =>
    crm.win(of(company), `${of(company).toLowerCase().replaceAll(' ', '-')}.example`);
  const holds = (dealId: string, stage: string) =>
    until(`${stage} in ${name}`, async () => (await crm.held(dealId, 'gangway_stage')) === stage || undefined);

  beforeAll(() => {
    crm = pull(sandbox);
  });

  it('names what a CRM refuses, tells an administrator once, and writes it when it is tried again', async () => {
    await crm.refuseOnce();
    const dealId = await win('Harbor Books');
    await sandbox.mailTo(colleagues.mira, new RegExp(`^${name}.* refuses what we write`));
    await open('/console/ledger?view=dead');
    await sees(row('gangway_stage').filter({ hasText: of('Harbor Books') }));
    expect(await findingsOf(page)).toEqual([]);
    await press('Try all again');
    await sees(page.getByText('Nothing has failed'));
    await holds(dealId, 'plan_draft');
    await ledger(of('Harbor Books'), 'written');
    await sees(row('gangway_stage'));
    const by = page.getByRole('searchbox', { name: 'Changed by' });
    await by.fill('Nobody of ours');
    await row('gangway_stage').waitFor({ state: 'detached' });
    await by.fill('gangway');
    await sees(row('gangway_stage'));
    await sees(page.getByText('Looked for these words back to'));
    expect(await findingsOf(page)).toEqual([]);
    await press('Look back a year further');
    await page.getByText('Looked for these words back to').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('from')).toMatch(/^\d{4}-/);
    await sees(row('gangway_stage'));
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    expect(csv.split('\n')[0]).toContain('field,fieldLabel,before,beforeLabel,after,afterLabel,why');
    expect(csv).toMatch(/gangway_stage.*plan_draft,Draft plan,/);
    expect(csv).not.toContain(',failed,');
  });

  it('says of a connection that is not there that it is not there, and leads to all of them', async () => {
    await open('/console/ledger?connection=nobody');
    await sees(page.getByText('There is no such connection'));
    expect(await findingsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'See the whole ledger' }).click();
    await sees(page.getByRole('table', { name: 'Sync ledger' }));
  });

  it('rehearses: the ledger alone says what would be written, until the connection goes live', async () => {
    // whatever becomes of it: those after it wait for what is written
    onTestFinished(() => goLive(name));
    await open('/console/settings');
    await card(name).getByRole('button', { name: 'Start a dry run' }).click();
    await sees(card(name).getByText('Dry run', { exact: true }));
    const dealId = await win('Aurora Sailing');
    await mira.onboardingOf(of('Aurora Sailing'), 'draft');
    await ledger(of('Aurora Sailing'), 'rehearsed');
    await sees(row('gangway_stage'));
    expect(await crm.held(dealId, 'gangway_stage')).toBeNull();
    await open('/console/settings');
    await card(name).getByRole('button', { name: 'Go live' }).click();
    await holds(dealId, 'plan_draft');
  });

  it('shows what an amended deal changes in the plan, and changes it when told so', async () => {
    const dealId = await win('Pine Robotics');
    const { id } = await mira.onboardingOf(of('Pine Robotics'), 'draft');
    await crm.addProduct(dealId, 'Salesforce connector');
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
    await crm.setTelling(false);
    onTestFinished(async () => void (await crm.setTelling(true)));
    await win('Old Mill');
    const sheet = join(tmpdir(), `old-mill-${name}-${process.pid}.csv`);
    await writeFile(
      sheet,
      `Projects,Name,Completed At,Start Date\n${of('Old Mill')},Kickoff meeting,2026-11-02,2026-10-20\n${of('Old Mill')},Send the mug,,\n`,
    );
    await open('/console/settings/aboard');
    await press('Look through won deals');
    await press(/CRM$/);
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    const chooser = page.waitForEvent('filechooser');
    await press('Choose a file');
    await (await chooser).setFiles(sheet);
    await sees(page.getByText('2 rows; which column says what?'));
    expect(await findingsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Look', exact: true }).click();
    await sees(
      row(of('Old Mill')).filter({ hasText: 'Can be taken over' }).filter({ hasText: 'no task called Send the mug' }),
    );
    await page.getByRole('checkbox', { name: new RegExp(of('Old Mill')) }).check({ force: true });
    const { id: connectionId } = await connectionOf(name);
    // while it rests nothing is taken over, so that it is certainly stopped before
    const rest = await mira.send('POST', `/crm/connections/${connectionId}/pause`, { reason: 'A rest' });
    expect(rest.status).toBe(204);
    await press('Take over 1');
    await press('Stop');
    await sees(page.getByText(`Stopped before 1 deal that was chosen: ${of('Old Mill')}`));
    // what is read out to those who do not see outlives what it names for some seconds
    await open('/console/settings/aboard');
    await sees(row(of('Old Mill')).filter({ hasText: 'Not taken over: stopped' }));
    expect(await findingsOf(page)).toEqual([]);
    expect((await mira.send('POST', `/crm/connections/${connectionId}/resume`)).status).toBe(204);
    await press('Take over the other 1');
    await sees(row(of('Old Mill')).filter({ hasText: 'Aboard' }));
    const { id, tasks, status } = await mira.onboardingOf(of('Old Mill'), 'draft');
    expect(status).toBe('draft');
    expect(tasks.find(({ name }) => name === 'Kickoff meeting')?.status).toBe('done');
    expect((await mira.nudges(id)).items).toEqual([]);
  });
});

/** what is won is written by what was just connected, until it is disconnected */
async function worksUntilDisconnected(name: string, crm: CrmLevers): Promise<void> {
  await sees(card(name).getByText('by Mira Lindqvist'));
  expect(await findingsOf(page)).toEqual([]);
  const dealId = await crm.win(`Connected ${name}`, `connected-${name.toLowerCase()}.example`);
  await until('it is written', async () => (await crm.held(dealId, 'gangway_stage')) === 'plan_draft' || undefined);
  await card(name).getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await sees(card(name).getByText(/Disconnected by Mira Lindqvist/));
}

it('connects a HubSpot account by consent, and takes the consent back', async () => {
  await open('/console/settings');
  await page.getByRole('link', { name: 'Connect HubSpot' }).click();
  await sees(page.getByRole('heading', { name: /Connect Gangway to account/ }));
  await page.getByRole('link', { name: 'Cancel' }).click();
  await sees(page.getByText('Nobody agreed in HubSpot'));
  await page.getByRole('link', { name: 'Connect HubSpot' }).click();
  await page.getByRole('link', { name: 'Connect app' }).click();
  await sees(page.getByText('HubSpot is connected; what waited goes on.'));
  await worksUntilDisconnected('HubSpot', hubSpotLevers(sandbox));
});

it('connects a Salesforce organisation by the key of a user, not by a wrong secret, and forgets it again', async () => {
  const app = z
    .object({ loginUrl: z.string(), clientId: z.string(), username: z.string() })
    .parse(await sandbox.call('GET', '/salesforce/app'));
  const { publicKey: pem, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await sandbox.call('PUT', '/salesforce/app/certificate', { pem });
  await open('/console/settings');
  await press('Connect Salesforce');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('My Domain address').fill(app.loginUrl);
  await dialog.getByLabel('Consumer key').fill(app.clientId);
  await dialog.getByLabel('Consumer secret').fill('not-what-it-is');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await sees(dialog.getByText(/invalid client credentials/));
  expect(await findingsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: /Signs in/ }).click();
  await page.getByRole('option', { name: /private key/ }).click();
  await dialog.getByLabel('User name').fill(app.username);
  await dialog.getByLabel('Private key (PEM)').fill(privateKey);
  expect(await findingsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await sees(page.getByText('Salesforce is connected'));
  // what is read out to those who do not see outlives the dialog that it names for some seconds
  await open('/console/settings');
  await worksUntilDisconnected('Salesforce', salesforceLevers(sandbox));
});
