import { v7 as uuid } from 'uuid';
import { addFirstAdmin, makeFirstAdmin } from '../../db/first-admin.ts';
import type { SignInDeps } from './deps.ts';

/** The configured address can be mailed before anybody is known here; the role comes with the proof. */
export async function expectFirstAdmin(
  { db, clock, adminEmail }: Pick<SignInDeps, 'db' | 'clock' | 'adminEmail'>,
  email: string,
  name = email.slice(0, email.indexOf('@')),
): Promise<void> {
  if (email === adminEmail) await addFirstAdmin(db, { id: uuid(), email, name, at: clock.now() });
}

/** Whoever signs in at the configured address is an administrator from then on, unless another one takes that. @returns whether they became it */
export async function welcomeFirstAdmin(
  { db, clock, adminEmail, logger }: Pick<SignInDeps, 'db' | 'clock' | 'adminEmail' | 'logger'>,
  personId: string,
): Promise<boolean> {
  const isFirst = adminEmail !== null && (await makeFirstAdmin(db, { personId, email: adminEmail, at: clock.now() }));
  if (isFirst) logger.info({ personId }, 'became an administrator, as configured');
  return isFirst;
}
