/** A look or a take-over that is refused in part or as a whole, or stopped, from both CRMs: it is said, and nothing is lost. */
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import { AppError } from '../../../src/errors.ts';
import { continueBackfill } from '../../../src/usecases/aboard/continue-backfill.ts';
import { resumeBackfill, runBackfill, stopBackfill } from '../../../src/usecases/aboard/steer-backfill.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { backfillsOf } from './backfills-of.ts';

const refusal = 'The CRM refused reading deals (400)';

describe.each(worlds)('from $name', ({ start }) => {
  const { connected, begin, goOn, items, state } = backfillsOf(start);

  /** Each read with this deal is refused as a whole, as a malformed value of one record does it. */
  function refuseReading(dealId: string): () => void {
    const { crm } = connected.world;
    const read = crm.readDeals;
    crm.readDeals = (dealIds, fields) =>
      dealIds.includes(dealId)
        ? Promise.reject(new AppError('crm_rejected', { message: refusal }))
        : read.call(crm, dealIds, fields);
    return () => {
      crm.readDeals = read;
    };
  }

  /** as a CRM with more deals than a page */
  function findInPagesOfTwo(): void {
    const { crm } = connected.world;
    const find = crm.findWonDeals;
    crm.findWonDeals = async (asked) => {
      const { deals } = await find.call(crm, { ...asked, after: null });
      const from = Number(asked.after ?? 0);
      return { deals: deals.slice(from, from + 2), next: from + 2 < deals.length ? String(from + 2) : null };
    };
  }

  it('names a deal whose reading is refused, in the look and in the take-over, and takes the others', async () => {
    const { id: refused } = await connected.world.addDeal({ name: 'Harbor rollout' });
    await connected.world.addWonDeals(4);
    const allow = refuseReading(refused);
    const id = await begin();
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'ready', error: null, counts: { open: 4, failed: 1 } });
    const named = { dealId: refused, name: 'Harbor rollout', state: 'failed', why: refusal };
    expect(await items(id)).toContainEqual(expect.objectContaining(named));

    await runBackfill(connected.deps(), id, null);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { started: 4, failed: 1 } });
    expect(await items(id)).toContainEqual(expect.objectContaining(named));

    allow();
    await runBackfill(connected.deps(), id, [refused]);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { started: 5, failed: 0 } });
    const aboard = { dealId: refused, state: 'started', why: expect.stringContaining('Standard mid-market') };
    expect(await items(id)).toContainEqual(expect.objectContaining(aboard));
  });

  it('stops where no deal may be read, says why, and goes on from there when tried again', async () => {
    await connected.world.addWonDeals(3);
    const id = await begin();
    await connected.world.trouble('reading_forbidden');
    await goOn(id);
    const why = expect.stringMatching(/crm\.objects\.deals\.read|INSUFFICIENT_ACCESS/);
    expect(await state(id)).toMatchObject({ state: 'stopped', error: why });

    await connected.world.trouble('none');
    await resumeBackfill(connected.deps(), id);
    expect(await state(id)).toMatchObject({ state: 'looking', error: null });
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'ready', counts: { open: 3 } });

    await runBackfill(connected.deps(), id, null);
    await connected.world.trouble('reading_forbidden');
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'stopped', error: why, counts: { chosen: 3 } });

    await connected.world.trouble('none');
    await resumeBackfill(connected.deps(), id);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', error: null, counts: { started: 3 } });
  });

  it('takes nothing over while a look is stopped, and ends with all that there is', async () => {
    await connected.world.addWonDeals(5);
    findInPagesOfTwo();
    const id = await begin();
    await continueBackfill(connected.deps(), id);
    await stopBackfill(connected.deps(), id);
    expect(await state(id)).toMatchObject({ state: 'stopped', counts: { open: 2 } });
    const refused = { code: 'not_allowed_now', message: expect.stringContaining('go on looking first') };
    await expect(runBackfill(connected.deps(), id, null)).rejects.toMatchObject(refused);

    await resumeBackfill(connected.deps(), id);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'ready', counts: { open: 5 } });
    await runBackfill(connected.deps(), id, null);
    await stopBackfill(connected.deps(), id);
    // stopped in the take-over, it can be taken up at once
    await runBackfill(connected.deps(), id, null);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { started: 5 } });
  });

  it('takes over no more than the deals that it is at, once it is stopped', async () => {
    await connected.world.addWonDeals(12);
    const id = await begin();
    await goOn(id);
    await runBackfill(connected.deps(), id, null);
    const started = async (): Promise<number> => (await state(id))?.counts.started ?? 0;
    const { db } = connected;
    let isStopped = false;
    const stopping: Database = {
      ...db,
      async transaction(work) {
        if (!isStopped && (await started()) > 0) {
          isStopped = true;
          await stopBackfill(connected.deps(), id);
        }
        return db.transaction(work);
      },
    };
    await continueBackfill({ ...connected.deps(), db: stopping }, id);
    expect(await state(id)).toMatchObject({ state: 'stopped', counts: { started: 5, chosen: 7 } });
    await resumeBackfill(connected.deps(), id);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { started: 12, chosen: 0 } });
  });
});
