/** Who is signed in: access tokens live as long as this process, refresh tokens over restarts. */
import { randomBytes } from 'node:crypto';
import type { OrgState } from './state.ts';

export interface Session {
  token: string;
  userId: string;
  /** epoch ms, of the clock that tokens go by */
  since: number;
}

export interface Sessions {
  open(userId: string): Session;
  find(authorization: string | undefined): Session | undefined;
  /** @returns whether there was one */
  end(token: string): boolean;
  /** every session ends, as after a timeout; whoever signs in again goes on */
  expireAll(): void;
  rememberRefresh(userId: string, clientId: string): string;
}

export function createSessions(state: OrgState, changed: () => void): Sessions {
  const open = new Map<string, Session>();
  return {
    open(userId) {
      const token = `${state.organizationId.slice(0, 15)}!AQ${randomBytes(72).toString('base64url')}`;
      const session = { token, userId, since: Date.now() };
      open.set(token, session);
      return session;
    },
    find(authorization) {
      const [, token = ''] = /^(?:Bearer|OAuth) (.+)$/.exec(authorization ?? '') ?? [];
      return open.get(token);
    },
    end: (token) => open.delete(token),
    expireAll() {
      open.clear();
    },
    rememberRefresh(userId, clientId) {
      const token = `5Aep${randomBytes(60).toString('base64url')}`;
      state.refreshTokens[token] = { userId, clientId };
      changed();
      return token;
    },
  };
}
