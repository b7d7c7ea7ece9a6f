/** Opportunities with all around them: five queries for up to 200 of them, and one for those that may have been won for long. */
import type { Cached } from '../cached.ts';
import type { DealRead } from '../ports.ts';
import { type Describe, withFreshFields } from './describe.ts';
import { companyFieldsOf, dealFieldsOf, toApiName } from './field-names.ts';
import { toLongId } from './record-id.ts';
import {
  contactRoleColumns,
  lineItemColumns,
  opportunityColumns,
  stageHistoryColumns,
  taskColumns,
  toSnapshot,
} from './snapshot.ts';
import { type IdQuery, readByIds, type Row } from './soql.ts';
import type { Stages } from './stages.ts';
import type { Transport } from './transport.ts';
import { idAt, textAt } from './values.ts';
import { mayHaveMovedOn, wonSince } from './won-at.ts';

export interface DealReader {
  transport: Transport;
  describe: Describe;
  stages: Stages;
  /** of all amounts where records name none */
  currency: Cached<string | null>;
  dealUrl(dealId: string): string;
}

/** Enough to know what sales wrote; a deal can carry hundreds. */
const newestTasks = 10;
/** the newest of all deals together; no query can say “ten each” without one query more for each deal */
const mostTasks = 2_000;

/** Deleted opportunities are not found by a query; opportunities themselves are never merged. */
export async function readDeals(reader: DealReader, dealIds: string[], fields: string[]): Promise<DealRead[]> {
  const ids = [...new Set(dealIds)];
  if (ids.length === 0) return [];
  return withFreshFields(reader.describe, () => readAround(reader, ids, fields));
}

async function readAround(reader: DealReader, ids: string[], fields: string[]): Promise<DealRead[]> {
  const { stages } = reader;
  const dealFields = dealFieldsOf(fields);
  const companyFields = companyFieldsOf(fields);
  const known = [...new Set(ids.flatMap((id) => toLongId(id) ?? []))];
  const [opportunities, contactRoles, lineItems, tasks, currency, { userId }] = await Promise.all([
    readOpportunities(reader, known, [
      ...opportunityColumns,
      ...dealFields.map(toApiName),
      ...companyFields.map((name) => `Account.${toApiName(name)}`),
    ]),
    readAbout(
      reader,
      known,
      'OpportunityContactRole',
      contactRoleColumns,
      'OpportunityId',
      'ORDER BY IsPrimary DESC, Id',
    ),
    readAbout(reader, known, 'OpportunityLineItem', lineItemColumns, 'OpportunityId', 'ORDER BY Id'),
    readNotes(reader, known),
    currencyOfAll(reader),
    reader.transport.session(),
    stages.list(),
  ]);
  const histories = await readAbout(
    reader,
    [...opportunities].flatMap(([id, row]) => (mayHaveMovedOn(row) ? [id] : [])),
    'OpportunityHistory',
    stageHistoryColumns,
    'OpportunityId',
    'ORDER BY CreatedDate DESC, Id DESC',
  );
  return Promise.all(
    ids.map(async (dealId): Promise<DealRead> => {
      const id = toLongId(dealId) ?? '';
      const opportunity = opportunities.get(id);
      if (!opportunity) return { dealId, result: 'missing' };
      const stage = await stages.find(textAt(opportunity, 'StageName') ?? '');
      return {
        dealId,
        result: 'found',
        deal: toSnapshot({
          opportunity,
          userId,
          currency,
          dealFields,
          companyFields,
          url: reader.dealUrl(id),
          stageLabel: stage?.label ?? null,
          wonAt: await wonSince(histories.get(id) ?? [], stages),
          contactRoles: contactRoles.get(id) ?? [],
          lineItems: lineItems.get(id) ?? [],
          tasks: (tasks.get(id) ?? []).slice(0, newestTasks),
        }),
      };
    }),
  );
}

async function readOpportunities(reader: DealReader, ids: string[], wanted: string[]): Promise<Map<string, Row>> {
  const columns = await reader.describe.columns('Opportunity', [...new Set(wanted)]);
  const rows = await readOf(reader, { columns, from: 'Opportunity', key: 'Id', ids });
  return new Map(rows.map((row) => [idAt(row), row]));
}

/** null: each opportunity names its own, or nobody does. */
async function currencyOfAll({ describe, currency }: DealReader): Promise<string | null> {
  const named = await describe.columns('Opportunity', ['CurrencyIsoCode']);
  return named.length > 0 ? null : currency.get();
}

/** An object that our user may not see (an organisation without products) has nothing to say. */
async function readAbout(
  reader: DealReader,
  ids: string[],
  from: string,
  wanted: readonly string[],
  key: string,
  rest: string,
): Promise<Map<string, Row[]>> {
  if (ids.length === 0) return new Map();
  const columns = await reader.describe.columns(from, wanted);
  if (!columns.includes(key)) return new Map();
  const rows = await readOf(reader, { columns, from, key, ids, rest });
  return Map.groupBy(rows, (row) => idAt(row, key));
}

/**
 * What sales logged: calls, mails and notes are completed tasks. The newer “notes” of Salesforce are files whose text is
 * only given one by one, and seen by whom they were shared with.
 */
async function readNotes(reader: DealReader, ids: string[]): Promise<Map<string, Row[]>> {
  const ours = (await reader.describe.fieldsOf('Task')).has('Gangway_Key__c') ? 'AND Gangway_Key__c = null ' : '';
  const rest = `AND IsClosed = true ${ours}ORDER BY CreatedDate DESC LIMIT ${mostTasks}`;
  return readAbout(reader, ids, 'Task', taskColumns, 'WhatId', rest);
}

const readOf = ({ transport }: DealReader, query: Omit<IdQuery, 'doing'>): Promise<Row[]> =>
  readByIds(transport, { doing: `reading ${query.from}`, ...query });
