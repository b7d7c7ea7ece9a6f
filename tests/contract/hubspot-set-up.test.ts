import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAccountId } from '../../integrations/hubspot/account.ts';
import { neededScopes } from '../../integrations/hubspot/check.ts';
import { appId, type Sandbox, startSandbox, token } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const byName = (checks: { name: string; ok: boolean; detail: string; fix: string | null }[], name: string) =>
  checks.find((check) => check.name === `HubSpot ${name}`);

describe('setting up a HubSpot account', () => {
  it('creates what is missing, and nothing the second time', async () => {
    const { crm } = sandbox.hubspot();
    const first = await crm.setUp();
    expect(first.created).toEqual(
      expect.arrayContaining([
        'deal.gangway_stage',
        'deal.gangway_key',
        'deal.gangway_health_baseline_reasons',
        'company.gangway_customer_status',
      ]),
    );
    expect(first.existing).toContain('deal.implementation_notes');
    const second = await crm.setUp();
    expect(second.created).toEqual([]);
    expect(new Set(second.existing)).toEqual(new Set([...first.created, ...first.existing]));
  });

  it('makes the properties as they are written later', async () => {
    const { crm } = sandbox.hubspot();
    await crm.setUp();
    expect(await sandbox.api('GET', '/crm/v3/properties/deals/gangway_stage')).toMatchObject({
      body: {
        type: 'enumeration',
        fieldType: 'select',
        groupName: 'gangway',
        options: ['handoff', 'plan_draft', 'in_progress', 'on_hold', 'live', 'transitioned', 'cancelled'].map(
          (value) => ({ value }),
        ),
      },
    });
    expect(await sandbox.api('GET', '/crm/v3/properties/deals/gangway_key')).toMatchObject({
      body: { type: 'string', hasUniqueValue: true },
    });
    expect(await sandbox.api('GET', '/crm/v3/properties/deals/gangway_go_live_date')).toMatchObject({
      body: { type: 'date', fieldType: 'date' },
    });
    expect(await sandbox.api('GET', '/crm/v3/properties/deals/gangway_progress')).toMatchObject({
      body: { type: 'number', fieldType: 'number' },
    });
  });

  it('two at once make each property once', async () => {
    const { crm } = sandbox.hubspot();
    const [one, other] = await Promise.all([crm.setUp(), sandbox.hubspot().crm.setUp()]);
    const created = [...one.created, ...other.created];
    expect(new Set(created).size).toBe(created.length);
    expect(created).toContain('deal.gangway_stage');
  });
});

describe('checking a HubSpot account', () => {
  it('is content with one that is set up', async () => {
    const { crm } = sandbox.hubspot();
    await crm.setUp();
    const checks = await crm.check();
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['HubSpot access', true],
      ['HubSpot scopes', true],
      ['HubSpot properties', true],
      ['HubSpot pipelines', true],
      ['HubSpot daily limit', true],
    ]);
    expect(byName(checks, 'pipelines')?.detail).toBe('won: Sales → Closed won, Sales → Live, Renewals → Renewed');
  });

  it('says what is missing and how to mend it', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({
      tokens: [
        { token, appId, name: 'Gangway', scopes: neededScopes.filter((scope) => scope !== 'crm.objects.deals.write') },
      ],
    });
    await sandbox.change((state) => {
      for (const stage of state.pipelines.flatMap(({ stages }) => stages)) stage.probability = '0.5';
    });
    const checks = await sandbox.hubspot().crm.check();
    expect(byName(checks, 'scopes')).toMatchObject({ ok: false, detail: 'missing: crm.objects.deals.write' });
    expect(byName(checks, 'properties')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('deal.gangway_stage'),
      fix: 'Run gangway crm setup hubspot',
    });
    expect(byName(checks, 'pipelines')).toMatchObject({ ok: false, fix: expect.stringContaining('100') });
  });

  it('stops at a token that is refused, or of another account', async () => {
    expect(await sandbox.hubspot({ token: 'revoked' }).crm.check()).toMatchObject([
      { name: 'HubSpot access', ok: false, fix: expect.stringContaining('HUBSPOT_ACCESS_TOKEN') },
    ]);
    expect(await sandbox.hubspot({ accountId: '1' }).crm.check()).toMatchObject([
      { ok: false, detail: 'the token is for account 147258369, configured is 1' },
    ]);
  });

  it('warns when the day’s calls run out', async () => {
    await sandbox.control('PUT', '/limits', { daily: 100 });
    const { crm } = sandbox.hubspot();
    await crm.listStages();
    await Promise.all(Array.from({ length: 91 }, () => crm.readFields('deal', ['1'], ['dealname'])));
    expect(byName(await crm.check(), 'daily limit')).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^[2-7] of 100 calls left today$/),
    });
  });

  it('can be asked for the account before there is a connection', async () => {
    expect(await fetchAccountId({ token, baseUrl: sandbox.url })).toBe('147258369');
    await expect(fetchAccountId({ token: 'revoked', baseUrl: sandbox.url })).rejects.toMatchObject({
      code: 'crm_revoked',
    });
  });
});
