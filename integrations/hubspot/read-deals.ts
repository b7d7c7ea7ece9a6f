/** A batch of deals with everything around them, in as few calls as batches allow. */
import { companyFieldPrefix } from '../../src/domain/crm-fields.ts';
import type { DealRead } from '../ports.ts';
import { type Association, readAssociations } from './associations.ts';
import type { Owners } from './owners.ts';
import type { Stages } from './pipelines.ts';
import { byRequestedId, mergedIdsProperty, type ObjectType, readOne, readRecords } from './records.ts';
import type { HubSpotRecord } from './schemas.ts';
import {
  companyFieldNames,
  companyProperties,
  contactProperties,
  dealProperties,
  lineItemProperties,
  noteProperties,
  toSnapshot,
  userOf,
} from './snapshot.ts';
import type { Transport } from './transport.ts';

export interface DealReader {
  transport: Transport;
  stages: Stages;
  owners: Owners;
  dealUrl(dealId: string): string;
}

const around = ['companies', 'contacts', 'line_items', 'notes'] as const;
type Around = (typeof around)[number];
export type Surroundings = Record<Around, Map<string, Association[]>>;

/** Enough to know what sales wrote; a deal can carry hundreds. */
const newestNotes = 10;

export async function readDeals(reader: DealReader, dealIds: string[], fields: string[]): Promise<DealRead[]> {
  const { transport, stages, owners } = reader;
  const ids = [...new Set(dealIds)];
  if (ids.length === 0) return [];
  const ofCompany = companyFieldNames(fields);
  const ofDeal = fields.filter((name) => !name.startsWith(companyFieldPrefix));
  const properties = [...new Set([...dealProperties, ...ofDeal])];
  // a merged deal answers with the survivor, but has no associations under its old id: those are read in a second round
  const [records, own] = await Promise.all([
    readRecords(transport, 'deals', ids, properties),
    readAround(transport, ids),
    stages.list(),
  ]);
  const deals = await withMerged(transport, byRequestedId(ids, records.values()), ids, properties);
  const canonicalIds = [...new Set([...deals.values()].map((deal) => deal.id))];
  const survivors = await readAround(
    transport,
    canonicalIds.filter((id) => !ids.includes(id)),
  );
  const links = merge(own, survivors);

  const [companies, contacts, products, notes] = await Promise.all([
    readRecords(
      transport,
      'companies',
      canonicalIds.flatMap((id) => primary(links.companies.get(id))?.toId ?? []),
      [...new Set([...companyProperties, ...ofCompany])],
    ),
    readRecords(transport, 'contacts', linked(links.contacts, canonicalIds), contactProperties),
    readRecords(transport, 'line_items', linked(links.line_items, canonicalIds), lineItemProperties),
    readRecords(
      transport,
      'notes',
      canonicalIds.flatMap((id) => newest(links.notes.get(id))),
      noteProperties,
    ),
  ]);
  const userNames = await owners.namesOfUsers(
    [deals, companies, products].flatMap((some) => [...some.values()].flatMap((one) => userOf(one) ?? [])),
  );
  const toDeal = async (deal: HubSpotRecord) => {
    const { pipeline, dealstage, hubspot_owner_id: ownerId } = deal.properties;
    return toSnapshot({
      deal,
      fields,
      url: reader.dealUrl(deal.id),
      stage: await stages.find(pipeline ?? '', dealstage ?? ''),
      owner: ownerId ? await owners.find(ownerId) : null,
      userNames,
      company: companies.get(primary(links.companies.get(deal.id))?.toId ?? '') ?? null,
      contacts: (links.contacts.get(deal.id) ?? []).flatMap(({ toId, labels }) =>
        withRecord(contacts, toId, { labels }),
      ),
      lineItems: (links.line_items.get(deal.id) ?? []).flatMap(({ toId }) => products.get(toId) ?? []),
      notes: newest(links.notes.get(deal.id)).flatMap((id) => notes.get(id) ?? []),
    });
  };
  return Promise.all(
    ids.map(async (dealId): Promise<DealRead> => {
      const deal = deals.get(dealId);
      return deal ? { dealId, result: 'found', deal: await toDeal(deal) } : { dealId, result: 'missing' };
    }),
  );
}

/** What a batch does not find may have been merged; only a read by its own id tells. */
async function withMerged(
  transport: Transport,
  found: Map<string, HubSpotRecord>,
  ids: string[],
  properties: string[],
): Promise<Map<string, HubSpotRecord>> {
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const single = await Promise.all(
    missing.map(async (id) => [id, await readOne(transport, 'deals', id, [mergedIdsProperty])] as const),
  );
  const survivorOf = new Map(single.flatMap(([id, record]) => (record ? [[id, record.id] as const] : [])));
  const records = await readRecords(transport, 'deals', [...survivorOf.values()], properties);
  return new Map([
    ...found,
    ...[...survivorOf].flatMap(([id, survivor]) => {
      const record = records.get(survivor);
      return record ? [[id, record] as const] : [];
    }),
  ]);
}

async function readAround(transport: Transport, dealIds: string[]): Promise<Surroundings> {
  const read = (to: ObjectType) => readAssociations(transport, 'deals', to, dealIds);
  const [companies, contacts, lineItems, notes] = await Promise.all([
    read('companies'),
    read('contacts'),
    read('line_items'),
    read('notes'),
  ]);
  return { companies, contacts, line_items: lineItems, notes };
}

const merge = (one: Surroundings, other: Surroundings): Surroundings => ({
  companies: new Map([...one.companies, ...other.companies]),
  contacts: new Map([...one.contacts, ...other.contacts]),
  line_items: new Map([...one.line_items, ...other.line_items]),
  notes: new Map([...one.notes, ...other.notes]),
});

export const primary = (companies: Association[] = []): Association | undefined =>
  companies.find(({ isPrimary }) => isPrimary) ?? companies[0];
const linked = (links: Map<string, Association[]>, ids: string[]): string[] =>
  ids.flatMap((id) => links.get(id)?.map(({ toId }) => toId) ?? []);
/** ids grow with time */
const newest = (notes: Association[] = []): string[] =>
  notes
    .map(({ toId }) => toId)
    .sort((one, other) => Number(other) - Number(one))
    .slice(0, newestNotes);

function withRecord<T>(records: Map<string, HubSpotRecord>, id: string, more: T): (T & { record: HubSpotRecord })[] {
  const record = records.get(id);
  return record ? [{ ...more, record }] : [];
}
