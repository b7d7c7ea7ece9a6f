import type { Side } from '../domain/model.ts';
import type { Sql } from './database.ts';

export interface Unwanted {
  email: string;
  side: Side;
  /** by mail */
  unsubscribed: string[];
  /** null: not known in Slack */
  unwantedInSlack: string[] | null;
}

export async function unwantedKinds(sql: Sql, personId: string): Promise<Unwanted | null> {
  const [row] = await sql.query<Unwanted>(
    `SELECT p.email, p.side, p.unsubscribed, c.unwanted AS "unwantedInSlack"
     FROM people p LEFT JOIN person_channels c ON c.person_id = p.id AND c.channel = 'slack' AND c.address IS NOT NULL WHERE p.id = $1`,
    [personId],
  );
  return row ?? null;
}

const chosenSql = (column: string): string =>
  `ARRAY(SELECT k FROM unnest(${column}) k WHERE k <> ALL($2::text[])) || CASE WHEN $3 THEN $2::text[] ELSE '{}' END`;

/** By mail. Safe to repeat. @returns whether there is such a person. */
export async function setUnsubscribed(
  sql: Sql,
  personId: string,
  kinds: string[],
  isUnsubscribed: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE people SET unsubscribed = ${chosenSql('unsubscribed')} WHERE id = $1 RETURNING 1`,
    [personId, kinds, isUnsubscribed],
  );
  return rows.length > 0;
}

/** Of somebody who is not known in Slack there is nothing to say. */
export const setUnwantedInSlack = (
  sql: Sql,
  personId: string,
  kinds: string[],
  isUnwanted: boolean,
): Promise<unknown> =>
  sql.query(
    `UPDATE person_channels SET unwanted = ${chosenSql('unwanted')} WHERE person_id = $1 AND channel = 'slack'`,
    [personId, kinds, isUnwanted],
  );
