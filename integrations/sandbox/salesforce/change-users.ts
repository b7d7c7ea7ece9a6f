/** Users who join and leave, as an administrator lets them. */
import type { z } from 'zod';
import type { changeSandboxUsersSchema } from '../../../src/contracts/sandbox/people.ts';
import type { Org } from './org.ts';
import { recordId } from './record-id.ts';
import { integrationUser } from './seed.ts';
import type { Row } from './state.ts';

const firstNumber = 500;

export function changeUsers(org: Org, { users }: z.output<typeof changeSandboxUsersSchema>): Row[] {
  return users.map(({ email, firstName, lastName, isActive }) => {
    const known = org.rows('User').find((row) => row['Email'] === email);
    const Id = known?.['Id'] ?? recordId('005', firstNumber + org.rows('User').length);
    const born: Row = known ? {} : { IsDeleted: false, Username: email, UserType: 'Standard' };
    const changed = { Id, Email: email, FirstName: firstName, LastName: lastName, IsActive: isActive, ...born };
    return org.put('User', changed, integrationUser.id);
  });
}
