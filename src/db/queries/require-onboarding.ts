import { AppError } from '../../errors.ts';
import type { Sql } from '../database.ts';

/** So that an unknown onboarding is not taken for one where nothing happened. */
export async function requireOnboarding(sql: Sql, onboardingId: string): Promise<void> {
  const [found] = await sql.query('SELECT 1 FROM onboardings WHERE id = $1', [onboardingId]);
  if (!found) throw new AppError('not_found', { message: 'There is no such onboarding', details: { onboardingId } });
}
