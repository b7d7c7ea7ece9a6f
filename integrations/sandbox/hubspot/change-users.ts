/** Users who join and leave, as an administrator lets them. */
import type { z } from 'zod';
import type { changeSandboxUsersSchema } from '../../../src/contracts/sandbox/people.ts';
import type { PortalState } from './state.ts';

export function changeUsers(
  { owners }: PortalState,
  { users }: z.output<typeof changeSandboxUsersSchema>,
): PortalState['owners'] {
  return users.map(({ email, firstName, lastName, isActive }) => {
    const known = owners.find((owner) => owner.email === email);
    const changed = { email, firstName, lastName, archived: !isActive };
    if (known) return Object.assign(known, changed);
    const userId = Math.max(0, ...owners.map((owner) => owner.userId)) + 1;
    const id = String(Math.max(0, ...owners.map((owner) => Number(owner.id))) + 1);
    const made = { id, userId, ...changed };
    owners.push(made);
    return made;
  });
}
