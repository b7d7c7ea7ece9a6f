import type { CrmPort } from '../../../integrations/ports.ts';
import { storeAccess, wasAccessSeen } from '../../db/crm-access.ts';
import { isAppError } from '../../errors.ts';
import type { CrmDeps } from './crm-deps.ts';

/** What our way of signing in may do, looked at once an hour for the screens. Nothing depends on it: whatever is refused says so itself. */
export async function noteAccess(
  { db, logger }: Pick<CrmDeps, 'db' | 'logger'>,
  connectionId: string,
  crm: CrmPort,
): Promise<void> {
  if (await wasAccessSeen(db, connectionId)) return;
  try {
    await storeAccess(db, connectionId, await crm.readAccess());
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger.warn({ connectionId, err: error }, 'What we may do in the CRM could not be looked at');
  }
}
