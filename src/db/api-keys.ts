/**
 * API keys `gw_<prefix>_<secret>`: the prefix is shown, the whole is stored as a hash. Real time throughout. A key is good
 * as long as whoever made it is an administrator: they may know it still when they have left.
 */
import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Sql } from './database.ts';
import { instantSql } from './instant-sql.ts';
import { hashToken } from './sessions.ts';

export type ApiScope = 'read' | 'write' | 'admin';
export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiScope[];
  createdBy: string;
  /** who made it is no administrator any more: it opens nothing */
  isOrphaned: boolean;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
}

const isAdmin = `p.deactivated_at IS NULL AND p.staff_role IS NOT DISTINCT FROM 'admin'`;
const view = `k.id, k.name, k.prefix, k.scopes, p.name AS "createdBy", NOT (${isAdmin}) AS "isOrphaned", ${instantSql('k.created_at')} AS "createdAt", ${instantSql('k.last_used_at')} AS "lastUsedAt",
  ${instantSql('k.expires_at')} AS "expiresAt", ${instantSql('k.revoked_at')} AS "revokedAt"`;

export const listApiKeys = (sql: Sql): Promise<ApiKeyRow[]> =>
  sql.query(`SELECT ${view} FROM api_keys k JOIN people p ON p.id = k.created_by_id ORDER BY k.created_at DESC, k.id`);

/** `expiresOn`: the key's last day, UTC. */
export async function createApiKey(
  sql: Sql,
  input: { name: string; scopes: ApiScope[]; expiresOn: string | null; createdById: string },
): Promise<ApiKeyRow & { secret: string }> {
  const prefix = randomBytes(4).toString('hex');
  const secret = `gw_${prefix}_${randomBytes(32).toString('hex')}`;
  const [row] = await sql.query<ApiKeyRow>(
    `WITH k AS (
       INSERT INTO api_keys (id, name, key_hash, prefix, scopes, created_by_id, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), ($7::date + 1) AT TIME ZONE 'UTC') RETURNING *
     ) SELECT ${view} FROM k JOIN people p ON p.id = k.created_by_id`,
    [uuid(), input.name, hashToken(secret), prefix, [...new Set(input.scopes)], input.createdById, input.expiresOn],
  );
  if (!row) throw new Error('The key was not stored');
  return { ...row, secret };
}

export interface KnownApiKey {
  id: string;
  name: string;
  scopes: ApiScope[];
  createdById: string;
}

export async function findApiKey(sql: Sql, secret: string): Promise<KnownApiKey | null> {
  const [row] = await sql.query<{
    id: string;
    name: string;
    scopes: ApiScope[];
    created_by_id: string;
    is_stale: boolean;
  }>(
    `SELECT k.id, k.name, k.scopes, k.created_by_id, k.last_used_at IS NULL OR k.last_used_at < clock_timestamp() - interval '1 minute' AS is_stale
     FROM api_keys k JOIN people p ON p.id = k.created_by_id AND ${isAdmin}
     WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())`,
    [hashToken(secret)],
  );
  if (!row) return null;
  if (row.is_stale) await sql.query('UPDATE api_keys SET last_used_at = clock_timestamp() WHERE id = $1', [row.id]);
  return { id: row.id, name: row.name, scopes: row.scopes, createdById: row.created_by_id };
}

/** @returns whether there is such a key; a revoked one stays revoked. */
export async function revokeApiKey(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(
    'UPDATE api_keys SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1 RETURNING 1',
    [id],
  );
  return rows.length > 0;
}
