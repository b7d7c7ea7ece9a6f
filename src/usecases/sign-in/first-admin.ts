import { ensureStaff } from '../people/ensure-staff.ts';
import type { SignInDeps } from './deps.ts';

/** The address of the configuration is an administrator from its first sign-in on; who was one before keeps their role. */
export async function welcomeFirstAdmin(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'adminEmail'>,
  email: string,
  name?: string,
): Promise<void> {
  if (deps.adminEmail === null || email !== deps.adminEmail) return;
  await ensureStaff(deps, [
    { name: name ?? email.slice(0, email.indexOf('@')), email, staffRole: 'admin', timezone: null },
  ]);
}
