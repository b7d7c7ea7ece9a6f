/** What the home tab shows, for one person and no more than they may see, in one statement. */
import type { LocalDate, OnboardingStatus, TaskType, Visibility } from '../../domain/model.ts';
import type { OwnedTask } from '../../domain/permissions.ts';
import type { Sql } from '../database.ts';
import { askedBlockersSql } from '../asked-blockers.ts';
import { actsForSql, standsInSql } from './acts-for.ts';
import { openTaskSql, waitsForSql } from './fragments.ts';
import { onboardingSql, running, type SlackOnboarding, type SlackReader, visible } from './slack-screens.ts';

export interface SlackTask {
  id: string;
  name: string;
  type: TaskType;
  status: OwnedTask['status'];
  dueOn: LocalDate | null;
  onboardingId: string;
  onboardingName: string;
  onboardingStatus: OnboardingStatus;
  isReady: boolean;
  /** the reader is asked for what the task waits for: `name`, expected on `dueOn` */
  blockerId: string | null;
  taskName: string;
  /** who owns it and is away */
  insteadOf: string | null;
  waitsFor: { name: string; visibility: Visibility }[];
}

/** What a colleague who is away has left to the reader. */
export interface CoveredPortfolio {
  ownerName: string;
  until: LocalDate;
  onboardings: SlackOnboarding[];
  count: number;
}

export interface Home {
  tasks: SlackTask[];
  taskCount: number;
  onboardings: SlackOnboarding[];
  onboardingCount: number;
  covered: CoveredPortfolio[];
  waitingComments: number;
}

const worstFirst = `CASE o.health_status WHEN 'blocked' THEN 0 WHEN 'at_risk' THEN 1 ELSE 2 END`;
const open = `o.status IN ('handoff', 'draft', 'active', 'on_hold', 'live')`;

/** $5 of them at most */
const worst = (from: string): string =>
  `(SELECT coalesce(jsonb_agg(x.row ORDER BY x.place), '[]') FROM (
     SELECT ${onboardingSql} AS row, row_number() OVER (ORDER BY ${worstFirst}, o.name, o.id) AS place
     FROM (SELECT o.* FROM onboardings o JOIN ${from} ORDER BY ${worstFirst}, o.name, o.id LIMIT $5) o) x)`;

const statement = `WITH mine AS MATERIALIZED (
    SELECT t.id, t.name, NULL::uuid AS blocker_id, t.name AS task_name, CASE WHEN w.id <> $1 THEN w.name END AS instead_of,
      t.type, t.status, t.due_on, t.position, t.ready_at, t.depends_on, o.id AS onboarding_id, o.name AS onboarding_name, o.status AS onboarding_status
    FROM tasks t JOIN onboardings o ON o.id = t.onboarding_id JOIN people w ON w.id = t.owner_id
    WHERE t.owner_id = ANY(ARRAY(SELECT w.id FROM people w WHERE w.id = $1 OR ${standsInSql('w', '$1', '$3')})) AND ${openTaskSql('t')} AND ${running} AND ${visible('t')}
      AND (t.ready_at IS NOT NULL OR t.status <> 'pending' OR t.due_on <= ($3::timestamptz AT TIME ZONE o.timezone)::date + 7)
    UNION ALL
    SELECT t.id, b.what, b.id, t.name, NULL, t.type, t.status, b.expected_on, t.position, b.opened_at, t.depends_on, o.id, o.name, o.status
    FROM blockers b JOIN tasks t ON t.id = b.task_id AND t.status = 'blocked' JOIN onboardings o ON o.id = t.onboarding_id
    WHERE b.id IN (${askedBlockersSql('$3')}) AND t.owner_id IS DISTINCT FROM $1 AND ${running}
  ), portfolio AS MATERIALIZED (
    SELECT o.id FROM onboardings o
    WHERE $2 = 'team' AND ${open}
      AND EXISTS (SELECT 1 FROM members m JOIN people p ON p.id = m.person_id
        WHERE m.onboarding_id = o.id AND (p.id = $1 OR m.role = 'team.csm' AND p.manager_id = $1))
  ), covered AS MATERIALIZED (
    SELECT DISTINCT ON (o.id) o.id, p.id AS owner_id, p.name AS owner_name, p.cover_until
    FROM people p JOIN members m ON m.person_id = p.id JOIN onboardings o ON o.id = m.onboarding_id
    WHERE $2 = 'team' AND p.id <> $1 AND p.id = ANY(${actsForSql('$1', '$3')}) AND ${open} AND o.id NOT IN (SELECT id FROM portfolio)
    ORDER BY o.id, p.name, p.id
  )
  SELECT
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name, 'type', x.type, 'status', x.status, 'dueOn', x.due_on,
       'onboardingId', x.onboarding_id, 'onboardingName', x.onboarding_name, 'onboardingStatus', x.onboarding_status,
       'isReady', x.ready_at IS NOT NULL, 'blockerId', x.blocker_id, 'taskName', x.task_name, 'insteadOf', x.instead_of, 'waitsFor', ${waitsForSql('x')}) ORDER BY x.due_on NULLS LAST, x.onboarding_name, x.onboarding_id, x.position), '[]')
     FROM (SELECT * FROM mine ORDER BY due_on NULLS LAST, onboarding_name, onboarding_id, position LIMIT $4) x) AS tasks,
    (SELECT count(*)::int FROM mine) AS "taskCount",
    ${worst('portfolio c ON c.id = o.id')} AS onboardings,
    (SELECT count(*)::int FROM portfolio) AS "onboardingCount",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('ownerName', g.owner_name, 'until', g.cover_until, 'count', g.n,
       'onboardings', ${worst('covered c ON c.id = o.id AND c.owner_id = g.owner_id')}) ORDER BY g.owner_name, g.owner_id), '[]')
     FROM (SELECT owner_id, owner_name, cover_until, count(*)::int AS n FROM covered GROUP BY 1, 2, 3) g) AS covered,
    (SELECT count(*)::int FROM comments c WHERE $2 = 'team' AND c.waiting_since IS NOT NULL AND EXISTS (SELECT 1 FROM members m
       WHERE m.onboarding_id = c.onboarding_id AND m.role = 'team.csm' AND m.person_id = ANY(${actsForSql('$1', '$3')}))) AS "waitingComments"`;

/** The reader's open tasks, those of whom they stand in for, and what others' tasks wait for from them, soonest first, their portfolio and those that they cover, worst first: at most so many of each, and how many there are. */
export async function readHome(
  sql: Sql,
  { personId, side }: SlackReader,
  { now, tasks, onboardings }: { now: Date; tasks: number; onboardings: number },
): Promise<Home> {
  const [row] = await sql.query<Home & Record<string, unknown>>(statement, [personId, side, now, tasks, onboardings]);
  return row ?? { tasks: [], taskCount: 0, onboardings: [], onboardingCount: 0, covered: [], waitingComments: 0 };
}
