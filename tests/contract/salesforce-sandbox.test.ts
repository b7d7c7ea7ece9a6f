/** What only Salesforce has, against an organisation that behaves like one. */
import express from 'express';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSalesforce, type SalesforceOptions } from '../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../integrations/sandbox/salesforce/index.ts';
import type { CrmPort, FieldWrite } from '../../integrations/ports.ts';
import { asWaitedFor, patience } from '../../src/db/waited-for.ts';
import { app, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';
import { listen, recordingGate, silent } from './sandbox-server.ts';

let org: SandboxOrg;
let crm: CrmPort;
const connect = (options: Partial<SalesforceOptions> = {}): CrmPort =>
  createSalesforce({
    credentials: { loginUrl: org.url, ...app },
    organizationId: sandboxOrganizationId,
    gate: recordingGate(),
    logger: silent,
    timeoutMs: 30_000,
    ...options,
  });
beforeEach(async () => {
  org = await startOrg();
  crm = connect();
});
afterEach(() => org.stop());

const onboardingId = '0190a8c0-7c1e-7000-8000-00000000000a';
const at = '2026-03-02T09:00:00.000Z';
const deal = (recordId: string, values: FieldWrite['values'], of: string | null = onboardingId): FieldWrite => ({
  objectType: 'deal',
  recordId,
  values,
  onboardingId: of,
});
const idOf = (record: Record<string, unknown> | null): string => String(record?.['Id']);

describe('the record of an onboarding', () => {
  it('is one, and holds what its opportunity holds', async () => {
    const { id, account } = await org.addOpportunity({ account: { name: 'Harbor' } });
    await crm.writeFields([deal(id, { gangway_stage: 'in_progress', gangway_progress: 10, Amount: 5_000 })]);
    await crm.writeFields([deal(id, { gangway_progress: 20, gangway_kickoff_date: '2026-03-02' })]);
    const { onboardings } = await org.opportunity(id);
    expect(onboardings).toHaveLength(1);
    expect(onboardings[0]).toMatchObject({
      Gangway_Id__c: onboardingId,
      Account__c: idOf(account),
      Gangway_Stage__c: 'in_progress',
      Gangway_Progress__c: 20,
      Gangway_Kickoff_Date__c: '2026-03-02',
    });
  });

  it('gets what it lacks where only the opportunity was reached', async () => {
    const { id } = await org.addOpportunity();
    await org.setFaults({ rules: [{ kind: 'status', status: 503, path: '/sobjects/Onboarding__c/Gangway_Id__c' }] });
    expect(await crm.writeFields([deal(id, { gangway_progress: 10 })])).toMatchObject([
      { result: 'failed', code: 'retry' },
    ]);
    await org.setFaults({});
    expect(await crm.writeFields([deal(id, { gangway_progress: 10 })])).toMatchObject([
      { result: 'written', before: { gangway_progress: '10' } },
    ]);
    expect((await org.opportunity(id)).onboardings).toMatchObject([{ Gangway_Progress__c: 10 }]);
  });

  it('holds up nothing that is not about an onboarding', async () => {
    const { id } = await org.addOpportunity();
    await crm.writeFields([deal(id, { dealstage: 'stage:Live' }), deal(id, { gangway_progress: 1 }, null)]);
    expect((await org.opportunity(id)).onboardings).toEqual([]);
  });
});

describe('a field that came back', () => {
  it('is written by a process that saw it gone', async () => {
    const { id } = await org.addOpportunity();
    const score = () => crm.writeFields([deal(id, { score__c: 7 }, null)]);
    expect(await score()).toMatchObject([{ result: 'failed', code: 'rejected', field: 'score__c' }]);
    const added = { change: 'add', object: 'Opportunity', name: 'score__c', label: 'Score', type: 'double' };
    await org.control('POST', '/fields', added);
    expect(await score()).toMatchObject([{ result: 'written' }]);
  });
});

describe('a picklist of which several may be chosen', () => {
  it('is an enumeration with its options', async () => {
    const field = { object: 'Opportunity', name: 'Modules__c', label: 'Modules', type: 'multipicklist' };
    await org.control('POST', '/fields', { change: 'add', ...field, options: ['Analytics', 'Billing'] });
    expect((await crm.listFields('deal')).find(({ label }) => label === field.label)).toMatchObject({
      label: 'Modules',
      type: 'enumeration',
      isWritable: true,
      options: [
        { value: 'Analytics', label: 'Analytics' },
        { value: 'Billing', label: 'Billing' },
      ],
    });
    const { id } = await org.addOpportunity({ fields: { Modules__c: 'Analytics;Billing' } });
    expect(await crm.readDeals([id], ['Modules__c'])).toMatchObject([
      { deal: { fields: { Modules__c: 'Analytics;Billing' } } },
    ]);
  });
});

describe('locks', () => {
  it('of writers that meet at one account are waited for by both', async () => {
    const { id, account } = await org.addOpportunity({ account: { name: 'Harbor' } });
    const others = await Promise.all(
      Array.from({ length: 3 }, async () => (await org.addOpportunity({ fields: { AccountId: idOf(account) } })).id),
    );
    await org.setLimits({ rowLockHoldMs: 150, rowLockWaitMs: 20 });
    const ids = [id, ...others];
    const results = await Promise.all(
      ids.map((one, index) => connect().writeFields([deal(one, { gangway_progress: index }, null)])),
    );
    expect(results.flat().map(({ result }) => result)).toEqual(ids.map(() => 'written'));
  });

  it('that last leave that record alone to be tried again', async () => {
    const [free, locked] = [(await org.addOpportunity()).id, (await org.addOpportunity()).id];
    await org.setFaults({ rules: [{ kind: 'record', errorCode: 'UNABLE_TO_LOCK_ROW', recordId: locked }] });
    const results = await crm.writeFields([free, locked].map((id) => deal(id, { gangway_progress: 1 }, null)));
    const of = (id: string) => results.find(({ recordId }) => recordId === id);
    expect(of(free)).toMatchObject({ result: 'written' });
    expect(of(locked)).toMatchObject({ result: 'failed', code: 'retry' });
  });
});

describe('a validation rule', () => {
  it('stops its record and says what it says', async () => {
    const [fine, refused] = [(await org.addOpportunity()).id, (await org.addOpportunity()).id];
    const message = 'A closed opportunity may not be changed';
    await org.setFaults({
      rules: [{ kind: 'record', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', recordId: refused, message }],
    });
    const results = await crm.writeFields([fine, refused].map((id) => deal(id, { gangway_progress: 1 }, null)));
    expect(results.find(({ recordId }) => recordId === fine)).toMatchObject({ result: 'written' });
    expect(results.find(({ recordId }) => recordId === refused)).toMatchObject({
      code: 'rejected',
      field: null,
      message: expect.stringContaining(message),
    });
  });
});

describe('an account that was merged', () => {
  it('is written and read as the one it became part of', async () => {
    const [master, merged] = [
      await org.addOpportunity({ account: { name: 'Harbor' } }),
      await org.addOpportunity({ account: { name: 'Harbor Ltd' } }),
    ];
    const [masterId, mergedId] = [idOf(master.account), idOf(merged.account)];
    await org.control('POST', '/accounts/merge', { masterId, mergedId });
    expect(
      await crm.writeFields([
        { objectType: 'company', recordId: mergedId, values: { gangway_customer_status: 'live' }, onboardingId: null },
      ]),
    ).toMatchObject([{ recordId: mergedId, result: 'written' }]);
    expect((await org.opportunity(master.id)).account).toMatchObject({ Gangway_Customer_Status__c: 'live' });
    expect([...(await crm.readFields('company', [mergedId], ['gangway_customer_status']))]).toEqual([
      [mergedId, { gangway_customer_status: 'live' }],
    ]);
    expect(await crm.readDeals([merged.id], [])).toMatchObject([{ deal: { company: { id: masterId } } }]);
  });
});

describe('a task of ours', () => {
  const task = (dealId: string) =>
    crm.ensureTask({ key: 'o1:check:1', dealId, subject: 'Check-in', body: 'B', dueAt: at, ownerId: null });

  it('keeps what people did with it, and does not come again once they deleted it', async () => {
    const { id: dealId } = await org.addOpportunity();
    const made = await task(dealId);
    const connection = await org.signIn();
    await connection.sobject('Task').update({ Id: made.id, Status: 'Completed', Subject: 'Called them' });
    expect(await task(dealId)).toEqual({ id: made.id, created: false });
    expect((await org.opportunity(dealId)).tasks).toMatchObject([{ Status: 'Completed', Subject: 'Called them' }]);
    await connection.sobject('Task').delete(made.id);
    expect(await task(dealId)).toEqual({ id: made.id, created: false });
    expect((await org.opportunity(dealId)).tasks.filter((one) => one['IsDeleted'] === false)).toEqual([]);
  });

  it('is an open one with its day; a note is a completed one', async () => {
    const { id: dealId } = await org.addOpportunity();
    await task(dealId);
    await crm.ensureNote({ key: 'o1:note:1', dealId, body: 'Live today.\nHealth 82', at });
    // Monday morning in Sydney is still Sunday by UTC
    const early = { dueAt: '2026-11-29T22:00:00.000Z', dueOn: '2026-11-30', ownerId: null };
    await crm.ensureTask({ key: 'o1:check:2', dealId, subject: 'In Sydney', body: 'B', ...early });
    expect((await org.opportunity(dealId)).tasks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Subject: 'Check-in', ActivityDate: '2026-03-02', IsClosed: false, WhatId: dealId }),
        expect.objectContaining({ Subject: 'In Sydney', ActivityDate: '2026-11-30' }),
        expect.objectContaining({ Subject: 'Live today.', Description: 'Live today.\nHealth 82', IsClosed: true }),
      ]),
    );
  });
});

describe('a session', () => {
  it('that expires in between is not noticed by anybody', async () => {
    const { id } = await org.addOpportunity();
    await crm.readDeals([id], []);
    await org.control('POST', '/sessions/expire');
    expect(await crm.readDeals([id], [])).toMatchObject([{ result: 'found' }]);
    const { calls } = await org.counters();
    expect(calls['POST /services/oauth2/token']).toMatchObject({ calls: 2 });
  });
});

describe('reads with patience', () => {
  it('get through while one call in three fails', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await org.addOpportunity()).id));
    await org.setFaults({ seed: 7, troubled: 'oneInThree' });
    const reads = await connect({ patienceMs: 30_000, timeoutMs: 1_000 }).readDeals(ids, ['purchased_for']);
    expect(reads.map(({ result }) => result)).toEqual(ids.map(() => 'found'));
  });
});

describe('a silent organisation', () => {
  it('is asked again by a patient read, long before it would be given up', async () => {
    const { id } = await org.addOpportunity();
    await org.setFaults({ rules: [{ kind: 'timeout', path: '/query', times: 1 }] });
    const patient = connect({ patienceMs: 30_000, timeoutMs: 60_000 });
    expect(await patient.readDeals([id], [])).toMatchObject([{ result: 'found' }]);
  });
});

it('a person before a screen is answered, or told after seconds that nobody answers, also where the app signs in first', async () => {
  const options = { patienceMs: () => patience(40_000), timeoutMs: 600_000 };
  expect(await asWaitedFor(() => connect(options).listFields('deal'))).not.toEqual([]);
  await org.setFaults({ rules: [{ kind: 'timeout', path: '/describe', times: 100 }] });
  const asked = (crm: CrmPort) => asWaitedFor(() => crm.listFields('deal'));
  await expect(asked(connect(options))).rejects.toMatchObject({ code: 'crm_unavailable' });
  const nobody = await listen(express().use(() => undefined));
  onTestFinished(() => nobody.close());
  const signsIn = connect({ ...options, credentials: { loginUrl: nobody.url, ...app } });
  await expect(asked(signsIn)).rejects.toMatchObject({
    message: expect.stringContaining('signing in: no answer within'),
  });
});

describe('what doctor says', () => {
  it('is all good in an organisation that has the package', async () => {
    const results = await crm.check();
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results.find(({ name }) => name === 'Salesforce access')?.detail).toContain(sandboxOrganizationId);
    expect(await crm.setUp()).toMatchObject({ created: [], existing: expect.arrayContaining(['Task.Gangway_Key__c']) });
  });

  it('names what is missing of the package, and how to get it', async () => {
    await org.control('POST', '/fields', { change: 'delete', object: 'Opportunity', name: 'Gangway_Health__c' });
    expect((await crm.check()).filter(({ ok }) => !ok)).toMatchObject([
      {
        name: 'Salesforce package',
        detail: expect.stringContaining('Opportunity.Gangway_Health__c'),
        fix: expect.stringContaining('sf project deploy start'),
      },
    ]);
    await expect(crm.setUp()).rejects.toMatchObject({
      code: 'crm_rejected',
      message: expect.stringContaining('Opportunity.Gangway_Health__c'),
    });
  });

  it('stops at access where there is none', async () => {
    await org.setFaults({ signInError: 'invalid_client' });
    expect(await crm.check()).toMatchObject([{ name: 'Salesforce access', ok: false }]);
  });

  it('warns when hardly any calls are left', async () => {
    await org.setLimits({ daily: 1_000, used: 930 });
    expect((await crm.check()).find(({ name }) => name === 'Salesforce daily limit')).toMatchObject({ ok: false });
  });
});
