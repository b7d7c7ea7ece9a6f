/** Everybody who is due by now, in batches: decided one by one by the rules of one digest, claimed together, sent side by side. */
import { v7 as uuid } from 'uuid';
import type { Drained } from '../../contracts/processes.ts';
import type { Sql } from '../../db/database.ts';
import { type DigestFacts, type MessageClaim, settleRefused } from '../../db/digest-claims.ts';
import {
  claimMessages,
  guardDigests,
  lockAndLoadDue,
  nextDigestAt,
  releaseDigests,
  storeNextWakes,
  wakeAgain,
} from '../../db/due-digests.ts';
import { decideDigest, type DigestDecision } from '../../domain/digest.ts';
import type { DeliveryDeps } from './deliver.ts';
import { type BulkDelivery, createBulkDelivery } from './deliver-many.ts';

const batchSize = 100;
/** then the round says that there is more, so that it lives longer than no activity may */
const batchesOfRound = 10;
/** how late a wake can come that was set while the round slept */
const longestSleepMs = 60_000;
/** then whoever could not be decided for is looked at again */
const brokenAgainMs = 3_600_000;
/** longer than a batch takes, mail servers that hang included */
const guardSeconds = 180;

export async function sendDueDigests(deps: DeliveryDeps): Promise<Drained> {
  await deps.clock.refresh();
  const deliver = createBulkDelivery(deps);
  for (let batch = 0; batch < batchesOfRound; batch++) {
    const { found, messages } = await claimBatch(deps);
    await deliverAll(deps, deliver, messages);
    if (found < batchSize) return { hasMore: false, wakeInMs: await untilNext(deps) };
  }
  return { hasMore: true, wakeInMs: null };
}

async function untilNext({ db, clock }: DeliveryDeps): Promise<number> {
  const next = await nextDigestAt(db);
  if (next === null) return longestSleepMs;
  // who is due and was passed over is looked after by somebody else just now
  return Math.min(longestSleepMs, Math.max(1_000, next.getTime() - clock.now().getTime()));
}

interface Claimed {
  messageId: string;
  personId: string;
}

function claimBatch({ db, clock }: DeliveryDeps): Promise<{ found: number; messages: Claimed[] }> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const all = await lockAndLoadDue(tx, now, batchSize);
    if (all.length === 0) return { found: 0, messages: [] };
    const lost = all.filter(({ unsettledMessageId }) => unsettledMessageId !== null);
    const asked = all
      .filter(({ unsettledMessageId }) => unsettledMessageId === null)
      .map((facts) => ({ facts, decision: decideIfPossible(facts, now), messageId: uuid() }));
    const decided = asked.flatMap(({ decision, ...rest }) => (decision ? [{ decision, ...rest }] : []));
    const broken = asked.filter(({ decision }) => decision === null).map(({ facts }) => facts);
    const claims = decided.flatMap(({ decision: { send }, messageId }): MessageClaim[] =>
      send ? [{ ...send, messageId }] : [],
    );
    const claimed = await claimMessages(tx, claims, now);
    await settle(tx, decided, now);
    await storeNextWakes(tx, [
      ...decided.map(({ facts, decision, messageId }) => ({
        personId: facts.person.id,
        at: nextWakeOf(facts, decision, claimed.has(messageId), now),
      })),
      // their own digest delivers what was claimed before, and looks again then
      ...lost.map(({ person }) => ({ personId: person.id, at: null })),
      ...broken.map(({ person }) => ({ personId: person.id, at: brokenWake(now) })),
    ]);
    const messages = decided.flatMap(({ facts, messageId }) =>
      claimed.has(messageId) ? [{ messageId, personId: facts.person.id }] : [],
    );
    await guardDigests(
      tx,
      messages.map(({ personId }) => personId),
      guardSeconds,
    );
    await guardDigests(
      tx,
      [...lost, ...broken].map(({ person }) => person.id),
      0,
    );
    return { found: all.length, messages };
  });
}

const decide = ({ person, people, intents, sentDigestOn }: DigestFacts, now: Date): DigestDecision =>
  decideDigest({ person, people, intents, sentDigestOn, now: now.toISOString() });

/** Null: the rules refuse what is stored of this person. Their own digest fails by it and says why; all others are told. */
export function decideIfPossible(facts: DigestFacts, now: Date): DigestDecision | null {
  try {
    return decide(facts, now);
  } catch {
    return null;
  }
}

const brokenWake = (now: Date): string => new Date(now.getTime() + brokenAgainMs).toISOString();

const settle = (tx: Sql, decided: readonly { decision: DigestDecision }[], now: Date): Promise<void> =>
  settleRefused(
    tx,
    {
      obsolete: decided.flatMap(({ decision }) => decision.obsolete),
      withheld: decided.flatMap(({ decision }) => decision.withheld),
    },
    now,
  );

/** After a message what is left is decided anew; where somebody else's took the reader's day, all of it. */
function nextWakeOf(facts: DigestFacts, { send, ...decision }: DigestDecision, isClaimed: boolean, now: Date) {
  if (!send) return decision.nextWakeAt;
  if (!isClaimed) return now.toISOString();
  const settled = new Set([...decision.obsolete, ...decision.withheld].map(({ id }) => id).concat(send.intentIds));
  const sentDigestOn = new Map(facts.sentDigestOn);
  if (send.kind === 'digest') sentDigestOn.set(send.to, [...(sentDigestOn.get(send.to) ?? []), send.localDate]);
  const intents = facts.intents.filter(({ id }) => !settled.has(id));
  const next = decideIfPossible({ ...facts, sentDigestOn, intents }, now);
  if (!next) return brokenWake(now);
  return next.send ? now.toISOString() : next.nextWakeAt;
}

async function deliverAll(
  { db, clock }: DeliveryDeps,
  deliver: BulkDelivery,
  messages: readonly Claimed[],
): Promise<void> {
  if (messages.length === 0) return;
  const failed = new Set(await deliver(messages.map(({ messageId }) => messageId)));
  await wakeAgain(db, messages, clock.now());
  const personsOf = (hasFailed: boolean): string[] =>
    messages.filter(({ messageId }) => failed.has(messageId) === hasFailed).map(({ personId }) => personId);
  // the person's own digest tries what failed again, by the profile of messages
  await releaseDigests(db, { told: personsOf(false), failed: personsOf(true) });
}
