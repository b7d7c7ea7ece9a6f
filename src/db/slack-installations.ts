/** Workspaces that our app is installed in. Real time: a token is taken or not, whatever the business clock says. */
import { v7 as uuid } from 'uuid';
import type { Sql } from './database.ts';
import { slackIsBack } from './person-channels.ts';
import { seal, unseal } from './secrets.ts';

export interface SlackInstallation {
  /** names its rate buckets */
  id: string;
  teamId: string;
  teamName: string;
  botUserId: string;
  scopes: string[];
  installedAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
  lastEventAt: Date | null;
}

const columns = `id, team_id AS "teamId", team_name AS "teamName", bot_user_id AS "botUserId", scopes, installed_at AS "installedAt",
  revoked_at AS "revokedAt", revoked_reason AS "revokedReason", last_event_at AS "lastEventAt"`;
const purposeOf = (teamId: string): string => `slack:${teamId}`;

export const listInstallations = (sql: Sql): Promise<SlackInstallation[]> =>
  sql.query<SlackInstallation & Record<string, unknown>>(
    `SELECT ${columns} FROM slack_installations ORDER BY team_name, team_id`,
  );

/** Its token, in the clear, for the client alone. Null: not installed, or removed. */
export async function openInstallation(
  sql: Sql,
  teamId: string,
  secret: string,
): Promise<{ id: string; token: string } | null> {
  const [row] = await sql.query<{ id: string; token: Buffer }>(
    'SELECT id, token FROM slack_installations WHERE team_id = $1 AND revoked_at IS NULL',
    [teamId],
  );
  return row ? { id: row.id, token: unseal(secret, purposeOf(teamId), row.token) } : null;
}

export interface NewInstallation {
  teamId: string;
  teamName: string;
  botUserId: string;
  token: string;
  scopes: string[];
  installedById: string | null;
}

/** Installed, or installed again: people of that workspace are reached there again. */
export async function rememberInstallation(tx: Sql, given: NewInstallation, secret: string): Promise<void> {
  const { teamId, teamName, botUserId, token, scopes, installedById } = given;
  await tx.query(
    `INSERT INTO slack_installations (id, team_id, team_name, bot_user_id, token, scopes, installed_by_id, installed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
     ON CONFLICT (team_id) DO UPDATE SET team_name = excluded.team_name, bot_user_id = excluded.bot_user_id, token = excluded.token,
       scopes = excluded.scopes, installed_by_id = coalesce(excluded.installed_by_id, slack_installations.installed_by_id),
       installed_at = CASE WHEN slack_installations.revoked_at IS NULL THEN slack_installations.installed_at ELSE excluded.installed_at END,
       revoked_at = NULL, revoked_reason = NULL`,
    [uuid(), teamId, teamName, botUserId, seal(secret, purposeOf(teamId), token), scopes, installedById],
  );
  await slackIsBack(tx, teamId);
  await announce(tx);
}

/** @returns whether it was not known before */
export async function revokeInstallation(sql: Sql, teamId: string, reason: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE slack_installations SET revoked_at = clock_timestamp(), revoked_reason = $2 WHERE team_id = $1 AND revoked_at IS NULL RETURNING 1`,
    [teamId, reason],
  );
  if (rows.length > 0) await announce(sql);
  return rows.length > 0;
}

/** Nobody knows its token any more. @returns whether it was installed there */
export async function forgetInstallation(sql: Sql, teamId: string, reason: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE slack_installations SET token = '', revoked_at = coalesce(revoked_at, clock_timestamp()), revoked_reason = $2
     WHERE team_id = $1 AND token <> '' RETURNING 1`,
    [teamId, reason],
  );
  if (rows.length > 0) await announce(sql);
  return rows.length > 0;
}

/** Something came from there: the settings show when that was, to the minute, in business time as beside a CRM. */
export async function noteSlackEvent(sql: Sql, teamId: string, now: Date): Promise<void> {
  await sql.query(
    `UPDATE slack_installations SET last_event_at = $2
     WHERE team_id = $1 AND (last_event_at IS NULL OR last_event_at < $2::timestamptz - interval '1 minute')`,
    [teamId, now],
  );
}

const announce = (sql: Sql): Promise<unknown> => sql.query(`SELECT pg_notify('live', '{"type":"system"}')`);
