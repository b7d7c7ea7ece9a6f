import type { Owners } from './owners.ts';
import { batchesOf } from './records.ts';
import { historiesSchema } from './schemas.ts';
import type { Transport } from './transport.ts';
import { isSameValue } from './values.ts';

/** HubSpot takes fewer at once where it tells what stood there before. */
const batchLimit = 50;

interface Place {
  recordId: string;
  field: string;
  /** absent: whatever it holds now; else who set this, the last time */
  value?: string;
}

/** From the history of each property, which names the user, and nobody where an app or a workflow set it. */
export async function whoSet(
  transport: Transport,
  owners: Owners,
  objectType: 'deals' | 'companies',
  places: readonly Place[],
): Promise<Map<string, string>> {
  const asked = new Map(places.map(({ recordId, field, value }) => [`${recordId}:${field}`, { value }]));
  const propertiesWithHistory = [...new Set(places.map(({ field }) => field))];
  const ids = [...new Set(places.map(({ recordId }) => recordId))];
  const answers = await Promise.all(
    batchesOf(ids, batchLimit).map((batch) =>
      transport.call({
        doing: `reading who changed ${objectType}`,
        answer: historiesSchema,
        isRead: true,
        send: (client) =>
          client.crm.objects.batchApi.read(objectType, {
            inputs: batch.map((id) => ({ id })),
            properties: [],
            propertiesWithHistory,
          }),
      }),
    ),
  );
  const users = answers
    .flatMap(({ results }) => results)
    .flatMap(({ id, propertiesWithHistory: histories }) =>
      Object.entries(histories).flatMap(([field, versions]) => {
        const place = asked.get(`${id}:${field}`);
        const set = versions.find((one) => place?.value === undefined || isSameValue(one.value, place.value));
        return place && set?.updatedByUserId ? [[`${id}:${field}`, String(set.updatedByUserId)] as const] : [];
      }),
    );
  const names = await owners.namesOfUsers(users.map(([, userId]) => userId));
  return new Map(users.map(([place, userId]) => [place, names.get(userId) ?? `user ${userId}`]));
}
