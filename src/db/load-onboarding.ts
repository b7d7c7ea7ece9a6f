import { AppError } from '../errors.ts';
import type { UnfinishedEffect } from '../contracts/processes.ts';
import type { OnboardingState } from '../domain/model.ts';
import type { PreparedStatement, Sql } from './database.ts';
import { ownerIdOf } from './crm-owners.ts';
import { isLiveByAnother } from './live-by-another.ts';
import { peopleWithChannels } from './person-channels.ts';
import { personJson } from './person-home.ts';
import { fromRow, fromRows, type Row } from './rows.ts';

type ChildTable = 'phases' | 'milestones' | 'tasks' | 'blockers' | 'integration_items' | 'members' | 'people';
type StateRow = {
  onboarding: Row;
  account: { crm_id: string | null; name: string; is_live: boolean };
  effects: UnfinishedEffect[] | null;
} & Record<ChildTable, Row[] | null>;

export interface LoadedOnboarding {
  state: OnboardingState;
  clockOffsetMs: number;
  effects: UnfinishedEffect[];
}

/**
 * Locks the onboarding's row, then loads everything about it. Two statements, because a snapshot taken before the lock
 * was granted would not show what the previous holder committed.
 */
export async function lockAndLoadOnboarding(tx: Sql, onboardingId: string): Promise<LoadedOnboarding> {
  const [locked] = await tx.query('SELECT 1 FROM onboardings WHERE id = $1 FOR UPDATE', [onboardingId]);
  if (!locked) throw new AppError('not_found', { message: 'There is no such onboarding', details: { onboardingId } });
  return loadOnboarding(tx, onboardingId);
}

/** @returns its version, with the row locked until the transaction ends */
export async function lockVersion(tx: Sql, onboardingId: string): Promise<number | null> {
  const [row] = await tx.query<{ version: number }>('SELECT version FROM onboardings WHERE id = $1 FOR UPDATE', [
    onboardingId,
  ]);
  return row?.version ?? null;
}

export async function loadOnboarding(sql: Sql, onboardingId: string): Promise<LoadedOnboarding> {
  const [row] = await sql.query<{ state: StateRow; offset_ms: string | null }>(loadStatement, [onboardingId]);
  if (!row) throw new AppError('not_found', { message: 'There is no such onboarding', details: { onboardingId } });
  const { onboarding, phases, milestones, tasks, blockers, integration_items, members, people } = row.state;
  return {
    clockOffsetMs: Number(row.offset_ms ?? 0),
    effects: row.state.effects ?? [],
    state: {
      onboarding: fromRow(onboarding),
      account: {
        crmId: crmCompanyId(row.state.account.crm_id),
        name: row.state.account.name,
        isLiveByAnother: row.state.account.is_live,
      },
      phases: fromRows(phases),
      milestones: fromRows(milestones),
      tasks: fromRows(tasks),
      blockers: fromRows(blockers),
      integrationItems: fromRows(integration_items),
      members: fromRows(members),
      people: fromRows(people),
    },
  };
}

/** An account that stands for a deal without a company has no record to write to. */
const crmCompanyId = (crmId: string | null): string | null =>
  crmId !== null && !crmId.startsWith('deal:') ? crmId : null;

const children = (table: string, order: string): string =>
  `'${table}', (SELECT json_agg(row_to_json(x) ORDER BY ${order}, x.id) FROM ${table} x WHERE x.onboarding_id = o.id)`;

// people: members, owners, blockers' owners, and up to three delegates, covers or managers behind them
const loadStatement: PreparedStatement = {
  name: 'load-onboarding',
  text: `
SELECT json_build_object(
  'onboarding', row_to_json(o),
  'account', (SELECT json_build_object('crm_id', a.crm_id, 'name', a.name, 'is_live', ${isLiveByAnother('a.id', 'o.deal_id')}) FROM accounts a WHERE a.id = o.account_id),
  ${children('phases', 'x.position')},
  ${children('milestones', 'x.position')},
  ${children('tasks', 'x.position')},
  ${children('blockers', 'x.opened_at')},
  ${children('integration_items', 'x.position')},
  ${children('members', 'x.role')},
  'effects', (SELECT json_agg(json_build_object('id', e.id, 'kind', e.kind) ORDER BY e.planned_at, e.step) FROM effects e
    WHERE e.onboarding_id = o.id AND e.state IN ('planned', 'started', 'unclear')),
  'people', (
    WITH RECURSIVE near(id, depth) AS (
      SELECT id, 0 FROM (
        SELECT person_id AS id FROM members WHERE onboarding_id = o.id
        UNION SELECT owner_id FROM tasks WHERE onboarding_id = o.id
        UNION SELECT person_id FROM blockers WHERE onboarding_id = o.id
      ) direct WHERE id IS NOT NULL
      UNION
      SELECT linked.id, near.depth + 1
      FROM near JOIN people p ON p.id = near.id
      CROSS JOIN LATERAL (VALUES (p.delegate_id), (p.cover_id), (p.manager_id)) AS linked(id)
      WHERE linked.id IS NOT NULL AND near.depth < 3
    )
    SELECT json_agg(${personJson('p', 'o.calendar_country')} || jsonb_build_object('crm_owner_id', ${ownerIdOf('p.id', 'o.connection_id')}) ORDER BY p.id) FROM ${peopleWithChannels} p WHERE p.id IN (SELECT id FROM near)
  )
) AS state, (SELECT offset_ms FROM business_clock WHERE id = 1) AS offset_ms
FROM onboardings o WHERE o.id = $1`,
};
