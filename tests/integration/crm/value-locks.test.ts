/** Deals that are applied together, and what is settled of their values meanwhile, on both CRMs. */
import { describe, expect, it } from 'vitest';
import { connectionById } from '../../../src/db/connections.ts';
import { settleValues } from '../../../src/db/crm-values.ts';
import type { Sql } from '../../../src/db/database.ts';
import { lockValues } from '../../../src/db/lock-values.ts';
import { changeMany } from '../../../src/db/outbox.ts';
import { applyDealReads } from '../../../src/usecases/crm/apply-deal-reads.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

const patience = { timeout: 30_000 };
const placeField = 'place__c';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  type Settled = Parameters<typeof lockValues>[2][number] & { field: string };
  /** as a drain does with what the CRM took */
  const settle = (values: Settled[]): Promise<void> => {
    const written = { version: 1, state: 'written' as const, error: null, retryInSeconds: null };
    const outcomes = values.map((value) => ({ ...value, ...written }));
    return on.db.transaction(async (tx) => {
      await lockValues(tx, on.connectionId, values);
      await settleValues(tx, on.connectionId, outcomes, new Date());
    });
  };
  const countWaiting = async (): Promise<number> => {
    const waiting = await on.db.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length;
  };

  it('an intake and a drain that meet the same values in another order do not wait for each other', async () => {
    const { id: other } = await on.world.addDeal({ company: 'Second' });
    await on.follow(other);
    const ids = [on.dealId, other];
    for (const id of ids) await on.world.moveDeal(id, 'lost');
    const { connectionId } = on;
    const [first, last] = await on.db.query<{ id: string; deal: string; company: string }>(
      `SELECT o.id, o.deal_id AS deal, a.crm_id AS company FROM onboardings o JOIN accounts a ON a.id = o.account_id WHERE o.connection_id = $1 ORDER BY a.crm_id COLLATE "C"`,
      [connectionId],
    );
    if (!first || !last) throw new Error('there are two');
    const settled = [
      { objectType: 'company', recordId: last.company, field: 'gangway_customer_status' },
      { objectType: 'deal', recordId: first.deal, field: 'gangway_stage' },
    ];
    let settling: Promise<void> | undefined;
    /** the last one's turn: a drain comes in between */
    const meeting = (tx: Sql): Sql => ({
      ...tx,
      async query(statement, values) {
        if (values?.[0] === last.id && !settling) {
          settling = settle(settled);
          await expect.poll(countWaiting, patience).toBeGreaterThan(0);
        }
        return tx.query(statement, values);
      },
    });
    const reads = await on.world.crm.readDeals(ids, []);
    const deals = reads.flatMap((read) => (read.result === 'found' ? [read.deal] : []));
    const deps = on.deps();
    const [connection, playbooks] = await Promise.all([connectionById(on.db, connectionId), deps.playbooks.current()]);
    const context = { connection, playbooks, defaults: {}, users: new Map(), byHand: null };
    await changeMany(on.db, (tx) => applyDealReads(deps, meeting(tx), deals, context));
    await settling;
    const held = await on.db.query(`SELECT held_by FROM onboardings WHERE connection_id = $1`, [connectionId]);
    expect(held).toEqual([{ held_by: 'crm' }, { held_by: 'crm' }]);
  });

  const entries = (whoWins: 'ours' | 'crm') => [
    entry({ ours: 'onboarding_url', field: noteField, whoWins }),
    entry({ ours: 'stage', object: 'company', field: placeField, whoWins }),
  ];
  const switchOver = async (): Promise<unknown> => on.switchOn({ entries: entries('crm') });
  const chooseAnother = async (): Promise<unknown> => {
    const current = await on.deps().playbooks.current();
    const input = { playbookKey: current.at(-1)?.playbook.key ?? '' };
    return runCommand(on.deps(), { name: 'choose-playbook', subjectId: on.onboardingId, input, actor: systemActor });
  };

  it.each([
    { what: 'another version of the mapping is switched on', change: switchOver, winner: 'crm' },
    { what: 'another playbook is chosen', change: chooseAnother, winner: 'ours' },
  ])('a drain settles values while $what: both come to the first of them first', async ({ change, winner }) => {
    await on.world.addCompanyField(placeField, 'text');
    await on.switchOn({ entries: entries('ours') });
    await on.advance();
    const both = (): Promise<(Settled & { state: string; winner: string })[]> =>
      on.db.query(
        `SELECT object_type AS "objectType", record_id AS "recordId", field, state, who_wins AS winner FROM crm_values
         WHERE connection_id = $1 AND field = ANY($2) ORDER BY object_type`,
        [on.connectionId, [noteField, placeField]],
      );
    const [first, last] = await both();
    if (!first || !last) throw new Error('both are wanted');
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
    const { promise: mayGoOn, resolve: letGo } = Promise.withResolvers<void>();
    const holding = on.db.transaction(async (tx) => {
      // what was changed last is found last by whoever does not lock in order
      await tx.query('UPDATE crm_values SET why = why WHERE connection_id = $1 AND field = $2', [
        on.connectionId,
        first.field,
      ]);
      held();
      await mayGoOn;
    });
    await isHeld;
    const settling = settle([last, first]);
    await expect.poll(countWaiting, patience).toBe(1);
    const changing = change();
    await expect.poll(countWaiting, patience).toBe(2);
    letGo();
    await Promise.all([holding, settling, changing]);
    expect(await both()).toMatchObject([
      { field: placeField, winner },
      { field: noteField, winner },
    ]);
  });
});
