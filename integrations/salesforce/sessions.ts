/** One session for all calls, made anew when Salesforce ends it: at most twice a minute, whatever is asked. */
import { AppError, isAppError } from '../../src/errors.ts';
import type { Session } from './sign-in.ts';

export interface Sessions {
  current(): Promise<Session>;
  /** another one than `stale`; all who hold the same stale one get the same new one */
  renewed(stale: Session): Promise<Session>;
}

const perMinute = 2;
const minuteMs = 60_000;

export function createSessions(signIn: () => Promise<Session>): Sessions {
  let held: Promise<Session> | null = null;
  let answeredAt: number[] = [];
  let refusal: AppError | null = null;

  const begin = async (): Promise<Session> => {
    const now = performance.now();
    answeredAt = answeredAt.filter((at) => now - at < minuteMs);
    const [first] = answeredAt;
    if (first !== undefined && answeredAt.length >= perMinute) {
      if (refusal) throw refusal;
      throw new AppError('crm_unavailable', {
        message: 'Salesforce ended our session again and again; the next sign-in waits a little',
        retryAfterMs: Math.ceil(first + minuteMs - now),
      });
    }
    try {
      const session = await signIn();
      refusal = null;
      answeredAt.push(now);
      return session;
    } catch (error) {
      // where nobody answered, nobody was bothered either
      if (isAppError(error) && error.code === 'crm_revoked') {
        refusal = error;
        answeredAt.push(now);
      }
      throw error;
    }
  };

  const beginOnce = (): Promise<Session> => {
    const beginning = begin();
    held = beginning;
    beginning.catch(() => {
      if (held === beginning) held = null;
    });
    return beginning;
  };

  const current = (): Promise<Session> => held ?? beginOnce();
  return {
    current,
    async renewed(stale) {
      const before = held;
      const known = await before;
      if (known && known !== stale) return known;
      return held === before ? beginOnce() : current();
    },
  };
}
