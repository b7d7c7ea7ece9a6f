import type { z } from 'zod';
import type { onboardingRow } from '../../contracts/api/onboarding-views.ts';
import type { OnboardingStatus } from '../../domain/model.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';
import { actsForSql } from './acts-for.ts';
import { cursorKind, type Page } from './cursor.ts';
import { containing, lateSql, personRefSql } from './fragments.ts';

export type OnboardingRow = z.output<typeof onboardingRow>;
export interface PortfolioFilter {
  statuses: OnboardingStatus[] | null;
  health: string | null;
  /** who fills a role or owns a task, or covers for somebody who does */
  personId: string | null;
  search: string | null;
  sort: 'updated' | 'target' | 'health' | 'name';
  cursor: string | undefined;
  limit: number;
}

const sorts = {
  updated: {
    cursors: cursorKind('updated', { key: 'instant', id: 'uuid' }),
    key: 'o.updated_at',
    type: 'timestamptz',
    order: 'DESC',
    after: '<',
    text: instantSql('sort_key'),
  },
  target: {
    cursors: cursorKind('target', { key: 'date', id: 'uuid' }),
    key: `coalesce(o.target_go_live_on, '9999-12-31'::date)`,
    type: 'date',
    order: 'ASC',
    after: '>',
    text: 'sort_key::text',
  },
  health: {
    cursors: cursorKind('health', { key: 'number', id: 'uuid' }),
    key: `coalesce(o.health, 101)`,
    type: 'int',
    order: 'ASC',
    after: '>',
    text: 'sort_key::text',
  },
  name: {
    cursors: cursorKind('name', { key: 'text', id: 'uuid' }),
    key: 'lower(o.name)',
    type: 'text',
    order: 'ASC',
    after: '>',
    text: 'sort_key',
  },
} as const;

const healthSql = `CASE WHEN (o.health_override ->> 'until')::date >= ($5::timestamptz AT TIME ZONE o.timezone)::date THEN o.health_override ->> 'status' ELSE o.health_status END`;

// looked up once, and only where somebody is asked for
const mineSql = actsForSql('$2', '$5');

/** One page of the portfolio, with how many onboardings there are per status under the same other filters. */
export async function listOnboardings(
  sql: Sql,
  filter: PortfolioFilter,
  now: Date,
): Promise<Page<OnboardingRow> & { counts: Record<string, number> }> {
  const sort = sorts[filter.sort];
  const after = sort.cursors.read(filter.cursor);
  const [result] = await sql.query<{
    counts: Record<string, number> | null;
    rows: { row: OnboardingRow; key: string }[] | null;
  }>(
    // not materialized, so that a page is read from its index and only the counts look at all
    `WITH filtered AS NOT MATERIALIZED (
       SELECT o.id, o.status, ${sort.key} AS sort_key FROM onboardings o
       WHERE ($1::text IS NULL OR ${healthSql} = $1)
         AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM members m WHERE m.onboarding_id = o.id AND m.person_id = ANY(${mineSql})) OR EXISTS (SELECT 1 FROM tasks t WHERE t.onboarding_id = o.id AND t.owner_id = ANY(${mineSql})))
         AND ($3::text IS NULL OR o.name ILIKE $3 OR EXISTS (SELECT 1 FROM accounts a WHERE a.id = o.account_id AND a.name ILIKE $3))
     ), page AS (
       SELECT id, sort_key FROM filtered WHERE ($4::text[] IS NULL OR status = ANY($4)) AND ($6::text IS NULL OR (sort_key, id) ${sort.after} ($6::${sort.type}, $7::uuid))
       ORDER BY sort_key ${sort.order}, id ${sort.order} LIMIT $8
     )
     SELECT (SELECT jsonb_object_agg(status, n) FROM (SELECT status, count(*) AS n FROM filtered GROUP BY status) c) AS counts,
       (SELECT jsonb_agg(jsonb_build_object('key', ${sort.text}, 'row', ${rowSql}) ORDER BY page.sort_key ${sort.order}, page.id ${sort.order})
        FROM page JOIN onboardings o ON o.id = page.id JOIN accounts a ON a.id = o.account_id LEFT JOIN playbook_versions v ON v.id = o.playbook_version_id) AS rows`,
    [
      filter.health,
      filter.personId,
      filter.search ? containing(filter.search) : null,
      filter.statuses,
      now,
      after?.key ?? null,
      after?.id ?? null,
      filter.limit + 1,
    ],
  );
  return {
    ...sort.cursors.page(
      result?.rows ?? [],
      filter.limit,
      ({ key, row }) => ({ key, id: row.id }),
      ({ row }) => row,
    ),
    counts: result?.counts ?? {},
  };
}

const lateOf = (side: string): string =>
  `'${side}', (SELECT count(*) FROM tasks t LEFT JOIN people p ON p.id = t.owner_id
     WHERE t.onboarding_id = o.id AND t.side = '${side}' AND o.status IN ('active', 'live') AND ${lateSql({ task: 't', owner: 'p', onboarding: 'o', now: '$5' })})`;

const rowSql = `jsonb_build_object(
  'id', o.id, 'name', o.name, 'accountName', a.name, 'status', o.status, 'playbookName', v.name, 'currentPhase', o.current_phase, 'progress', o.progress,
  'health', jsonb_build_object('score', o.health, 'status', o.health_status, 'reasons', o.health_reasons, 'override', o.health_override),
  'forecast', o.forecast, 'targetGoLiveOn', o.target_go_live_on, 'wonAt', ${instantSql('o.won_at')}, 'liveAt', ${instantSql('o.live_at')},
  'csm', (SELECT ${personRefSql('p')} FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = o.id AND m.role = 'team.csm'),
  'problems', o.problems, 'overdue', jsonb_build_object(${lateOf('customer')}, ${lateOf('team')}, ${lateOf('partner')}),
  'openBlockers', (SELECT count(*) FROM blockers b WHERE b.onboarding_id = o.id AND b.resolved_at IS NULL),
  'nextMilestone', (SELECT jsonb_build_object('name', m.name, 'targetOn', m.target_on) FROM milestones m WHERE m.onboarding_id = o.id AND m.status <> 'done' ORDER BY m.target_on NULLS LAST, m.position LIMIT 1),
  'updatedAt', ${instantSql('o.updated_at')})`;
