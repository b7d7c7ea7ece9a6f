import { connectionById, setConnectionStatus } from '../../db/connections.ts';
import { AppError } from '../../errors.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

/** Nothing is read or written until somebody resumes; what comes meanwhile waits. */
export async function pauseConnection(
  { db, clock }: Pick<ChangeDeps, 'db' | 'clock'>,
  connectionId: string,
  reason: string,
): Promise<void> {
  const { status } = await connectionById(db, connectionId);
  if (status === 'revoked')
    throw new AppError('not_allowed_now', {
      message: 'The CRM refuses our access, so nothing is read or written anyway',
    });
  await setConnectionStatus(db, connectionId, 'paused', reason, clock.now());
}
