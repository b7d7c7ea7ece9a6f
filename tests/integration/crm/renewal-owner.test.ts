/** Whose the renewal is, on both CRMs: the CSM's or the deal owner's, as the mapping says, and nobody's by a guess. Won, it starts nothing. */
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberPeople } from '../../../src/db/people.ts';
import type { RenewalRule } from '../../../src/domain/mapping/model.ts';
import { carryOutEffect } from '../../../src/usecases/crm/carry-out-effect.ts';
import { type CrmUser, worlds } from '../../contract/crm-port/world.ts';
import { byManager } from './by-a-manager.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const user = (lastName: string): CrmUser & { firstName: string } => ({
  email: `${lastName.toLowerCase()}.${uuid().slice(-6)}@northwind-crm.example`,
  firstName: 'Ana',
  lastName,
});

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start, 'tests/fixtures/playbooks');
  const [seller, csm] = [user('Seller'), user('Sousa')];
  const { does, task } = byManager(on, 0);
  let sellerId = '';

  const employ = async (one: CrmUser): Promise<string> => (await on.world.changeUsers([one]))[0] ?? '';
  const goLive = async (owner?: RenewalRule['owner']): Promise<void> => {
    await on.switchOn({
      renewal: {
        ...on.world.renewalStage,
        termMonths: 12,
        basis: 'contract_start',
        createDeal: true,
        ...(owner && { owner }),
      },
    });
    await does('publish', on.onboardingId);
    await does('skip', await task('name-customer-lead'), { reason: 'Everybody knows' });
    for (const key of ['invite', 'invite-all']) {
      await on.advance();
      await does('complete', await task(key));
    }
    await does('approve-go-live', on.onboardingId);
    await on.advance();
    const effects = await on.db.query<{ id: string }>('SELECT id FROM effects WHERE onboarding_id = $1', [
      on.onboardingId,
    ]);
    for (const { id } of effects) await carryOutEffect(on.deps(), id);
  };
  const renewalId = async (): Promise<string> =>
    (await on.world.dealsNamed('Harbor Freight Lines – renewal 2091'))[0] ?? '';
  const renewalOwner = async (): Promise<unknown> => on.world.held(await renewalId(), on.world.ownerField);
  const remark = async (): Promise<string | null> => (await on.ledgerOf('renewal_deal')).at(-1)?.error ?? null;

  beforeEach(async () => {
    sellerId = await employ(seller);
    await on.world.setField(on.dealId, on.world.ownerField, sellerId);
    await on.follow();
    const [person] = await rememberPeople(on.db, [{ side: 'team', name: 'Ana Sousa', email: csm.email }], new Date());
    await does('assign-role', on.onboardingId, { role: 'team.csm', personId: person?.id });
  });

  it('the CSM’s, although they never owned a deal there', async () => {
    const csmId = await employ(csm);
    await goLive();
    expect([await renewalOwner(), await remark()]).toEqual([csmId, null]);
  });

  it('the deal owner’s where the mapping says so', async () => {
    await employ(csm);
    await goLive('deal_owner');
    expect([await renewalOwner(), await remark()]).toEqual([sellerId, null]);
  });

  it('the deal owner’s where the CSM left the CRM, and the ledger says so by name', async () => {
    await employ({ ...csm, isActive: false });
    await goLive('csm');
    expect(await renewalOwner()).toBe(sellerId);
    expect(await remark()).toBe(
      `Ana Sousa (${csm.email}) is deactivated in the CRM: it was given to the deal’s owner.`,
    );
  });
  it('starts no onboarding when it is won, whatever type the CRM says it is', async () => {
    await employ(csm);
    await goLive();
    const renewal = await renewalId();
    await on.world.setField(renewal, on.world.dealTypeField, '');
    await on.world.moveDeal(renewal, 'won');
    await on.follow(renewal);
    const [deal] = await on.db.query<{ is_won: boolean; no_onboarding_reason: string | null }>(
      'SELECT is_won, no_onboarding_reason FROM deals WHERE connection_id = $1 AND deal_id = $2',
      [on.connectionId, renewal],
    );
    expect(deal).toEqual({ is_won: true, no_onboarding_reason: expect.stringContaining('made this renewal') });
    const onboardings = await on.db.query('SELECT id FROM onboardings WHERE connection_id = $1', [on.connectionId]);
    expect(onboardings).toEqual([{ id: on.onboardingId }]);
  });
});
