/** The sandbox Salesforce in a browser: an opportunity is won there, and what becomes of it stands in Salesforce again. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxOpportunityListSchema } from '../../src/contracts/sandbox/salesforce.ts';
import { findingsOf, useBrowser } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, signInAs } from '../support/story.ts';
import { until } from '../support/until.ts';

const { visit } = useBrowser();
const company = 'Brightwater Clinics';
const name = 'Brightwater Clinics – Growth';

let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let page: Page;

beforeAll(async () => {
  instance = await startInstance();
  sandbox = sandboxOf(instance.url);
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  page = (await visit()).page;
  await page.goto(`${instance.url}/sandbox?crm=salesforce`);
  await press(name);
});
afterAll(() => instance?.stop());

const press = (words: string) => page.getByRole('button', { name: words, exact: true }).click();
/** the switch stands where the sandbox says it stands, a moment after it was pressed */
const flip = async (words: string, isOn: boolean) => {
  await page.getByText(words, { exact: true }).click();
  await page.getByRole('checkbox', { name: words, checked: isOn }).waitFor({ state: 'attached' });
};
const sees = (where: Locator) => expect(where.filter({ visible: true }).first().waitFor()).resolves.toBeUndefined();
const written = (value: string | RegExp): Locator =>
  page.locator('details').filter({ hasText: 'Written by Gangway' }).getByText(value);
const idOf = async (wanted: string): Promise<string> =>
  sandboxOpportunityListSchema
    .parse(await sandbox.call('GET', '/salesforce/opportunities'))
    .opportunities.find((one) => one.name === wanted)?.id ?? '';

it('writes back to an opportunity that was won, also while every other record is locked', async () => {
  await flip('Every other record is locked', true);
  await press('Closed won');
  await sees(page.getByText('Acknowledged in'));
  const { id } = await mira.onboardingOf(company, 'draft');
  await sees(written('plan_draft'));
  await sees(written(new RegExp(id)));
  await flip('Every other record is locked', false);
  expect(await findingsOf(page)).toEqual([]);
});

it('ends a draft whose opportunity is reopened, before the customer has heard of it', async () => {
  const { id } = await mira.onboardingOf(company, 'draft');
  await press('Reopen');
  await until('it is cancelled', async () => (await mira.onboarding(id)).status === 'cancelled' || undefined);
  await sees(written('cancelled'));
});

it('learns of a won opportunity whose message was kept back, once it is sent', async () => {
  await flip('Are kept back', true);
  const id = await idOf('Meridian Rail – Enterprise');
  await sandbox.call('POST', `/salesforce/opportunities/${id}/stage`, { to: 'won' });
  await until('the message waits', async () => {
    const answer = JSON.stringify(await sandbox.call('GET', '/salesforce/outbound'));
    return answer.includes('"waiting":1') || undefined;
  });
  await flip('Are kept back', false);
  expect((await mira.onboardingOf('Meridian Rail', 'handoff', 'draft')).id).not.toBe('');
});
