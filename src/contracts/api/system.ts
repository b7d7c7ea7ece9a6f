/** The installation itself: status, API keys, who is signed in. */
import { z } from 'zod';
import { admin, adminInPerson, endpoint, person } from './endpoint.ts';
import { id, instant, localDate, none, nothing, personRef, shortText, staffRole } from './values.ts';

const scope = z.enum(['read', 'write', 'admin']);
export const apiKeyView = z.object({
  id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  createdBy: z.string(),
  /** who made it is no administrator any more: it opens nothing */
  isOrphaned: z.boolean(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const listApiKeys = endpoint({
  id: 'listApiKeys',
  method: 'get',
  path: '/api-keys',
  tag: 'API keys',
  summary: 'API keys',
  access: admin,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ items: z.array(apiKeyView) }),
});
export const createApiKey = endpoint({
  id: 'createApiKey',
  method: 'post',
  path: '/api-keys',
  tag: 'API keys',
  summary: 'Make a key; its secret is shown once',
  access: adminInPerson,
  params: nothing,
  query: nothing,
  status: 201,
  isRepeatable: false,
  body: z.strictObject({ name: shortText, scopes: z.array(scope).min(1), expiresOn: localDate.optional() }),
  response: apiKeyView.extend({ secret: z.string() }),
});
export const revokeApiKey = endpoint({
  id: 'revokeApiKey',
  method: 'delete',
  path: '/api-keys/:apiKeyId',
  tag: 'API keys',
  summary: 'Revoke a key',
  access: adminInPerson,
  params: z.object({ apiKeyId: id }),
  query: nothing,
  body: none,
  status: 204,
  response: none,
});

export const getMe = endpoint({
  id: 'getMe',
  method: 'get',
  path: '/me',
  tag: 'Sign-in',
  summary: 'Who is signed in',
  access: person,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    person: personRef.extend({ staffRole, timezone: z.string().nullable(), locale: z.string() }),
    company: z.object({ name: z.string() }),
    isSandboxOn: z.boolean(),
  }),
});
