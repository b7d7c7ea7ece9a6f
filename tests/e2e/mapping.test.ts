/**
 * RevOps maps a value of ours to a field of either CRM: refused where it does not fit, previewed, switched on, stopped alone.
 * A manager changes how people are chased: refused where all would fall silent, tried, saved as a version.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { getSystemStatus } from '../../src/contracts/api/work.ts';
import { findingsOf, useBrowser } from '../support/browser.ts';
import { bothCrms, type CrmLevers } from '../support/crm-levers.ts';
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
  // what was won a moment ago is found at once
  await sandbox.call('PUT', '/hubspot/limits', { searchLagMs: 0 });
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
const close = () => page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
const row = (text: string | RegExp): Locator => page.getByRole('row').filter({ hasText: text });
const search = (field: string, text: string) => page.getByRole('combobox', { name: field }).fill(text);
const option = (text: string | RegExp): Locator => page.getByRole('option', { name: text });

/** a name that is one in both CRMs */
const field = 'csm_health__c';

describe.each(bothCrms)('$name', ({ name, pull }) => {
  const company = `Harbor ${name}`;
  let crm: CrmLevers;
  let dealId: string;
  let onboardingId: string;
  let room: string;

  const makeField = () => crm.makeField(field, 'CSM health');
  const comes = (wanted: string, ours = field) =>
    until(`${wanted} in ${name}`, async () => (await crm.held(dealId, ours)) === wanted || undefined);
  const setHealth = async (score: number) => {
    const until = new Date(Date.parse(await sandbox.now()) + 30 * 86_400_000).toISOString().slice(0, 10);
    const override = { score, status: 'at_risk' as const, reason: 'Their team is away', until };
    await mira.does('override-health', onboardingId, { override });
  };

  beforeAll(async () => {
    crm = pull(sandbox);
    await makeField();
    dealId = await crm.win(company, `harbor-${name.toLowerCase()}.example`);
    ({ id: onboardingId } = await mira.onboardingOf(company, 'draft'));
    await mira.does('publish', onboardingId, {});
    const { body } = await mira.send('GET', '/system/status');
    const { connections } = getSystemStatus.response.parse(body);
    const connection = connections.find(({ provider }) => provider === name.toLowerCase());
    room = `/console/settings/mapping?connection=${connection?.id}`;
  });

  it('offers a value only the fields that it fits into, and says why of the others', async () => {
    await open(room);
    await press('Add a field');
    await search('Our value', 'Kickoff');
    await option(/^Kickoff/).click();
    await search('CRM field', field);
    const refused = option(new RegExp(field));
    await sees(refused.filter({ hasText: 'a date does not fit into CSM health' }));
    expect(await refused.getAttribute('aria-disabled')).toBe('true');
    expect(await findingsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await search('Our value', 'Onboarding health');
    await option(/^Onboarding health(?! status)/).click();
    await search('CRM field', field);
    await option(new RegExp(field)).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await sees(row(field).filter({ hasText: 'Fits' }));
  });

  it('previews on a real deal, and writes once it is switched on', async () => {
    await press('Preview on a deal');
    await page.getByLabel('Deal', { exact: true }).fill(company);
    await page.getByText(`${company} – Growth plan`).click();
    await sees(row('CSM health').filter({ hasText: 'Would be written' }));
    expect(await findingsOf(page)).toEqual([]);
    expect(await crm.held(dealId, field)).toBeNull();
    await close();
    await press('Switch on');
    await sees(page.getByRole('dialog').getByText('1 running onboarding'));
    expect(await findingsOf(page)).toEqual([]);
    await press('Switch on for 1 onboarding');
    await sees(page.getByText('Version 1 is on'));
    await setHealth(64);
    await comes('64');
    await open(`/console/ledger?search=${encodeURIComponent(company)}&result=written`);
    await sees(row(field));
  });

  it('says why the CRM’s fields cannot be told, keeps what is known, and goes on when asked again', async () => {
    await crm.setFieldsHidden(true);
    onTestFinished(async () => void (await crm.setFieldsHidden(false)));
    await open(room);
    await sees(page.getByText('The CRM does not tell its fields now'));
    await sees(row(field));
    expect(await page.getByRole('button', { name: 'Add a field' }).count()).toBe(0);
    expect(await findingsOf(page)).toEqual([]);
    await crm.setFieldsHidden(false);
    await press('Try again');
    await sees(row('CSM health').filter({ hasText: 'Fits' }));
    await sees(page.getByRole('button', { name: 'Add a field' }));
  });

  it('stops a field that was deleted, by its name, and goes on when it is there again', async () => {
    await crm.deleteField(field);
    await setHealth(37);
    await comes('37', 'gangway_health');
    await open(room);
    await sees(page.getByText('1 CRM field stopped; the others go on'));
    await sees(page.getByText(/no deal field “CSM health” \(csm_health__c\) any more/));
    expect(await findingsOf(page)).toEqual([]);
    await makeField();
    await press('Check again');
    await sees(page.getByText('All fields go on'));
    await comes('37');
  });

  it('keeps versions with who and when, and takes an older one up again as a new one', async () => {
    await open(room);
    await row(field).getByRole('button').click();
    await press('Remove');
    await press('Keep as draft');
    await page.getByLabel('What changed, and why').fill('Health goes elsewhere');
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Versions' }).click();
    await sees(row('Health goes elsewhere').filter({ hasText: 'Mira Lindqvist' }));
    await press('Version 2');
    await sees(page.getByRole('dialog').getByText('Goes'));
    await close();
    await press('Switch on');
    await press('Switch on for 1 onboarding');
    await sees(page.getByText('Version 2 is on'));
    await row('Version 1').getByRole('button').click();
    await press('Take it up again');
    await press('Switch on');
    await sees(page.getByRole('dialog').getByText('Comes'));
    await press('Switch on for 1 onboarding');
    await sees(page.getByText('Version 3 is on'));
    await setHealth(52);
    await comes('52');
  });

  it('refuses in a file what it refuses on the screen', async () => {
    await open(room);
    await press('More about this mapping');
    await page.getByRole('menuitem', { name: 'Import YAML' }).click();
    await page.getByLabel('Or its text').fill('crm:\n  fields:\n    nothing: deal.csm_health__c\n');
    await press('Read it');
    await sees(page.getByText('Line 3:'));
    await page
      .getByLabel('Or its text')
      .fill('crm:\n  fields:\n    health: deal.csm_health__c\n    kickoff_date: deal.contract_term_months\n');
    await press('Read it');
    await sees(row('contract_term_months').filter({ hasText: 'A date does not fit into' }));
    expect(await page.getByRole('button', { name: 'Switch on' }).isDisabled()).toBe(true);
  });
});

const ladders = '/console/playbooks/standard-mid-market?view=ladders';
const choose = async (field: string | RegExp, choice: string) => {
  await press(field);
  await page.getByRole('option', { name: choice, exact: true }).click();
};

it('refuses a ladder after which all would fall silent, and says why', async () => {
  await open(ladders);
  await press('Add a ladder');
  await page.getByLabel('Name').fill('Patient');
  await press(/^Remove step: 5 business days after/);
  await press(/^Edit step: On the due day/);
  await choose(/When$/, 'After it was due');
  await page.getByLabel('Business days', { exact: true }).fill('2');
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await sees(page.getByText('nobody above the owner ever hears of it'));
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await press('Change Patient');
  await press('Add a step');
  await choose(/What$/, 'Escalates to them');
  await choose(/Whom$/, 'Manager of the onboarding team');
  await page.getByLabel('Business days', { exact: true }).fill('10');
  await page.getByLabel('Again every').fill('5');
  await page.getByRole('dialog').getByRole('button', { name: 'Change', exact: true }).click();
  await choose(/The whole playbook, customer/, 'Patient');
  expect(await findingsOf(page)).toEqual([]);
});

it('tries it against a range of dates before it is saved: what would be said when, and by which rule', async () => {
  await press('Try it');
  await page.getByLabel('Time zone').fill('America/New_York');
  await press('Try it');
  const calendar = page.getByRole('group', { name: 'Day by day' });
  await sees(calendar.getByText('Project lead at the customer: overdue'));
  await sees(row('10 business days overdue: escalated, then every 5 business days').filter({ hasText: '09:00' }));
  expect(await findingsOf(page)).toEqual([]);
});

it('saves it as the next version: for who begins now, never for who runs', async () => {
  await press('Save');
  await page.getByLabel('What changed, and why').fill('Fewer mails in the first week');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await sees(page.getByText('Saved as version 2; onboardings that begin now follow it'));
  await open(ladders);
  await sees(page.getByText(/by Mira Lindqvist: Fewer mails in the first week/));
  const { id } = await sandbox.createDeal(readyDeal('Aurora Sailing Supplies', 'aurora.example'));
  await sandbox.moveDeal(id, 'won');
  expect((await mira.onboardingOf('Aurora', 'draft')).playbook?.version).toBe(2);
  expect((await mira.onboardingOf('Harbor HubSpot', 'active')).playbook?.version).toBe(1);
});

it('takes ladders from a file, and goes back to what the files say', async () => {
  await press('More about these ladders');
  await page.getByRole('menuitem', { name: 'Import YAML' }).click();
  await page.getByLabel('Or its text').fill('format: 2\nphases:\n  launch: { ladders: cutover }\n');
  await press('Read it');
  await sees(page.getByText('Line 3:'));
  await page.getByLabel('Or its text').fill('format: 2\nphases:\n  launch: { ladder: { customer: cutover } }\n');
  await press('Read it');
  await sees(row('Training and launch').filter({ hasText: 'Said here, not in the files' }));
  await press('More about these ladders');
  await page.getByRole('menuitem', { name: 'All as the files say' }).click();
  await press('Save');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await sees(page.getByText('Saved as version 3; onboardings that begin now follow it'));
  await sees(page.getByText('Default (standard)'));
});
