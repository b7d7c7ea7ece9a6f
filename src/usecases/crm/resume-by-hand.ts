import { connectionById } from '../../db/connections.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ChangeDeps } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';
import { resumeConnection } from './resume-connection.ts';

/** A CRM that refused us is asked first: refused again, the connection would stop a moment later and all be told once more. */
export async function resumeByHand(
  deps: Pick<ChangeDeps, 'db' | 'clock'> & Pick<CrmDeps, 'crms'>,
  connectionId: string,
): Promise<void> {
  const { name, status } = await connectionById(deps.db, connectionId);
  const crm = deps.crms.get(connectionId);
  if (status === 'revoked' && crm)
    try {
      // nobody remembers the answer, and next to nothing is found
      await crm.findWonDeals({ modifiedSince: deps.clock.now().toISOString(), after: null });
    } catch (error) {
      if (isAppError(error) && error.code === 'crm_revoked')
        throw new AppError('not_allowed_now', {
          message: `${name} still refuses our access. It said: ${error.message}`,
          cause: error,
        });
      // away or throttled: what waits goes on as soon as it answers
    }
  await resumeConnection(deps, connectionId);
}
