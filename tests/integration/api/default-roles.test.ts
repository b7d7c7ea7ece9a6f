import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { defaultRoles } from '../../../src/db/people.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { addPerson, signedInAs } from './support/people.ts';

const api = useTestApi();
let member: Record<string, string>;
let admin: Record<string, string>;
let acme: TestOnboarding;

beforeAll(async () => {
  [member, admin, acme] = await Promise.all([
    signedInAs(api, 'member'),
    signedInAs(api, 'admin'),
    addOnboarding(api, { name: 'Acme' }),
  ]);
});

const put = (role: string, personId: string | null, headers = admin) =>
  api.fetch(`/api/v1/default-roles/${role}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ personId }),
  });
const list = async () => {
  const response = await api.fetch('/api/v1/default-roles', { headers: member });
  return endpoints.getDefaultRoles.response.parse(await response.json()).items;
};

describe('default people', () => {
  it('can be named for the roles of our team, the manager among them', async () => {
    expect((await list()).map(({ role }) => role)).toEqual(expect.arrayContaining(['team.csm', 'team.manager']));
    expect((await list()).map(({ role }) => role)).not.toContain('crm.owner');
    const boss = await addPerson(api, { staffRole: 'manager', name: 'Bo Boss' });
    expect((await put('team.manager', boss.id)).status).toBe(200);
    expect((await put('team.csm', acme.csm.id)).status).toBe(200);
    expect(await defaultRoles(api.db)).toEqual({ 'team.manager': boss.id, 'team.csm': acme.csm.id });
    expect((await list()).find(({ role }) => role === 'team.manager')?.person).toMatchObject({ name: 'Bo Boss' });
    expect((await put('team.csm', null)).status).toBe(200);
    expect(await defaultRoles(api.db)).toEqual({ 'team.manager': boss.id });
  });

  it('are nobody once they have left', async () => {
    const boss = await addPerson(api, { staffRole: 'manager' });
    await put('team.manager', boss.id);
    await api.db.query('UPDATE people SET deactivated_at = now() WHERE id = $1', [boss.id]);
    expect(await defaultRoles(api.db)).not.toHaveProperty(['team.manager']);
    expect((await list()).find(({ role }) => role === 'team.manager')?.person).toBeNull();
  });

  it('are ours, for roles that there are', async () => {
    expect((await put('team.manager', acme.lead.id)).status).toBe(422);
    expect((await put('team.manager', '018f4d5e-0000-7000-8000-00000000abcd')).status).toBe(422);
    expect((await put('crm.owner', acme.csm.id)).status).toBe(404);
    expect((await put('customer.lead', acme.csm.id)).status).toBe(404);
  });
});

describe('somebody’s manager', () => {
  const manage = async (personId: string, managerId: string | null) => {
    const response = await api.fetch(`/api/v1/people/${personId}`, {
      method: 'PATCH',
      headers: { ...member, 'content-type': 'application/json' },
      body: JSON.stringify({ managerId }),
    });
    return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
  };

  const hasManager = async () => {
    const response = await api.fetch(`/api/v1/onboardings/${acme.id}`, { headers: member });
    return endpoints.getOnboarding.response.parse(await response.json()).hasManager;
  };

  it('is a colleague, and not they themselves', async () => {
    const boss = await addPerson(api, { staffRole: 'manager' });
    expect(await manage(acme.csm.id, boss.id)).toMatchObject({ status: 200, body: { managerId: boss.id } });
    expect((await manage(acme.csm.id, acme.csm.id)).status).toBe(422);
    expect((await manage(acme.csm.id, acme.lead.id)).status).toBe(422);
    expect((await manage(acme.lead.id, boss.id)).status).toBe(422);
    expect(await hasManager()).toBe(true);
    expect((await manage(acme.csm.id, null)).status).toBe(200);
    expect(await hasManager()).toBe(false);
  });
});
