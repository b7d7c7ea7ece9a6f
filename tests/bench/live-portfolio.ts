/** A portfolio of live onboardings with people of their own and a past, made of one by statements over sets. */
import type { Core } from '../../src/main/core.ts';

/** onboardings that one colleague looks after */
const perColleague = 25;

export interface PortfolioOptions {
  /** copied; its people too */
  onboardingId: string;
  /** copies are numbered from here … */
  from: number;
  /** … to here */
  to: number;
  /** of each copy, the first in the plan */
  tasks: number;
}

const copyOf = (id: string): string => `md5(g.n || ':' || ${id})::uuid`;
/** Ours look after several, customers have their own. */
const personOf = (id: string): string =>
  `(SELECT CASE WHEN own.side = 'team' THEN md5('team:' || g.n / ${perColleague} || ':' || own.id)::uuid ELSE ${copyOf('own.id')} END FROM people own WHERE own.id = ${id})`;
const copiesOf = (table: string, changed: string, where = 'true'): string => `
  INSERT INTO ${table} SELECT r.* FROM generate_series($2::int, $3::int) AS g(n), ${table} t,
    LATERAL jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object('id', ${copyOf('t.id')}, ${changed})) AS r
  WHERE t.onboarding_id = $1 AND ${where}`;

const onboarding = `'onboarding_id', ${copyOf('$1::uuid')}`;

/** @returns the ids of the copies */
export async function copyPortfolio(
  { db }: Core,
  { onboardingId, from, to, tasks }: PortfolioOptions,
): Promise<string[]> {
  const values = [onboardingId, from, to];
  await db.query(
    `INSERT INTO people SELECT DISTINCT ON (r.id) r.* FROM generate_series($2::int, $3::int) AS g(n), people p,
       LATERAL jsonb_populate_record(null::people, to_jsonb(p) || jsonb_build_object('id', ${personOf('p.id')},
         'email', ${personOf('p.id')} || '@bench.example', 'manager_id', null, 'work_start', 0, 'work_end', 1440,
         'work_days', jsonb_build_array(1, 2, 3, 4, 5, 6, 7), 'holiday_country', null, 'timezone', 'UTC', 'next_wake_at', null)) AS r
     WHERE p.id IN (SELECT person_id FROM members WHERE onboarding_id = $1 UNION SELECT owner_id FROM tasks WHERE onboarding_id = $1)
     ON CONFLICT DO NOTHING`,
    values,
  );
  const made = await db.query<{ id: string }>(
    `INSERT INTO onboardings SELECT r.* FROM generate_series($2::int, $3::int) AS g(n), onboardings t,
       LATERAL jsonb_populate_record(null::onboardings, to_jsonb(t) || jsonb_build_object('id', ${copyOf('t.id')},
         'workflow_id', 'onboarding:copy:' || g.n, 'name', 'Customer ' || g.n,
         'next_wake_at', t.updated_at + interval '1 day' + g.n * interval '1 second')) AS r
     WHERE t.id = $1 RETURNING id`,
    values,
  );
  await db.query(copiesOf('phases', onboarding), values);
  await db.query(copiesOf('milestones', `${onboarding}, 'phase_id', ${copyOf('t.phase_id')}`), values);
  await db.query(copiesOf('integration_items', onboarding), values);
  await db.query(copiesOf('members', `${onboarding}, 'person_id', ${personOf('t.person_id')}`), values);
  await db.query(
    copiesOf(
      'tasks',
      `${onboarding}, 'phase_id', ${copyOf('t.phase_id')}, 'milestone_id', ${copyOf('t.milestone_id')}, 'owner_id', ${personOf('t.owner_id')},
       'depends_on', (SELECT coalesce(jsonb_agg(${copyOf('d')}), '[]') FROM unnest(t.depends_on) d),
       'chase', t.chase - 'readyToldId' || CASE WHEN t.chase ? 'readyToldId' THEN jsonb_build_object('readyToldId', ${personOf('t.owner_id')}) ELSE '{}' END`,
      `t.position < ${tasks}`,
    ),
    values,
  );
  return made.map(({ id }) => id);
}

/** What lies behind each of them: messages that went out, what they said, and the story of it. */
export async function addPast({ db }: Core, each: number): Promise<void> {
  const days = `clock_timestamp() - (k + 1) * interval '1 day'`;
  await db.query(
    `INSERT INTO messages (id, person_id, kind, channel, address, state, local_date, claimed_at, accepted_at)
     SELECT md5(t.id || ':' || k)::uuid, t.owner_id, 'digest', 'email', 'x', 'accepted', (${days})::date, ${days}, ${days}
     FROM tasks t, generate_series(1, $1) AS k WHERE t.owner_id IS NOT NULL AND t.position = 1`,
    [each],
  );
  await db.query(
    `INSERT INTO intents (id, dedupe_key, onboarding_id, person_id, task_id, kind, urgency, rule, data, not_before, planned_at, state, message_id, decided_at)
     SELECT md5(t.id || ':i' || k)::uuid, t.id || ':' || k, t.onboarding_id, t.owner_id, t.id, 'reminder', 'digest', 'bench', '{}', ${days}, ${days}, 'sent',
       md5(t.id || ':' || k)::uuid, ${days}
     FROM tasks t, generate_series(1, $1) AS k WHERE t.owner_id IS NOT NULL AND t.position = 1`,
    [each],
  );
  await db.query(
    `INSERT INTO activity (onboarding_id, at, kind, actor_kind, subject_id, data)
     SELECT o.id, ${days}, 'task_completed', 'system', null, '{}' FROM onboardings o, generate_series(1, $1) AS k`,
    [each],
  );
  await db.query(
    `INSERT INTO silences (onboarding_id, reason, from_at, until_at) SELECT o.id, 'bench', ${days}, ${days} FROM onboardings o, generate_series(1, $1) AS k`,
    [each],
  );
  // else the server tidies up while the first wakes are measured
  await db.query('VACUUM ANALYZE');
  await db.query('CHECKPOINT');
}
