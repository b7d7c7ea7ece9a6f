/** Searches. They lag behind writes and stop at 10,000 results, so windows overlap and pages go on by modification time. */
import { type Filter, FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/models/Filter.js';
import type { Instant } from '../../src/domain/model.ts';
import { AppError } from '../../src/errors.ts';
import type { ChangedDeal, WonDeal } from '../ports.ts';
import type { Stages } from './pipelines.ts';
import { type HubSpotRecord, searchResultSchema } from './schemas.ts';
import type { Transport } from './transport.ts';
import { toInstant } from './values.ts';

const pageSize = 200;
const reachableResults = 10_000;
const maxQuery = 3_000;
const modified = 'hs_lastmodifieddate';

/** Where the next page begins: modified since, and HubSpot's own offset while all of a page share one time. */
interface Cursor {
  sinceMs: number;
  offset: string;
}

interface Window {
  modifiedSince: Instant;
  after: string | null;
}

export async function findWonDeals(
  transport: Transport,
  stages: Stages,
  window: Window,
): Promise<{ deals: WonDeal[]; next: string | null }> {
  const won = (await stages.list()).filter((stage) => stage.isWon).map((stage) => stage.stageId);
  if (won.length === 0) return { deals: [], next: null };
  const isWon = { propertyName: 'dealstage', operator: FilterOperatorEnum.In, values: won };
  const { results, next } = await findModified(transport, window, {
    doing: 'looking for won deals',
    objectType: 'deals',
    filters: [isWon],
    properties: ['dealname'],
  });
  return { deals: results.map(({ id, properties }) => ({ dealId: id, name: properties['dealname'] || null })), next };
}

export async function findChangedDeals(
  transport: Transport,
  stages: Stages,
  window: Window,
): Promise<{ deals: ChangedDeal[]; next: string | null }> {
  const { results, next } = await findModified(transport, window, {
    doing: 'looking for changed deals',
    objectType: 'deals',
    filters: [],
    properties: ['pipeline', 'dealstage'],
  });
  const deals = results.map(async ({ id, properties }): Promise<ChangedDeal> => {
    const stage = await stages.find(properties['pipeline'] ?? '', properties['dealstage'] ?? '');
    const modifiedAt = toInstant(properties[modified]) ?? window.modifiedSince;
    return { dealId: id, isWon: stage?.isWon ?? false, modifiedAt };
  });
  return { deals: await Promise.all(deals), next };
}

export async function findChangedCompanies(
  transport: Transport,
  window: Window,
): Promise<{ companyIds: string[]; next: string | null }> {
  const doing = 'looking for changed companies';
  const { results, next } = await findModified(transport, window, {
    doing,
    objectType: 'companies',
    filters: [],
    properties: [],
  });
  return { companyIds: results.map(({ id }) => id), next };
}

/**
 * Ascending by modification. The next page starts at the last one's time, that record included: one modified meanwhile
 * moves to the end, and paging by offset would skip its neighbour.
 */
async function findModified(
  transport: Transport,
  { modifiedSince, after }: Window,
  {
    doing,
    objectType,
    filters,
    properties,
  }: { doing: string; objectType: 'deals' | 'companies'; filters: Filter[]; properties: string[] },
): Promise<{ results: HubSpotRecord[]; next: string | null }> {
  const cursor = after === null ? { sinceMs: Date.parse(modifiedSince), offset: '0' } : parseCursor(after);
  const { results, paging } = await transport.call({
    doing,
    answer: searchResultSchema,
    limitClass: 'search',
    isRead: true,
    send: (client) =>
      client.crm.objects.searchApi.doSearch(objectType, {
        filterGroups: [
          {
            filters: [
              { propertyName: modified, operator: FilterOperatorEnum.Gte, value: String(cursor.sinceMs) },
              ...filters,
            ],
          },
        ],
        // documented as strings; objects work as well, but are not what the published description says
        sorts: [modified],
        properties: [modified, ...properties],
        limit: pageSize,
        after: cursor.offset,
      }),
  });
  const last = toInstant(results.at(-1)?.properties[modified]);
  if (!paging?.next || last === null) return { results, next: null };
  return { results, next: nextCursor(cursor, Date.parse(last), paging.next.after) };
}

function nextCursor({ sinceMs }: Cursor, lastMs: number, offset: string): string {
  if (lastMs > sinceMs) return `${lastMs}:0`;
  // more than 10,000 of the very same millisecond are out of reach of any search
  return Number(offset) + pageSize > reachableResults ? `${sinceMs + 1}:0` : `${sinceMs}:${offset}`;
}

function parseCursor(after: string): Cursor {
  const match = /^(\d+):(\d+)$/.exec(after);
  if (!match)
    throw new AppError('invalid_input', { message: 'The page to go on from is not one of ours', details: { after } });
  return { sinceMs: Number(match[1]), offset: match[2] ?? '0' };
}

export async function searchDeals(
  transport: Transport,
  stages: Stages,
  query: string,
): Promise<{ dealId: string; name: string; stageLabel: string; isWon: boolean }[]> {
  const { results } = await transport.call({
    doing: 'searching deals',
    answer: searchResultSchema,
    limitClass: 'search',
    send: (client) =>
      client.crm.objects.searchApi.doSearch('deals', {
        query: query.slice(0, maxQuery),
        filterGroups: [],
        sorts: [],
        properties: ['dealname', 'pipeline', 'dealstage'],
        limit: 20,
        after: '0',
      }),
  });
  return Promise.all(
    results.map(async ({ id, properties }) => {
      const stage = await stages.find(properties['pipeline'] ?? '', properties['dealstage'] ?? '');
      return {
        dealId: id,
        name: properties['dealname'] || `Deal ${id}`,
        stageLabel: stage?.label ?? '',
        isWon: stage?.isWon ?? false,
      };
    }),
  );
}
