import type { endpoints } from '../../contracts/api/index.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../db/api-keys.ts';
import { AppError } from '../../errors.ts';
import { personOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const list: Handler<typeof endpoints.listApiKeys> = async (_call, { db }) => ({ items: await listApiKeys(db) });

export const create: Handler<typeof endpoints.createApiKey> = ({ body, caller }, { db }) =>
  createApiKey(db, {
    name: body.name,
    scopes: body.scopes,
    expiresOn: body.expiresOn ?? null,
    createdById: personOf(caller).id,
  });

export const revoke: Handler<typeof endpoints.revokeApiKey> = async ({ params }, { db }) => {
  if (!(await revokeApiKey(db, params.apiKeyId)))
    throw new AppError('not_found', { message: 'There is no such key', details: { apiKeyId: params.apiKeyId } });
};
