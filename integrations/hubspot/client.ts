import type { Logger } from '../../src/telemetry/logger.ts';
import type { CrmPort, RateGate } from '../ports.ts';
import type { Patience } from '../until-answered.ts';
import { check, readAccess } from './check.ts';
import { findChangedCompanies, findChangedDeals, findWonDeals, searchDeals } from './find-deals.ts';
import { listFields } from './list-fields.ts';
import { ensureNote, ensureTask } from './notes-and-tasks.ts';
import { createOwners } from './owners.ts';
import { createStages } from './pipelines.ts';
import { readDeals } from './read-deals.ts';
import { byRequestedId, mergedIdsProperty, readRecords } from './records.ts';
import { ensureRenewalDeal } from './renewal-deal.ts';
import { setUp } from './set-up.ts';
import { filled } from './snapshot.ts';
import { type AccessToken, createTransport } from './transport.ts';
import { whoSet } from './who-set.ts';
import { writeFields } from './write-fields.ts';

export interface HubSpotOptions {
  /** of a private app, or of a consent */
  token: AccessToken;
  /** https://api.hubapi.com, or a sandbox */
  baseUrl: string;
  /** the portal's id */
  accountId: string;
  gate: RateGate;
  logger: Logger;
  /** for one HTTP call; HubSpot itself answers within 10 s */
  timeoutMs?: number;
  /** absent: none */
  patienceMs?: Patience;
  /** where people see the records; HubSpot forwards from there to the account's own region */
  appUrl?: string;
}

const deals = '0-3';

/** HubSpot as the CRM port: one account, one private app. */
export function createHubSpot({
  token,
  baseUrl,
  accountId,
  gate,
  logger,
  timeoutMs,
  patienceMs,
  appUrl = 'https://app.hubspot.com',
}: HubSpotOptions): CrmPort {
  const transport = createTransport({ token, baseUrl, gate, logger, timeoutMs, patienceMs });
  const stages = createStages(transport);
  const owners = createOwners(transport);
  const dealUrl = (dealId: string): string => `${appUrl}/contacts/${accountId}/record/${deals}/${dealId}`;
  return {
    provider: 'hubspot',
    readDeals: (dealIds, fields) => readDeals({ transport, stages, owners, dealUrl }, dealIds, fields),
    writeFields: (writes) => writeFields({ transport, stages, owners }, writes),
    ensureNote: (note, beforeCreate) => ensureNote(transport, note, beforeCreate),
    ensureTask: (task, beforeCreate) => ensureTask(transport, task, beforeCreate),
    ensureRenewalDeal: (renewal, beforeCreate) => ensureRenewalDeal(transport, stages, renewal, beforeCreate),
    findChangedDeals: (window) => findChangedDeals(transport, stages, window),
    findChangedCompanies: (window) => findChangedCompanies(transport, window),
    findWonDeals: (window) => findWonDeals(transport, stages, window),
    async readFields(objectType, recordIds, fields) {
      const records = await readRecords(transport, objectType === 'deal' ? 'deals' : 'companies', recordIds, [
        ...fields,
        mergedIdsProperty,
      ]);
      return new Map(
        [...byRequestedId(recordIds, records.values())].map(([id, record]) => [id, filled(record.properties, fields)]),
      );
    },
    whoSet: (objectType, places) => whoSet(transport, owners, objectType === 'deal' ? 'deals' : 'companies', places),
    listStages: () => stages.list(),
    listRecordTypes: () => Promise.resolve([]),
    findUsers: (names) => owners.findAll(names),
    listFields: (objectType) => listFields(transport, objectType),
    searchDeals: (query) => searchDeals(transport, stages, query),
    setUp: () => setUp(transport),
    readAccess: () => readAccess(transport, token),
    check: () => check(transport, stages, { accountId, token }),
    dealUrl,
  };
}
