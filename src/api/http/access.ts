import type { Access } from '../../contracts/api/endpoint.ts';
import type { ApiScope } from '../../db/api-keys.ts';
import { isAtLeast } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';
import type { Caller } from './caller.ts';

const ranks: Record<ApiScope, number> = { read: 0, write: 1, admin: 2 };

/** `admin` includes `write`, and `write` includes `read`, as each role includes the lower ones. */
export const hasScope = (scopes: readonly ApiScope[], needed: ApiScope): boolean =>
  scopes.some((scope) => ranks[scope] >= ranks[needed]);

/** Refuses whoever is less than the endpoint needs. A link is checked by whoever opens it. */
export function authorise(caller: Caller, access: Access): void {
  if (access.kind === 'public' || access.kind === 'link') return;
  switch (caller.kind) {
    case 'anonymous':
      throw new AppError('not_signed_in', { message: 'Please sign in' });
    case 'person':
      if (access.kind === 'signed_in') return;
      if (isAtLeast(caller.person.staffRole, access.atLeast)) return;
      throw new AppError('forbidden', {
        message: `This needs the role ${access.atLeast}`,
        details: { needs: access.atLeast },
      });
    case 'api_key':
      if (access.kind === 'signed_in' || access.scope === null)
        throw new AppError('forbidden', { message: 'Only a signed-in person may do this, no API key' });
      if (hasScope(caller.key.scopes, access.scope)) return;
      throw new AppError('forbidden', {
        message: `This key lacks the scope ${access.scope}`,
        details: { needs: access.scope },
      });
  }
}
