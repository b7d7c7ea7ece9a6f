/** API keys `gw_<prefix>_<secret>`: the prefix is shown, the whole is stored as a hash. Real time throughout. */
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
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
}

const view = `id, name, prefix, scopes, ${instantSql('created_at')} AS "createdAt", ${instantSql('last_used_at')} AS "lastUsedAt",
  ${instantSql('expires_at')} AS "expiresAt", ${instantSql('revoked_at')} AS "revokedAt"`;

export const listApiKeys = (sql: Sql): Promise<ApiKeyRow[]> =>
  sql.query(`SELECT ${view} FROM api_keys ORDER BY created_at DESC, id`);

/** `expiresOn`: the key's last day, UTC. */
export async function createApiKey(
  sql: Sql,
  input: { name: string; scopes: ApiScope[]; expiresOn: string | null; createdById: string },
): Promise<ApiKeyRow & { secret: string }> {
  const prefix = randomBytes(4).toString('hex');
  const secret = `gw_${prefix}_${randomBytes(32).toString('hex')}`;
  const [row] = await sql.query<ApiKeyRow>(
    `INSERT INTO api_keys (id, name, key_hash, prefix, scopes, created_by_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp(), ($7::date + 1) AT TIME ZONE 'UTC') RETURNING ${view}`,
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
    `SELECT id, name, scopes, created_by_id, last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute' AS is_stale
     FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())`,
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
