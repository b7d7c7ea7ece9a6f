import type { Response } from 'express';
import { sessionDays } from '../../db/sessions.ts';
import { sessionCookieName } from './caller.ts';

const dayMs = 86_400_000;

/** Lax, because people arrive from mails; changes are guarded by where the request comes from. null removes it. */
export function writeSessionCookie(response: Response, publicUrl: string, token: string | null): void {
  const options = { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), path: '/' } as const;
  if (token === null) response.clearCookie(sessionCookieName(publicUrl), options);
  else response.cookie(sessionCookieName(publicUrl), token, { ...options, maxAge: sessionDays * dayMs });
}
