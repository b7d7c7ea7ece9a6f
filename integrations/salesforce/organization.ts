import type { Credentials } from './sign-in.ts';
import { signIn } from './sign-in.ts';

const timeoutMs = 30_000;

/** Before there is a connection, and so no rate bucket: signing in is none of the counted calls. */
export const fetchOrganizationId = async (credentials: Credentials): Promise<string> =>
  (await signIn(credentials, timeoutMs)).organizationId;
