/** What fails in a CRM: the value waits, the ledger says so, and once it is over it is written, once. On both CRMs. */
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { connectionById, setConnectionStatus } from '../../../src/db/connections.ts';
import type { Database, Sql } from '../../../src/db/database.ts';
import { isAppError } from '../../../src/errors.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { resumeConnection } from '../../../src/usecases/crm/resume-connection.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const field = 'gangway_progress';

describe.each(worlds)('on $name', ({ start, passing }) => {
  const on = mappedOnboarding(start);
  /** as Temporal does: what may be tried again is tried again later */
  const attempt = async (): Promise<void> => {
    try {
      await on.drain();
    } catch (error) {
      if (!isAppError(error) || !error.rule.retryable) throw error;
    }
  };
  const timePasses = () =>
    on.db.query('UPDATE crm_values SET retry_at = NULL WHERE connection_id = $1', [on.connectionId]);
  const values = () =>
    on.db.query<{ record_id: string; state: string; value: unknown }>(
      'SELECT record_id, state, value FROM crm_values WHERE connection_id = $1 AND field = $2 ORDER BY record_id',
      [on.connectionId, field],
    );
  const successes = async () =>
    (await on.ledgerOf(field)).filter(({ result, after }) => after === 40 && result !== 'failed');
  const status = async () => (await connectionById(on.db, on.connectionId)).status;

  it.each(passing)('%s: what is wanted waits, and is there once when it is over', async (kind) => {
    await on.world.trouble(kind);
    await on.want(field, 40);
    await attempt();
    expect(await values()).toMatchObject([{ state: 'pending', value: 40 }]);
    expect(await successes()).toEqual([]);
    expect(await status()).toBe('active');
    await on.world.trouble('none');
    await timePasses();
    await on.drain();
    expect(await on.held(field)).toBe('40');
    expect(await values()).toMatchObject([{ state: 'written' }]);
    expect(await successes()).toHaveLength(1);
  });

  it('what was sent and never answered stands in the ledger, and so does what stood there at the next attempt', async () => {
    await on.world.trouble('lost_update');
    await on.want(field, 40);
    await on.drain();
    expect(await on.ledgerOf(field)).toContainEqual(expect.objectContaining({ result: 'failed', after: 40 }));
    await on.world.trouble('none');
    await timePasses();
    await on.drain();
    expect(await on.ledgerOf(field)).toContainEqual(expect.objectContaining({ result: 'unchanged', after: 40 }));
    expect(await successes()).toHaveLength(1);
  });

  it('what was refused stands in the ledger with what the CRM held, as far as we know', async () => {
    await on.want(field, 30);
    await on.drain();
    await on.want(field, 40);
    await on.world.trouble('one_refused');
    await on.drain();
    await on.world.trouble('none');
    expect(await on.ledgerOf(field)).toContainEqual(
      expect.objectContaining({ result: 'failed', before: 30, after: 40 }),
    );
  });

  it('of two records in one call the refused one waits alone, with its reason in the ledger', async () => {
    const { id: otherId } = await on.world.addDeal({ name: 'Another' });
    await on.want(field, 40);
    await on.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
       VALUES ($1, 'deal', $2, $3, '40', 'The plan was published', $4, now())`,
      [on.connectionId, otherId, field, uuid()],
    );
    await on.world.trouble('one_refused');
    await on.drain();
    expect((await values()).map(({ state }) => state).toSorted()).toEqual(['pending', 'written']);
    expect(await successes()).toHaveLength(1);
    expect(await on.ledgerOf(field)).toContainEqual(
      expect.objectContaining({ result: 'failed', after: 40, error: expect.stringMatching(/another process|UNKNOWN/) }),
    );
    await timePasses();
    await on.drain();
    expect([await on.held(field), String(await on.world.held(otherId, field))]).toEqual(['40', '40']);
    expect(await successes()).toHaveLength(2);
  });

  it('a CRM that is to be asked again in hours is left to the next look of reconcile, so that others are looked at', async () => {
    const looked = async (): Promise<boolean> => {
      const [row] = await on.db.query<{ looked: boolean }>(
        'SELECT last_reconciled_at IS NOT NULL AS looked FROM crm_connections WHERE id = $1',
        [on.connectionId],
      );
      return row?.looked ?? false;
    };
    await on.world.trouble('day_used_up');
    expect(await reconcileConnection(on.deps(), on.connectionId)).toEqual({ missedDeals: 0, driftedValues: 0 });
    expect([await looked(), await status()]).toEqual([false, 'active']);
    await on.world.trouble('none');
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await looked()).toBe(true);
  });

  it('revoked access stops the connection, told once, and all that waited goes on with it', async () => {
    await on.world.trouble('revoked');
    await on.want(field, 40);
    const refreshCrms = (): Promise<void> => Promise.resolve();
    for (let round = 0; round < 2; round += 1) {
      await drainCrmValues({ ...on.deps(), refreshCrms }, on.connectionId);
      await reconcileConnection(on.deps(), on.connectionId);
    }
    await on.setByRep('amount', '30000');
    await on.follow();
    expect(await status()).toBe('revoked');
    const alerts = await on.db.query(`SELECT kind FROM alerts WHERE subject_id = $1 AND resolved_at IS NULL`, [
      on.connectionId,
    ]);
    expect(alerts).toEqual([{ kind: 'crm_revoked' }]);
    expect(await values()).toMatchObject([{ state: 'pending', value: 40 }]);

    await on.world.trouble('none');
    await resumeConnection(on.deps(), on.connectionId);
    await drainInbox(on.deps(), on.connectionId);
    await on.drain();
    expect(await on.held(field)).toBe('40');
    expect(await successes()).toHaveLength(1);
    const [deal] = await on.db.query(`SELECT snapshot ->> 'amountCents' AS cents FROM deals WHERE connection_id = $1`, [
      on.connectionId,
    ]);
    expect(deal).toEqual({ cents: '3000000' });
  });

  it('a secret that was replaced in another process does not stop the connection, though the old one is refused here', async () => {
    await on.want(field, 40);
    const deps = on.deps();
    let isTakenUp = false;
    const refreshCrms = async (): Promise<void> => {
      isTakenUp = true;
      deps.crms.set(on.connectionId, { ...on.world.crm });
      await on.world.trouble('none');
    };
    const here = { ...deps, refreshCrms };
    await on.world.trouble('revoked');
    await expect(drainCrmValues(here, on.connectionId)).rejects.toMatchObject({ code: 'crm_unavailable' });
    expect([isTakenUp, await status()]).toEqual([true, 'active']);
    await timePasses();
    await drainCrmValues(here, on.connectionId);
    expect(await on.held(field)).toBe('40');
  });

  it('a resumption that breaks off has not happened: whoever is active has been woken', async () => {
    const { db, connectionId } = on;
    await setConnectionStatus(db, connectionId, 'revoked', 'The token was revoked', new Date());
    const breaking = <T extends Sql>(sql: T): T => ({
      ...sql,
      query: (statement, values) =>
        JSON.stringify(statement).includes('INSERT INTO outbox')
          ? Promise.reject(new Error('the process ended'))
          : sql.query(statement, values),
    });
    const broken: Database = {
      ...breaking(db),
      transaction: (work) => db.transaction((tx) => work(breaking(tx))),
    };
    await expect(resumeConnection({ ...on.deps(), db: broken }, connectionId)).rejects.toThrow('the process ended');
    expect(await status()).toBe('revoked');
    await resumeConnection(on.deps(), connectionId);
    expect(await status()).toBe('active');
  });
});
