import { openAlert } from '../../db/alerts.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { CrmDeps } from './crm-deps.ts';
import { pauseWhenRevoked } from './revoked.ts';

const againMs = 5 * 60_000;

/** What the CRM does not let us read is told once, until reconcile finds all allowed. */
export async function tellWhenForbidden<T>(deps: CrmDeps, connectionId: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isAppError(error) && error.code === 'crm_forbidden') {
      const { message } = error;
      const alert = { kind: 'crm_forbidden' as const, connectionId, detail: message, fields: [message] };
      await openAlert(deps.db, alert, deps.clock.now());
    }
    throw error;
  }
}

/** Read again in minutes where it is forbidden: as soon as it is allowed, all goes on. */
export const whileAllowed = <T>(deps: CrmDeps, connectionId: string, read: () => Promise<T>): Promise<T | null> =>
  pauseWhenRevoked(deps, connectionId, async () => {
    try {
      return await tellWhenForbidden(deps, connectionId, read);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'crm_forbidden') throw error;
      throw new AppError('crm_unavailable', { message: error.message, cause: error, retryAfterMs: againMs });
    }
  });
