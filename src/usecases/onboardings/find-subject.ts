import { AppError } from '../../errors.ts';
import type { CommandSubject } from '../../contracts/api/commands.ts';
import type { Sql } from '../../db/database.ts';

const tables: Record<Exclude<CommandSubject, 'onboarding'>, string> = {
  task: 'tasks',
  milestone: 'milestones',
  phase: 'phases',
  blocker: 'blockers',
  'integration-item': 'integration_items',
  'check-in': 'check_ins',
};

/** The onboarding that a task, milestone … belongs to. */
export async function onboardingOf(sql: Sql, subject: CommandSubject, subjectId: string): Promise<string> {
  if (subject === 'onboarding') return subjectId;
  const [row] = await sql.query<{ onboarding_id: string }>(
    `SELECT onboarding_id FROM ${tables[subject]} WHERE id = $1`,
    [subjectId],
  );
  if (!row)
    throw new AppError('not_found', {
      message: `There is no such ${subject.replace('-', ' ')}`,
      details: { subjectId },
    });
  return row.onboarding_id;
}
