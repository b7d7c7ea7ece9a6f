import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../../../src/contracts/api/endpoint.ts';
import { allEndpoints } from '../../../src/contracts/api/index.ts';
import type { StaffRole } from '../../../src/domain/model.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs, withKey } from './support/people.ts';

const api = useTestApi();
const roles: StaffRole[] = ['viewer', 'member', 'manager', 'admin'];
const someId = '018f4d5e-0000-7000-8000-00000000abcd';
const someToken = 'x'.repeat(43);

let headersOf: Record<StaffRole | 'customer', Record<string, string>>;
let keyOf: Record<'read' | 'write' | 'admin', Record<string, string>>;

beforeAll(async () => {
  const [viewer, member, manager, admin, customer] = await Promise.all([
    ...roles.map((role) => signedInAs(api, role)),
    signedInAs(api, null),
  ]);
  if (!viewer || !member || !manager || !admin || !customer) throw new Error('not all could sign in');
  headersOf = { viewer, member, manager, admin, customer };
  const [read, write, adminKey] = await Promise.all([
    withKey(api, ['read']),
    withKey(api, ['write']),
    withKey(api, ['admin']),
  ]);
  keyOf = { read, write, admin: adminKey };
});

const pathOf = (endpoint: Endpoint, value: { id: string; token: string }): string =>
  `/api/v1${endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => (name === 'token' ? value.token : name === 'eventId' || name === 'version' ? '1' : name === 'key' ? 'nothing' : value.id))}`;
const wellFormed = { id: someId, token: someToken };

async function call(
  endpoint: Endpoint,
  {
    path = pathOf(endpoint, wellFormed),
    headers = {},
    body,
  }: { path?: string; headers?: Record<string, string>; body?: unknown } = {},
) {
  const response = await api.fetch(path, {
    method: endpoint.method.toUpperCase(),
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    problem:
      response.ok || text === '' ? null : z.object({ code: z.string(), requestId: z.string() }).parse(JSON.parse(text)),
  };
}

describe.each(allEndpoints.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_, endpoint) => {
    const { access } = endpoint;

    it('refuses whoever is not known, or lets anyone in as declared', async () => {
      const { status, problem } = await call(endpoint);
      if (access.kind === 'staff' || access.kind === 'signed_in')
        expect({ status, code: problem?.code }).toEqual({ status: 401, code: 'not_signed_in' });
      else if (access.kind === 'link') expect(status).toBe(404);
      else expect(status).not.toBe(403);
    });

    it('refuses every role below the one it needs', async () => {
      const below = access.kind === 'staff' ? roles.slice(0, roles.indexOf(access.atLeast)) : [];
      for (const role of [...(access.kind === 'staff' ? (['customer'] as const) : []), ...below]) {
        expect({ role, ...(await call(endpoint, { headers: headersOf[role] })) }).toMatchObject({
          role,
          status: 403,
          problem: { code: 'forbidden' },
        });
      }
      if (access.kind === 'public' || access.kind === 'link') return expect(below).toEqual([]);
      const least = access.kind === 'staff' ? access.atLeast : 'customer';
      expect((await call(endpoint, { headers: headersOf[least] })).status).not.toBe(403);
    });

    it('refuses keys whose scope does not include its own', async () => {
      const scopes = ['read', 'write', 'admin'] as const;
      for (const [rank, scope] of scopes.entries()) {
        const { status } = await call(endpoint, { headers: keyOf[scope] });
        const isRefused =
          access.kind === 'staff'
            ? access.scope === null || rank < scopes.indexOf(access.scope)
            : access.kind === 'signed_in';
        if (isRefused) expect({ scope, status }).toEqual({ scope, status: 403 });
        else expect({ scope, isRefused: status === 403 || status === 401 }).toEqual({ scope, isRefused: false });
      }
    });

    it('refuses input that it does not declare', async () => {
      const headers = headersOf.admin;
      const query = await call(endpoint, { path: `${pathOf(endpoint, wellFormed)}?undeclared=1`, headers });
      expect(query.status).toBe(access.kind === 'link' ? 404 : 422);
      if (endpoint.method === 'get' || endpoint.id === 'unsubscribe') return;
      const body = await call(endpoint, { headers, body: { undeclared: 1 } });
      expect(body.status).toBe(access.kind === 'link' ? 404 : 422);
    });

    it('answers malformed identifiers as unknown', async () => {
      if (!/:\w+Id|:token/.test(endpoint.path)) {
        expect(endpoint.params.safeParse({}).success || endpoint.path.includes(':')).toBe(true);
        return;
      }
      const path = `/api/v1${endpoint.path.replaceAll(/:\w+/g, "x'%20OR%201")}`;
      expect((await call(endpoint, { path, headers: headersOf.admin })).status).toBe(404);
    });
  },
);

describe('anything else', () => {
  it('is not found, as problem+json with a request id', async () => {
    const response = await api.fetch('/api/v1/nothing', { headers: { 'x-request-id': 'given-request-1' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'not_found', status: 404, requestId: 'given-request-1' });
  });
});
