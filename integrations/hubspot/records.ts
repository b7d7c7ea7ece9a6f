/** Reading by id: always by POST in batches, so that many properties never make the address too long. */
import type { HubSpotRecord } from './schemas.ts';
import { oneRecordSchema, recordsSchema } from './schemas.ts';
import { isAppError } from '../../src/errors.ts';
import type { Transport } from './transport.ts';

export type ObjectType = 'deals' | 'companies' | 'contacts' | 'line_items' | 'notes' | 'tasks';

export const batchLimit = 100;

export function batchesOf<T>(items: T[], size = batchLimit): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Records by the id they were asked for with; those that do not exist are left out. */
export async function readRecords(
  transport: Transport,
  objectType: ObjectType,
  ids: string[],
  properties: string[],
  idProperty?: string,
): Promise<Map<string, HubSpotRecord>> {
  const answers = await Promise.all(
    batchesOf([...new Set(ids)]).map((batch) =>
      transport.call({
        doing: `reading ${objectType.replace('_', ' ')}`,
        answer: recordsSchema,
        isRead: true,
        send: (client) =>
          client.crm.objects.batchApi.read(objectType, {
            inputs: batch.map((id) => ({ id })),
            properties,
            propertiesWithHistory: [],
            ...(idProperty && { idProperty }),
          }),
      }),
    ),
  );
  const records = answers.flatMap((answer) => answer.results);
  return new Map(
    records.map((record) => [(idProperty ? record.properties[idProperty] : undefined) ?? record.id, record]),
  );
}

/** A merged deal is answered with the deal it became part of. Null: it does not exist. */
export async function readOne(
  transport: Transport,
  objectType: ObjectType,
  id: string,
  properties: string[],
): Promise<HubSpotRecord | null> {
  try {
    return await transport.call({
      doing: `reading ${objectType.replace('_', ' ')} ${id}`,
      answer: oneRecordSchema,
      isRead: true,
      send: (client) => client.crm.objects.basicApi.getById(objectType, id, properties),
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'crm_not_found') return null;
    throw error;
  }
}

/** The record for each id asked for, also when HubSpot answers with the one it was merged into. */
export function byRequestedId(ids: string[], records: Iterable<HubSpotRecord>): Map<string, HubSpotRecord> {
  const found = new Map<string, HubSpotRecord>();
  for (const record of records) {
    found.set(record.id, record);
    for (const merged of mergedIds(record)) if (!found.has(merged)) found.set(merged, record);
  }
  return new Map(
    ids.flatMap((id) => {
      const record = found.get(id);
      return record ? [[id, record] as const] : [];
    }),
  );
}

export const mergedIdsProperty = 'hs_merged_object_ids';
export const mergedIds = (record: HubSpotRecord): string[] =>
  record.properties[mergedIdsProperty]
    ?.split(';')
    .map((id) => id.trim())
    .filter((id) => id !== '') ?? [];
