import { AppError, isAppError } from '../../errors.ts';
import { setConnectionStatus } from '../../db/connections.ts';
import type { CrmDeps } from './crm-deps.ts';

const againMs = 1_000;

/** Revoked access stops all work of the connection, once and visibly; what waits stays where it is. */
export async function pauseWhenRevoked<T>(
  deps: CrmDeps,
  connectionId: string,
  call: () => Promise<T>,
): Promise<T | null> {
  // what was connected in another process a moment ago
  if (!deps.crms.has(connectionId)) await deps.refreshCrms?.();
  const used = deps.crms.get(connectionId);
  try {
    return await call();
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'crm_revoked' && error.code !== 'integration_off')) throw error;
    await deps.refreshCrms?.();
    const known = deps.crms.get(connectionId);
    if (known && known !== used)
      throw new AppError('crm_unavailable', {
        message: 'The CRM was connected anew meanwhile; asked again with the new access',
        cause: error,
        retryAfterMs: againMs,
      });
    const isNew = await setConnectionStatus(deps.db, connectionId, 'revoked', error.message, deps.clock.now());
    if (isNew)
      deps.logger.error(
        { connectionId, code: error.code },
        'The CRM refuses our access; syncing stops until it is restored',
      );
    return null;
  }
}
