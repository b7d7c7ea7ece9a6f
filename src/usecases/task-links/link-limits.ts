import type { Sql } from '../../db/database.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import { AppError } from '../../errors.ts';

/** Of one person over all their links: more than anybody does by hand, and not enough to fill our tables. */
const perHour = { command: 200, upload: 40 } as const;

/** Counts one more thing done by a link. Throws rate_limited. */
export async function countByLink(sql: Sql, what: keyof typeof perHour, personId: string): Promise<void> {
  const refused = await countAttempt(sql, `link-${what}`, personId, perHour[what]);
  if (refused)
    throw new AppError('rate_limited', {
      message: `That was very much for one hour. Please go on in ${Math.ceil(refused.retryAfterMs / 60_000)} minutes.`,
      retryAfterMs: refused.retryAfterMs,
    });
}
