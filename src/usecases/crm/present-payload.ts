/** A note, task or renewal as it is carried out by now: at the deal that merges left, for a user found by their address. */
import type { CrmOwner } from '../../../integrations/ports.ts';
import { rememberCrmUsers } from '../../db/crm-owners.ts';
import { canonicalDealId } from '../../db/deals.ts';
import { addressToFind } from '../../domain/crm-user.ts';
import type { CrmPayload } from '../../domain/model.ts';
import type { CrmDeps } from './crm-deps.ts';
import { usersNamed } from './learn-users.ts';

export interface PresentPayload {
  payload: CrmPayload;
  /** why somebody else owns it than was wanted */
  remark: string | null;
}

export async function presentPayload(
  deps: CrmDeps,
  connectionId: string,
  planned: CrmPayload,
): Promise<PresentPayload> {
  const payload = { ...planned, dealId: await canonicalDealId(deps.db, connectionId, planned.dealId) };
  const email = payload.kind === 'crm_note' ? null : addressToFind(payload.ownerCrmId);
  if (payload.kind === 'crm_note' || email === null) return { payload, remark: null };
  const users = await usersNamed(deps, connectionId, [email]);
  await rememberCrmUsers(deps.db, connectionId, [...users.values()]);
  const user = users.get(email);
  if (user?.isActive) return { payload: { ...payload, ownerCrmId: user.id }, remark: null };
  const ownerCrmId = payload.kind === 'crm_renewal_deal' ? (payload.otherwiseOwnerCrmId ?? null) : null;
  return { payload: { ...payload, ownerCrmId }, remark: remarkOn(email, user, ownerCrmId) };
}

const remarkOn = (email: string, user: CrmOwner | undefined, ownerCrmId: string | null): string => {
  const who = user
    ? `${user.name} (${email}) is deactivated in the CRM`
    : `The CRM has no user with the address ${email}`;
  return `${who}: ${ownerCrmId === null ? 'it was given to nobody' : 'it was given to the deal’s owner'}.`;
};
