import type { Logger } from '../../src/telemetry/logger.ts';
import type { CrmPort, RateGate } from '../ports.ts';
import type { Patience } from '../until-answered.ts';
import { defaultApiVersion } from './api-version.ts';
import { check, readAccess } from './check.ts';
import { createCurrency } from './currency.ts';
import { createDescribe, withFreshFields } from './describe.ts';
import { toApiName } from './field-names.ts';
import { findChangedCompanies, findChangedDeals, findWonDeals, searchDeals } from './find-deals.ts';
import { listFields } from './list-fields.ts';
import { listRecordTypes } from './record-types.ts';
import { readDeals } from './read-deals.ts';
import { readRecords } from './records.ts';
import { toLongId } from './record-id.ts';
import { ensureRenewalDeal } from './renewal-deal.ts';
import { setUp } from './set-up.ts';
import type { Credentials } from './sign-in.ts';
import { filled } from './snapshot.ts';
import { createStages } from './stages.ts';
import { createTasks } from './tasks.ts';
import { createTransport } from './transport.ts';
import { findUsers } from './users.ts';
import { whoSet } from './who-set.ts';
import { writeFields } from './write-fields.ts';

export interface SalesforceOptions {
  credentials: Credentials;
  /** 18 characters */
  organizationId: string;
  apiVersion?: string | null;
  gate: RateGate;
  logger: Logger;
  /** for one HTTP call; a save waits for the organisation's own triggers and flows */
  timeoutMs?: number;
  /** absent: none */
  patienceMs?: Patience;
}

const defaultTimeoutMs = 30_000;

/** Salesforce as the CRM port: one organisation, one external client app. */
export function createSalesforce({
  credentials,
  organizationId,
  apiVersion,
  gate,
  logger,
  timeoutMs = defaultTimeoutMs,
  patienceMs = 0,
}: SalesforceOptions): CrmPort {
  const transport = createTransport({
    credentials,
    organizationId,
    apiVersion: apiVersion ?? defaultApiVersion,
    gate,
    logger,
    timeoutMs,
    patienceMs,
  });
  const describe = createDescribe(transport);
  const stages = createStages(transport);
  const tasks = createTasks(transport, describe);
  const currency = createCurrency(transport);
  const writer = { transport, describe, stages, currency };
  const dealUrl = (dealId: string): string => `${appUrl(credentials.loginUrl)}/lightning/r/Opportunity/${dealId}/view`;
  return {
    provider: 'salesforce',
    readDeals: (dealIds, fields) => readDeals({ ...writer, dealUrl }, dealIds, fields),
    writeFields: (writes) => writeFields(writer, writes),
    ensureNote: (note, beforeCreate) => tasks.ensureNote(note, beforeCreate),
    ensureTask: (task, beforeCreate) => tasks.ensureTask(task, beforeCreate),
    ensureRenewalDeal: (renewal, beforeCreate) => ensureRenewalDeal(writer, renewal, beforeCreate),
    findChangedDeals: (window) => findChangedDeals(transport, window),
    findChangedCompanies: (window) => findChangedCompanies(transport, window),
    findWonDeals: (window) => findWonDeals(transport, window),
    readFields: (objectType, recordIds, fields) =>
      withFreshFields(describe, async () => {
        const sObject = objectType === 'deal' ? 'Opportunity' : 'Account';
        const columns = await describe.columns(sObject, fields.map(toApiName));
        const rows = await readRecords(transport, sObject, recordIds, columns);
        return new Map(
          recordIds.flatMap((id) => {
            const row = rows.get(toLongId(id) ?? '');
            return row ? [[id, filled(row, fields)] as const] : [];
          }),
        );
      }),
    whoSet: (objectType, places) => whoSet(transport, objectType === 'deal' ? 'Opportunity' : 'Account', places),
    listStages: () => stages.list(),
    listRecordTypes: () => listRecordTypes(describe),
    findUsers: (names) => findUsers(transport, names),
    listFields: (objectType) => listFields(describe, objectType),
    searchDeals: (query) => searchDeals(transport, stages, query),
    setUp: () => setUp(describe),
    readAccess: () => readAccess(writer),
    check: () => check(writer),
    dealUrl,
  };
}

/** Where people see the records: beside the address of the API. */
const appUrl = (loginUrl: string): string => loginUrl.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');
