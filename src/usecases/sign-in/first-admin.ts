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

/** Whoever has signed in at the configured address is the administrator where there is none. @returns whether they became it */
export async function welcomeFirstAdmin(
  { db, adminEmail, logger }: Pick<SignInDeps, 'db' | 'adminEmail' | 'logger'>,
  personId: string,
): Promise<boolean> {
  const isFirst = adminEmail !== null && (await makeFirstAdmin(db, personId, adminEmail));
  if (isFirst) logger.info({ personId }, 'became the first administrator');
  return isFirst;
}
