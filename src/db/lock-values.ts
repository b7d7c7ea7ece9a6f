/** What several transactions change of many records is locked first, in one order: two that met it in another would wait for each other. */
import type { Sql } from './database.ts';

const inOrder = 'ORDER BY object_type, record_id, field FOR UPDATE';

/** All values of these records, for as long as the transaction lasts. */
export const lockValues = (
  tx: Sql,
  connectionId: string,
  records: readonly { objectType: string; recordId: string }[],
): Promise<unknown> =>
  tx.query(
    `SELECT 1 FROM crm_values WHERE connection_id = $1 AND (object_type, record_id) IN (SELECT * FROM unnest($2::text[], $3::text[])) ${inOrder}`,
    [connectionId, records.map(({ objectType }) => objectType), records.map(({ recordId }) => recordId)],
  );

/** All values of these fields, whatever record they are of. Whoever changes onboardings as well locks those first. */
export const lockFields = (
  tx: Sql,
  connectionId: string,
  fields: readonly { object: string; field: string }[],
): Promise<unknown> =>
  tx.query(
    `SELECT 1 FROM crm_values WHERE connection_id = $1 AND (object_type, field) IN (SELECT * FROM unnest($2::text[], $3::text[])) ${inOrder}`,
    [connectionId, fields.map(({ object }) => object), fields.map(({ field }) => field)],
  );

/** The onboardings of these deals, and then all values of theirs and of their companies, of those they belonged to so far as well. */
export async function lockOnboardingsOfDeals(
  tx: Sql,
  connectionId: string,
  { dealIds, companyIds }: { dealIds: readonly string[]; companyIds: readonly string[] },
): Promise<void> {
  await tx.query(`SELECT 1 FROM onboardings WHERE connection_id = $1 AND deal_id = ANY($2) ORDER BY id FOR UPDATE`, [
    connectionId,
    dealIds,
  ]);
  await tx.query(
    `SELECT 1 FROM crm_values WHERE connection_id = $1 AND (object_type, record_id) IN (
       SELECT 'deal', unnest($2::text[]) UNION SELECT 'company', unnest($3::text[])
       UNION SELECT 'company', a.crm_id FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.connection_id = $1 AND o.deal_id = ANY($2)
     ) ${inOrder}`,
    [connectionId, dealIds, companyIds],
  );
}

/** A change of all values that fit, which a statement of its own would lock in any order. */
export const updateInOrder = (change: string, where: string): string =>
  `WITH mine AS MATERIALIZED (
     SELECT connection_id, object_type, record_id, field FROM crm_values WHERE ${where}
     ORDER BY connection_id, object_type, record_id, field FOR UPDATE
   )
   UPDATE crm_values v SET ${change} FROM mine
   WHERE v.connection_id = mine.connection_id AND v.object_type = mine.object_type AND v.record_id = mine.record_id AND v.field = mine.field`;
