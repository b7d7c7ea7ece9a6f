/** A CRM that lets us do only part of what we need: the rest goes on, it is told once, and resumes by itself. On both CRMs. */
import { describe, expect, it } from 'vitest';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { setMode } from '../../../src/usecases/crm/set-mode.ts';
import { resumeConnection } from '../../../src/usecases/crm/resume-connection.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const ofDeal = 'gangway_progress';
const ofCompany = 'gangway_customer_status';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const alerts = () =>
    on.db.query<{ detail: string; is_over: boolean }>(
      `SELECT detail, resolved_at IS NOT NULL AS is_over FROM alerts WHERE subject_id = $1 AND kind = 'crm_forbidden'`,
      [on.connectionId],
    );
  const waiting = () =>
    on.db.query<{ field: string }>(
      `SELECT field FROM crm_values WHERE connection_id = $1 AND state = 'pending' ORDER BY field`,
      [on.connectionId],
    );
  const pendingEvents = () =>
    on.db.query(`SELECT 1 FROM inbox_events WHERE connection_id = $1 AND state = 'pending'`, [on.connectionId]);

  it('companies may not be written: older values of theirs hold no deal up, and are written once it is granted', async () => {
    await on.db.query(`UPDATE crm_values SET state = 'written' WHERE connection_id = $1`, [on.connectionId]);
    await on.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, wanted_at)
       SELECT $1, 'company', record_id, 'gangway_customer_status', '"at_risk"', 'x', onboarding_id, '2000-01-01' FROM crm_values
       WHERE connection_id = $1 AND object_type = 'company' LIMIT 1
       ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET state = 'pending', value = excluded.value, version = crm_values.version + 1`,
      [on.connectionId],
    );
    await on.want(ofDeal, 40);
    await on.world.trouble('companies_forbidden');
    await on.drain();
    await on.drain();
    expect(await on.held(ofDeal)).toBe('40');
    expect(await waiting()).toEqual([{ field: ofCompany }]);
    const refusal = expect.stringMatching(/crm\.objects\.companies\.write|INSUFFICIENT_ACCESS/);
    expect(await alerts()).toEqual([{ detail: refusal, is_over: false }]);

    await on.world.trouble('none');
    await resumeConnection(on.deps(), on.connectionId);
    await on.drain();
    expect(await waiting()).toEqual([]);
    await reconcileConnection(on.deps(), on.connectionId);
    expect(await alerts()).toEqual([{ detail: refusal, is_over: true }]);
  });

  it('a dry run says what may not even be read, and goes on with the rest', async () => {
    await setMode(on.deps(), on.connectionId, 'dry_run');
    await on.world.trouble('reading_forbidden');
    await on.want(ofDeal, 40);
    await on.want(ofCompany, 'at_risk');
    await on.drain();
    const rehearsed = async (field: string) => (await on.ledgerOf(field)).at(-1);
    const refusal = expect.stringMatching(/crm\.objects\.deals\.read|INSUFFICIENT_ACCESS/);
    expect(await rehearsed(ofDeal)).toMatchObject({ result: 'rehearsed', after: 40, error: refusal });
    expect(await rehearsed(ofCompany)).toMatchObject({ result: 'rehearsed', after: 'at_risk', error: null });
    expect(await waiting()).toEqual([]);
  });

  it('what reconcile may not read is told once, whatever else goes on, and is over with the look that may', async () => {
    await on.world.trouble('reading_forbidden');
    const look = () => reconcileConnection(on.deps(), on.connectionId);
    await expect(look()).rejects.toMatchObject({ code: 'crm_forbidden' });
    await on.want(ofCompany, 'at_risk');
    await on.drain();
    await expect(look()).rejects.toMatchObject({ code: 'crm_forbidden' });
    const refusal = expect.stringMatching(/crm\.objects\.deals\.read|INSUFFICIENT_ACCESS/);
    expect(await alerts()).toEqual([{ detail: refusal, is_over: false }]);
    await on.world.trouble('none');
    await look();
    expect(await alerts()).toEqual([{ detail: refusal, is_over: true }]);
  });

  it('deals may not be read: their events wait for minutes, and are done once it is granted', async () => {
    await on.world.trouble('reading_forbidden');
    await on.setByRep('amount', '30000');
    const wait = { code: 'crm_unavailable', retryAfterMs: 300_000 };
    await expect(on.follow()).rejects.toMatchObject(wait);
    await on.want(ofDeal, 41);
    await on.drain().catch(() => undefined);
    await expect(drainInbox(on.deps(), on.connectionId)).rejects.toMatchObject(wait);
    expect(await pendingEvents()).toHaveLength(1);
    const refusal = expect.stringMatching(/crm\.objects\.deals\.read|INSUFFICIENT_ACCESS/);
    expect(await alerts()).toContainEqual({ detail: refusal, is_over: false });

    await on.world.trouble('none');
    await drainInbox(on.deps(), on.connectionId);
    expect(await pendingEvents()).toEqual([]);
    await resumeConnection(on.deps(), on.connectionId);
    await on.drain();
    await reconcileConnection(on.deps(), on.connectionId);
    expect((await alerts()).map((one) => one.is_over)).not.toContain(false);
  });
});
