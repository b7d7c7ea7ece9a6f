import { instantSql } from '../instant-sql.ts';
import type { Sql } from '../database.ts';

export interface SlackWorkspaceRow {
  teamId: string;
  name: string;
  installedBy: string | null;
  installedAt: string;
  scopes: string[];
  disconnectedAt: string | null;
  disconnectedReason: string | null;
  lastEventAt: string | null;
}

/** Those that are connected come first. */
export const listWorkspaces = (sql: Sql): Promise<SlackWorkspaceRow[]> =>
  sql.query<SlackWorkspaceRow & Record<string, unknown>>(
    `SELECT i.team_id AS "teamId", i.team_name AS name, p.name AS "installedBy", ${instantSql('i.installed_at')} AS "installedAt", i.scopes,
       ${instantSql('i.revoked_at')} AS "disconnectedAt", i.revoked_reason AS "disconnectedReason", ${instantSql('i.last_event_at')} AS "lastEventAt"
     FROM slack_installations i LEFT JOIN people p ON p.id = i.installed_by_id
     ORDER BY i.revoked_at IS NOT NULL, i.team_name, i.team_id`,
  );
