import type { Owners } from './owners.ts';
import { batchesOf } from './records.ts';
import { historiesSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

/** HubSpot takes fewer at once where it tells what stood there before. */
const batchLimit = 50;

/** From the history of each property, which names the user, and nobody where an app or a workflow set it. */
export async function whoSet(
  transport: Transport,
  owners: Owners,
  objectType: 'deals' | 'companies',
  places: readonly { recordId: string; field: string }[],
): Promise<Map<string, string>> {
  const asked = new Set(places.map(({ recordId, field }) => `${recordId}:${field}`));
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
      Object.entries(histories).flatMap(([field, [newest]]) =>
        newest?.updatedByUserId && asked.has(`${id}:${field}`)
          ? [[`${id}:${field}`, String(newest.updatedByUserId)] as const]
          : [],
      ),
    );
  const names = await owners.namesOfUsers(users.map(([, userId]) => userId));
  return new Map(users.map(([place, userId]) => [place, names.get(userId) ?? `user ${userId}`]));
}
