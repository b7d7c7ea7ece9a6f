import type { endpoints } from '../../contracts/api/index.ts';
import { listDeadLetters } from '../../db/queries/list-dead-letters.ts';
import { listLedger } from '../../db/queries/list-ledger.ts';
import { replayFailedWrites } from '../../usecases/crm/replay-failed-writes.ts';
import type { Handler } from '../http/handler.ts';
import { ledgerSince } from './ledger-days.ts';
import { speakerFor } from './speaker-for.ts';

/** Values stay as the CRM has them; only why is said in words. */
export const ledger: Handler<typeof endpoints.getLedger> = async ({ query, caller }, { db, clock }) => {
  const since = ledgerSince(query, clock.now());
  const page = await listLedger(db, { ...query, from: query.from ?? since ?? undefined });
  const { datesIn } = speakerFor(caller, clock);
  return { ...page, since, items: page.items.map((entry) => ({ ...entry, why: datesIn(entry.why) })) };
};

export const deadLetters: Handler<typeof endpoints.listDeadLetters> = ({ query }, { db }) => listDeadLetters(db, query);

export const replay: Handler<typeof endpoints.replayFailedWrites> = async ({ body }, { db, clock }) => ({
  replayed: await replayFailedWrites(
    { db, clock },
    'ledgerId' in body ? body : { onboardingId: body.onboardingId ?? null, connectionId: body.connectionId ?? null },
  ),
});
