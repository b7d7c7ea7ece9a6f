/** Who calls: the person of a session cookie, an API key, or nobody we know. */
import type { Request } from 'express';
import { parseCookie } from 'cookie';
import { findApiKey, type KnownApiKey } from '../../db/api-keys.ts';
import type { Sql } from '../../db/database.ts';
import { findSession, type SignedIn } from '../../db/sessions.ts';
import type { Actor } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';

export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'person'; sessionHash: string; person: SignedIn['person'] }
  | { kind: 'api_key'; key: KnownApiKey };

/** `__Host-` binds the cookie to this host over TLS; browsers refuse it on plain http, so a local one has another name. */
export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-gangway' : 'gangway';

export const readCookie = (request: Request, name: string): string | null =>
  parseCookie(request.headers.cookie ?? '')[name] ?? null;

const bearer = /^Bearer +(\S{8,200})$/i;

/** A wrong key is refused at once; a cookie that is no longer valid is nobody. */
export async function findCaller(sql: Sql, request: Request, cookieName: string): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = bearer.exec(authorization)?.[1];
    const key = secret ? await findApiKey(sql, secret) : null;
    if (!key)
      throw new AppError('not_signed_in', {
        message: 'This API key is unknown, expired or revoked, or whoever made it is no administrator any more',
      });
    return { kind: 'api_key', key };
  }
  const token = readCookie(request, cookieName);
  const signedIn = token ? await findSession(sql, token) : null;
  return signedIn ? { kind: 'person', ...signedIn } : { kind: 'anonymous' };
}

/** The caller in the words of the story. */
export function actorOf(caller: Caller): Actor {
  switch (caller.kind) {
    case 'person':
      return { kind: 'person', id: caller.person.id, label: caller.person.name, staffRole: caller.person.staffRole };
    case 'api_key':
      return { kind: 'system', id: null, label: `API key “${caller.key.name}”` };
    case 'anonymous':
      throw new AppError('not_signed_in', { message: 'Please sign in' });
  }
}

export function personOf(caller: Caller): SignedIn['person'] {
  if (caller.kind !== 'person') throw new AppError('forbidden', { message: 'Only a signed-in person may do this' });
  return caller.person;
}
