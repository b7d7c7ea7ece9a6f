/** SQL that several read models share; arguments are aliases and placeholders of ours, never input. */

export const personRefSql = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name, 'side', ${alias}.side, 'email', ${alias}.email) END`;

export const openTaskSql = (task: string): string => `${task}.status IN ('pending', 'in_progress', 'blocked')`;

/** Late from the end of the owner's working day in their zone; as `isLate` of the domain. */
export const lateSql = ({
  task,
  owner,
  onboarding,
  now,
}: {
  task: string;
  owner: string;
  onboarding: string;
  now: string;
}): string =>
  `(${openTaskSql(task)} AND ${task}.due_on + make_interval(mins => coalesce(${owner}.work_end, 1020)) < ${now}::timestamptz AT TIME ZONE coalesce(${owner}.timezone, ${onboarding}.timezone))`;

/** Customers and partners may hear of it; as `maySeeMilestone` of the domain. Tasks are found by their onboarding. */
export const sharedMilestoneSql = (milestone: string): string =>
  `(SELECT coalesce(bool_or(part.visibility = 'shared'), true) FROM tasks part WHERE part.onboarding_id = ${milestone}.onboarding_id AND part.milestone_id = ${milestone}.id)`;

/** Part of a name as a pattern; `%` and `_` stand for themselves. */
export const containing = (search: string): string => `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** The open tasks that one waits for, where it cannot be begun yet. */
export const waitsForSql = (task: string): string =>
  `CASE WHEN ${task}.ready_at IS NULL THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('name', before.name, 'visibility', before.visibility) ORDER BY before.due_on, before.position, before.id), '[]')
     FROM tasks before WHERE before.id = ANY(${task}.depends_on) AND ${openTaskSql('before')}) ELSE '[]' END`;
