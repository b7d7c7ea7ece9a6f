/** Looking through deals that were won before Gangway came, and taking over those that a person chose. */
import type { AboardPreview } from '../contracts/api/backfills.ts';
import type { AboardSheet } from '../domain/aboard-sheet.ts';
import type { Sql } from './database.ts';
import { notifyLive } from './live.ts';
import { enqueue, workflowOf } from './outbox.ts';

export type BackfillState = 'new' | 'looking' | 'ready' | 'running' | 'stopped' | 'done';
export type BackfillItemState = 'open' | 'chosen' | 'started' | 'left' | 'failed';

export interface Backfill {
  id: string;
  connectionId: string;
  state: BackfillState;
  /** YYYY-MM-DD */
  wonSince: string;
  cursor: string | null;
  sheet: AboardSheet | null;
  startedBy: string;
}

export interface BackfillItem {
  dealId: string;
  name: string;
  state: BackfillItemState;
  why: string;
  playbookName: string | null;
  preview: AboardPreview | null;
}

export const createBackfill = (
  tx: Sql,
  { id, connectionId, state, wonSince, startedBy }: Omit<Backfill, 'cursor' | 'sheet'>,
  now: Date,
): Promise<unknown> =>
  tx.query(
    'INSERT INTO backfills (id, connection_id, state, won_since, started_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, connectionId, state, wonSince, startedBy, now],
  );

export async function findBackfill(sql: Sql, id: string): Promise<Backfill | null> {
  const [row] = await sql.query<Backfill>(
    `SELECT id, connection_id AS "connectionId", state, won_since::text AS "wonSince", cursor, sheet, started_by AS "startedBy" FROM backfills WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** Only from one of these states. @returns whether it was in one */
export async function moveBackfill(
  sql: Sql,
  id: string,
  {
    from,
    to,
    now,
    error = null,
  }: { from: readonly BackfillState[]; to: BackfillState; now: Date; error?: string | null },
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE backfills SET state = $3, error = $5, finished_at = CASE WHEN $3 = 'done' THEN $4::timestamptz END WHERE id = $1 AND state = ANY($2) RETURNING 1`,
    [id, from, to, now, error],
  );
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
  return rows.length > 0;
}

/** Whoever stops it waits until this transaction is over. @returns whether it runs */
export const keepRunning = async (tx: Sql, id: string): Promise<boolean> =>
  (await tx.query(`SELECT 1 FROM backfills WHERE id = $1 AND state = 'running' FOR SHARE`, [id])).length > 0;

const hasChosen = `EXISTS (SELECT 1 FROM backfill_items i WHERE i.backfill_id = b.id AND i.state IN ('chosen', 'started'))`;

/** Stopped before all was looked through: a take-over begins after that alone. */
export async function isLookStopped(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM backfills b WHERE b.id = $1 AND b.state = 'stopped' AND NOT ${hasChosen}`,
    [id],
  );
  return rows.length > 0;
}

/** From a stop: with what was chosen, or with the look. @returns whether there is anything to go on with */
export async function goOn(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE backfills b SET error = NULL, state = CASE WHEN b.state <> 'stopped' THEN b.state
         WHEN ${hasChosen} THEN 'running' ELSE 'looking' END
     WHERE b.id = $1 AND b.state IN ('stopped', 'looking', 'running') RETURNING 1`,
    [id],
  );
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
  return rows.length > 0;
}

/** Only before the look has begun, which begins with it. @returns whether it had not */
export async function setSheet(
  tx: Sql,
  id: string,
  { sheet, emptyRows }: { sheet: AboardSheet; emptyRows: number },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE backfills SET sheet = $2, empty_rows = $3, state = 'looking' WHERE id = $1 AND state = 'new' RETURNING 1`,
    [id, JSON.stringify(sheet), emptyRows],
  );
  return rows.length > 0;
}

/** Of these, those that a look has come to. */
export async function seenDeals(sql: Sql, id: string, dealIds: string[]): Promise<Set<string>> {
  const rows = await sql.query<{ deal_id: string }>(
    'SELECT deal_id FROM backfill_items WHERE backfill_id = $1 AND deal_id = ANY($2)',
    [id, dealIds],
  );
  return new Set(rows.map((row) => row.deal_id));
}

/** What a look found; nothing where it was stopped meanwhile. */
export async function storeItems(
  sql: Sql,
  id: string,
  items: readonly (BackfillItem & { customer: string | null })[],
): Promise<void> {
  if (items.length === 0) return;
  const stored = await sql.query(
    `INSERT INTO backfill_items (backfill_id, deal_id, name, state, why, playbook_name, preview, customer)
     SELECT b.id, g."dealId", g.name, g.state, g.why, g."playbookName", g.preview, g.customer
     FROM backfills b, jsonb_to_recordset($2::jsonb) AS g("dealId" text, name text, state text, why text, "playbookName" text, preview jsonb, customer text)
     WHERE b.id = $1 AND b.state = 'looking' ON CONFLICT (backfill_id, deal_id) DO NOTHING RETURNING 1`,
    [id, JSON.stringify(items)],
  );
  if (stored.length > 0) await notifyLive(sql, { type: 'system' });
}

/** A page was looked through; null: it was the last, and whom of the sheet nobody had is known. Not where it was stopped meanwhile. */
export async function endPage(sql: Sql, id: string, next: string | null): Promise<void> {
  const rows = await sql.query(
    `UPDATE backfills b SET cursor = $2, state = CASE WHEN $2::text IS NULL THEN 'ready' ELSE state END,
       unmatched = CASE WHEN $2::text IS NULL AND sheet IS NOT NULL THEN (
         SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.value->'name', 'rows', jsonb_array_length(s.value->'tasks')) ORDER BY s.key), '[]')
         FROM jsonb_each(b.sheet) s WHERE NOT EXISTS (SELECT 1 FROM backfill_items i WHERE i.backfill_id = b.id AND i.customer = s.key)
       ) ELSE unmatched END
     WHERE id = $1 AND state = 'looking' RETURNING 1`,
    [id, next],
  );
  if (rows.length > 0) await notifyLive(sql, { type: 'system' });
}

/** Those named, or all that are open. @returns how many */
export async function chooseItems(tx: Sql, id: string, dealIds: string[] | null): Promise<number> {
  const rows = await tx.query(
    `UPDATE backfill_items SET state = 'chosen' WHERE backfill_id = $1 AND state IN ('open', 'failed') AND ($2::text[] IS NULL OR deal_id = ANY($2)) RETURNING 1`,
    [id, dealIds],
  );
  return rows.length;
}

export async function nextChosen(sql: Sql, id: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ deal_id: string }>(
    `SELECT deal_id FROM backfill_items WHERE backfill_id = $1 AND state = 'chosen' ORDER BY deal_id LIMIT $2`,
    [id, limit],
  );
  return rows.map((row) => row.deal_id);
}

/** By deal, where a person chose one. */
export async function chosenPlaybooks(sql: Sql, id: string, dealIds: string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ deal_id: string; playbook_key: string }>(
    'SELECT deal_id, playbook_key FROM backfill_items WHERE backfill_id = $1 AND deal_id = ANY($2) AND playbook_key IS NOT NULL',
    [id, dealIds],
  );
  return new Map(rows.map((row) => [row.deal_id, row.playbook_key]));
}

/** What was not taken over yet; null: the playbooks' rules choose again. @returns the deals it holds for */
export async function setPlaybook(tx: Sql, id: string, dealIds: string[], key: string | null): Promise<string[]> {
  const rows = await tx.query<{ deal_id: string }>(
    `UPDATE backfill_items SET playbook_key = $3 WHERE backfill_id = $1 AND deal_id = ANY($2) AND state IN ('open', 'left', 'failed') AND onboarding_id IS NULL RETURNING deal_id`,
    [id, dealIds, key],
  );
  return rows.map((row) => row.deal_id);
}

/** What another look at deals that are listed already found. */
export async function storeLookAgain(tx: Sql, id: string, items: readonly BackfillItem[]): Promise<void> {
  await tx.query(
    `UPDATE backfill_items i SET state = g.state, why = g.why, playbook_name = g."playbookName", preview = g.preview
     FROM jsonb_to_recordset($2::jsonb) AS g("dealId" text, state text, why text, "playbookName" text, preview jsonb)
     WHERE i.backfill_id = $1 AND i.deal_id = g."dealId" AND i.state IN ('open', 'left', 'failed')`,
    [id, JSON.stringify(items)],
  );
  await notifyLive(tx, { type: 'system' });
}

export interface ItemOutcome {
  dealId: string;
  state: 'started' | 'left' | 'failed';
  onboardingId: string | null;
  /** null: why its onboarding follows its playbook */
  why: string | null;
}
export async function settleItems(tx: Sql, id: string, outcomes: readonly ItemOutcome[]): Promise<void> {
  await tx.query(
    `UPDATE backfill_items i SET state = g.state, onboarding_id = g."onboardingId",
       why = coalesce(g.why, (SELECT a.data ->> 'why' FROM activity a WHERE a.onboarding_id = g."onboardingId" AND a.kind = 'opened' LIMIT 1), i.why)
     FROM jsonb_to_recordset($2::jsonb) AS g("dealId" text, state text, "onboardingId" uuid, why text) WHERE i.backfill_id = $1 AND i.deal_id = g."dealId"`,
    [id, JSON.stringify(outcomes)],
  );
  await notifyLive(tx, { type: 'system' });
}

export const enqueueBackfill = (sql: Sql, id: string, priority: number): Promise<void> =>
  enqueue(sql, [{ ...workflowOf('backfill', id), priority }]);
