import { batchesOf, type ObjectType } from './records.ts';
import { associationsSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Association {
  toId: string;
  /** lower case, as people named them: "decision maker" */
  labels: string[];
  isPrimary: boolean;
}

/** v1-table ids that HubSpot itself defines. */
export const associationTypeIds = { dealToPrimaryCompany: 5, noteToDeal: 214, taskToDeal: 216 } as const;

/** Records without any are left out. Long lists come in pages, each asked for again with its own `after`. */
export async function readAssociations(
  transport: Transport,
  from: ObjectType,
  to: ObjectType,
  ids: string[],
): Promise<Map<string, Association[]>> {
  const found = new Map<string, Association[]>();
  let inputs: { id: string; after?: string }[] = [...new Set(ids)].map((id) => ({ id }));
  while (inputs.length > 0) {
    const answers = await Promise.all(
      batchesOf(inputs).map((batch) =>
        transport.call({
          doing: `reading the ${to.replace('_', ' ')} of ${from}`,
          answer: associationsSchema,
          isRead: true,
          send: (client) => client.crm.associations.v4.batchApi.getPage(from, to, { inputs: batch }),
        }),
      ),
    );
    const results = answers.flatMap((answer) => answer.results);
    for (const {
      _from: { id },
      to: targets,
    } of results) {
      found.set(id, [
        ...(found.get(id) ?? []),
        ...targets.map(({ toObjectId, associationTypes }) => ({
          toId: toObjectId,
          labels: associationTypes.flatMap(({ label }) => (label ? [label.toLowerCase()] : [])),
          isPrimary: associationTypes.some(
            ({ category, typeId }) =>
              category === 'HUBSPOT_DEFINED' && typeId === associationTypeIds.dealToPrimaryCompany,
          ),
        })),
      ]);
    }
    inputs = results.flatMap(({ _from: { id }, paging }) => (paging?.next ? [{ id, after: paging.next.after }] : []));
  }
  return found;
}
