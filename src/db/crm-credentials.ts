/** What connections made in the console sign in with: sealed, bound to their connection, replaced as a whole. */
import { z } from 'zod';
import type { CrmConnection } from './connections.ts';
import type { Sql } from './database.ts';
import { seal, unseal } from './secrets.ts';

const secretSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hubspot_consent'),
    accessToken: z.string(),
    refreshToken: z.string(),
    /** real time */
    expiresAt: z.iso.datetime(),
  }),
  /** of a private app */
  z.object({ kind: z.literal('hubspot_token'), accessToken: z.string() }),
  z.object({
    kind: z.literal('salesforce_client'),
    loginUrl: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    /** the unguessable part of the address that outbound messages go to */
    outboundToken: z.string(),
  }),
  /** of the same app, for one user */
  z.object({
    kind: z.literal('salesforce_key'),
    loginUrl: z.string(),
    clientId: z.string(),
    username: z.string(),
    /** PEM */
    privateKey: z.string(),
    outboundToken: z.string(),
  }),
]);
export type CrmSecret = z.infer<typeof secretSchema>;

export interface StoredCredential {
  connection: CrmConnection;
  secret: CrmSecret;
  version: number;
  /** by a person; a renewal leaves it as it is */
  connectedAt: Date;
}

const purposeOf = (connectionId: string): string => `crm:${connectionId}`;
const sealed = (key: string, connectionId: string, secret: CrmSecret): Buffer =>
  seal(key, purposeOf(connectionId), JSON.stringify(secret));

/** @param key the deployment's secret */
export const storeCredential = (
  sql: Sql,
  given: { connectionId: string; secret: CrmSecret; scopes: string[]; connectedBy: string },
  key: string,
  now: Date,
): Promise<unknown> =>
  sql.query(
    `INSERT INTO crm_credentials AS c (connection_id, sealed, scopes, connected_by, connected_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (connection_id) DO UPDATE SET sealed = excluded.sealed, scopes = excluded.scopes, connected_by = excluded.connected_by,
       connected_at = excluded.connected_at, version = c.version + 1`,
    [given.connectionId, sealed(key, given.connectionId, given.secret), given.scopes, given.connectedBy, now],
  );

/** The same connection with a fresh secret; nothing where it was replaced or taken away meanwhile. */
export const renewCredential = (
  sql: Sql,
  given: { connectionId: string; version: number; secret: CrmSecret; scopes: string[] | null },
  key: string,
): Promise<unknown> =>
  sql.query(
    'UPDATE crm_credentials SET sealed = $3, scopes = coalesce($4, scopes), version = version + 1 WHERE connection_id = $1 AND version = $2',
    [given.connectionId, given.version, sealed(key, given.connectionId, given.secret), given.scopes],
  );

export async function readCredential(sql: Sql, connectionId: string, key: string): Promise<StoredCredential | null> {
  const [found] = await readCredentials(sql, key, connectionId);
  return found ?? null;
}

export async function readCredentials(
  sql: Sql,
  key: string,
  connectionId: string | null = null,
): Promise<StoredCredential[]> {
  const rows = await sql.query<CrmConnection & { sealed: Buffer; version: number; connectedAt: Date }>(
    `SELECT c.id, c.provider, c.account_id AS "accountId", c.name, c.status, c.mode, g.sealed, g.version, g.connected_at AS "connectedAt"
     FROM crm_credentials g JOIN crm_connections c ON c.id = g.connection_id WHERE $1::uuid IS NULL OR c.id = $1`,
    [connectionId],
  );
  return rows.map(({ sealed: secret, version, connectedAt, ...connection }) => ({
    connection,
    version,
    connectedAt,
    secret: secretSchema.parse(JSON.parse(unseal(key, purposeOf(connection.id), secret))),
  }));
}

export const credentialVersions = (sql: Sql): Promise<{ connectionId: string; version: number }[]> =>
  sql.query('SELECT connection_id AS "connectionId", version FROM crm_credentials');

export const forgetCredential = (sql: Sql, connectionId: string): Promise<unknown> =>
  sql.query('DELETE FROM crm_credentials WHERE connection_id = $1', [connectionId]);
