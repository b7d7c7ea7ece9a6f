/** What stands beside the table of endpoints: bytes, streams and browsers' redirects. Each is here, with who may call it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createApiServer } from '../../../src/api/server.ts';
import {
  type Access,
  adminInPerson,
  anyone,
  linkHolder,
  manager,
  member,
  viewer,
} from '../../../src/contracts/api/endpoint.ts';
import { allEndpoints } from '../../../src/contracts/api/index.ts';
import type { StaffRole } from '../../../src/domain/model.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs, withKey } from './support/people.ts';

const refuses = (): never => {
  throw new Error('nobody gets here');
};
const api = useTestApi(() => ({
  oidc: { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y', label: 'Company' },
  slackOAuth: { consentUrl: () => 'https://slack.example/', redeem: refuses },
  hubSpotOAuth: { consentUrl: () => 'https://hubspot.example/', redeem: refuses, refresh: refuses, revoke: refuses },
}));

const api1 = '/api/v1';
const routes: [method: string, path: string, access: Access, under: string][] = [
  ['GET', '/events', viewer, api1],
  ['GET', '/ledger.csv', viewer, api1],
  ['GET', '/documents/:documentId/content', viewer, api1],
  ['POST', '/onboardings/:onboardingId/documents', member, api1],
  ['POST', '/backfills/sheet', manager, api1],
  ['PUT', '/backfills/:backfillId/sheet', manager, api1],
  ['GET', '/task-links/:token/documents/:documentId/content', linkHolder, api1],
  ['GET', '/task-links/:token/onboarding-documents/:documentId/content', linkHolder, api1],
  ['POST', '/task-links/:token/documents', linkHolder, api1],
  ['GET', '/auth/oidc/start', anyone, api1],
  ['GET', '/auth/oidc/callback', anyone, api1],
  ['GET', '/connect/hubspot', adminInPerson, ''],
  ['GET', '/connect/hubspot/return', adminInPerson, ''],
  ['GET', '/slack/install', adminInPerson, ''],
  ['GET', '/slack/oauth', adminInPerson, ''],
];
/** shows nothing of an onboarding, and nothing that a caller could change */
const open = ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs', '/api/docs/style.css', '/*rest'];

const roles: StaffRole[] = ['viewer', 'member', 'manager', 'admin'];
const scopes = ['read', 'write', 'admin'] as const;
let headersOf: Record<string, Record<string, string>>;

beforeAll(async () => {
  const people = roles.map(async (role) => [role, await signedInAs(api, role)] as const);
  const keys = scopes.map(async (scope) => [`key:${scope}`, await withKey(api, [scope])] as const);
  const others = [
    Promise.resolve(['nobody', {}] as const),
    signedInAs(api, null).then((own) => ['customer', own] as const),
  ];
  headersOf = Object.fromEntries(await Promise.all([...people, ...keys, ...others]));
});

/** @returns the status; a stream is let go as soon as it begins */
async function statusOf(method: string, path: string, who: string): Promise<number> {
  const filled = path.replace(':token', 'x'.repeat(43)).replaceAll(/:\w+/g, '018f4d5e-0000-7000-8000-00000000abcd');
  const response = await api.fetch(filled, { method, headers: headersOf[who] ?? {} });
  await response.body?.cancel();
  return response.status;
}

describe.each(routes)('%s %s', (method, path, access, under) => {
  it('is for whom it is declared', async () => {
    const seen: Record<string, number> = {};
    for (const who of Object.keys(headersOf)) seen[who] = await statusOf(method, under + path, who);
    if (access.kind !== 'staff') {
      const expected = access.kind === 'link' ? [404] : [302];
      expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((who) => [who, expected[0]])));
      return;
    }
    const { atLeast, scope } = access;
    const refused = [
      'customer',
      ...roles.slice(0, roles.indexOf(atLeast)),
      ...scopes.slice(0, scope === null ? scopes.length : scopes.indexOf(scope)).map((each) => `key:${each}`),
    ];
    expect(seen).toMatchObject({ nobody: 401, ...Object.fromEntries(refused.map((who) => [who, 403])) });
    for (const [who, status] of Object.entries(seen))
      if (who !== 'nobody' && !refused.includes(who))
        expect({ who, isLetIn: status !== 401 && status !== 403 }).toEqual({ who, isLetIn: true });
  });
});

const layers = z.array(
  z.object({
    route: z
      .object({ path: z.union([z.string(), z.array(z.string())]), methods: z.record(z.string(), z.boolean()) })
      .optional(),
    handle: z.unknown(),
  }),
);

/** Every route there is, as it was written where it was mounted. */
function mounted(router: unknown): string[] {
  if (typeof router !== 'function' || !('stack' in router)) return [];
  return layers.parse(router.stack).flatMap(({ route, handle }) => {
    if (!route) return mounted(handle);
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return [route.path].flat().flatMap((path) => methods.map((method) => `${method} ${path}`));
  });
}

it('is all there is: whoever adds a route says here or in its contract who may call it', async () => {
  const server = createApiServer({ ...api.deps, metrics: new Registry() });
  const known = new Set([
    ...allEndpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    ...routes.map(([method, path]) => `${method} ${path}`),
    ...open.map((path) => `GET ${path}`),
  ]);
  const pages = /^GET \/($|(console|t|u|p|sandbox|tasks|sign-in)(\/\*rest)?$)/;
  const all = mounted(server.app.router);
  await server.close();
  expect(all.length).toBeGreaterThan(allEndpoints.length);
  expect(all.filter((route) => !known.has(route) && !pages.test(route))).toEqual([]);
});
