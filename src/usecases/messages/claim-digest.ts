import { v7 as uuid } from 'uuid';
import type { ClaimedDigest } from '../../contracts/processes.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database, Sql } from '../../db/database.ts';
import {
  claimMessage,
  type DigestFacts,
  lockAndLoadDigest,
  settleRefused,
  storeNextWake,
} from '../../db/digest-claims.ts';
import { AppError } from '../../errors.ts';
import { spreadWake } from '../spread-wake.ts';
import { decideDigest, type DigestDecision } from '../../domain/digest.ts';

/** one day per person in a delegates' chain */
const maxTakenDays = 4;

export interface DigestDeps {
  db: Database;
  clock: Clock;
}

/**
 * Decides for one person what is said now, what is not and why, and when to look again. What it claims is a row before
 * anything is sent; a repeat after a lost answer returns the same message.
 */
export function claimDigest(deps: DigestDeps, personId: string): Promise<ClaimedDigest> {
  return deps.db.transaction(async (tx) => {
    const facts = await lockAndLoadDigest(tx, personId);
    if (!facts) return { messageId: null, wakeInMs: null };
    deps.clock.sync(facts.clockOffsetMs);
    if (facts.unsettledMessageId) return { messageId: facts.unsettledMessageId, wakeInMs: null };
    const now = deps.clock.now();
    const { decision, messageId } = await decideAndClaim(tx, facts, now);
    await settleRefused(tx, decision, now);
    await storeNextWake(tx, personId, decision.nextWakeAt);
    return {
      messageId,
      wakeInMs:
        decision.nextWakeAt === null ? null : spreadWake(personId, Date.parse(decision.nextWakeAt) - now.getTime()),
    };
  });
}

async function decideAndClaim(
  tx: Sql,
  facts: DigestFacts,
  now: Date,
): Promise<{ decision: DigestDecision; messageId: string | null }> {
  let { intents } = facts;
  for (let takenDays = 0; takenDays < maxTakenDays;) {
    const decision = decideDigest({
      person: facts.person,
      people: facts.people,
      intents,
      sentDigestOn: facts.sentDigestOn,
      now: now.toISOString(),
    });
    if (!decision.send) return { decision, messageId: null };
    const messageId = uuid();
    const { to, localDate, intentIds } = decision.send;
    const result = await claimMessage(tx, { messageId, ...decision.send }, now);
    if (result === 'claimed') return { decision, messageId };
    if (result === 'settled') {
      intents = intents.filter(({ id }) => !intentIds.includes(id));
      continue;
    }
    takenDays += 1;
    // a delegate heard from somebody else's digest in this very moment: that day is taken, decide again with it
    facts.sentDigestOn.set(to, [...(facts.sentDigestOn.get(to) ?? []), localDate]);
  }
  throw new AppError('internal', { message: 'A message could not be claimed', details: { personId: facts.person.id } });
}
