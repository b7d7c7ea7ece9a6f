import { v7 as uuid } from 'uuid';
import { createApiKey, type ApiScope } from '../../../../src/db/api-keys.ts';
import { createSession } from '../../../../src/db/sessions.ts';
import type { Side, StaffRole } from '../../../../src/domain/model.ts';
import type { TestApi } from './api.ts';

export interface TestPerson {
  id: string;
  name: string;
  email: string;
}

let count = 0;

export async function addPerson(
  api: TestApi,
  given: { side?: Side; staffRole?: StaffRole | null; name?: string; email?: string } = {},
): Promise<TestPerson> {
  const id = uuid();
  const name = given.name ?? `Person ${++count}`;
  const email = given.email ?? `person-${id}@example.com`;
  await api.db.query(
    'INSERT INTO people (id, side, name, email, staff_role, created_at) VALUES ($1, $2, $3, $4, $5, now())',
    [id, given.side ?? 'team', name, email, given.staffRole ?? null],
  );
  return { id, name, email };
}

/** The headers a browser sends with a session of our own page. */
export async function signedIn(api: TestApi, personId: string): Promise<Record<string, string>> {
  const token = await createSession(api.db, { personId, userAgent: 'test', replaces: null });
  return { cookie: `gangway=${token}`, 'sec-fetch-site': 'same-origin' };
}

export const signedInAs = async (api: TestApi, staffRole: StaffRole | null): Promise<Record<string, string>> =>
  signedIn(api, (await addPerson(api, { staffRole })).id);

export async function withKey(api: TestApi, scopes: ApiScope[]): Promise<Record<string, string>> {
  const admin = await addPerson(api, { staffRole: 'admin' });
  const { secret } = await createApiKey(api.db, { name: 'CI', scopes, expiresOn: null, createdById: admin.id });
  return { authorization: `Bearer ${secret}` };
}
