import { beforeEach, describe, expect, it } from 'vitest';
import { loadOnboarding } from '../../../src/db/load-onboarding.ts';
import { findPersonBySlack, rememberSlackUser } from '../../../src/db/person-channels.ts';
import { rememberCompany } from '../../../src/db/person-home.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { findInSlack } from '../../../src/usecases/messages/find-in-slack.ts';
import { scriptedSlack } from '../../support/scripted-slack.ts';
import { type PersonRow, useWorld } from './message-fixture.ts';

const world = useWorld();
const home = { timezone: 'America/New_York', country: 'US' };

const addIntentTo = async (personId: string) =>
  world.addIntent('due', { person_id: personId, task_id: await world.addTask({ owner_id: personId }) });
const wakeOf = async (personId: string): Promise<string | undefined> =>
  (await world.row<PersonRow>('people', personId)).next_wake_at?.toISOString();

beforeEach(() => rememberCompany(world.db, home, world.clock.now()));

describe('somebody of ours whose zone is not known', () => {
  it('is written to when the company works, not when the customer does', async () => {
    const colleague = await world.addPerson({ side: 'team', timezone: null });
    await addIntentTo(colleague);
    // 10:00 in Berlin is 4:00 in New York
    expect((await claimDigest(world.deps, colleague)).messageId).toBeNull();
    expect(await wakeOf(colleague)).toBe('2026-11-20T14:00:00.000Z');
  });

  it('has the company’s public holidays, and others those of their onboarding', async () => {
    await world.db.query(`UPDATE onboardings SET calendar_country = 'DE' WHERE id = $1`, [world.onboardingId]);
    const colleague = await world.addPerson({ side: 'team', timezone: null });
    const own = await world.addPerson({ side: 'team', holiday_country: 'FR' });
    await world.addTask({ owner_id: world.customer });
    await world.addTask({ owner_id: colleague });
    await world.addTask({ owner_id: own });
    const { people } = (await loadOnboarding(world.db, world.onboardingId)).state;
    const countryOf = (wanted: string) => people.find(({ id }) => id === wanted)?.holidayCountry;
    expect([world.customer, colleague, own].map(countryOf)).toEqual(['DE', 'US', 'FR']);
  });

  it('is not written to on Christmas Day', async () => {
    await world.setNow('2026-12-25T15:00:00.000Z');
    const colleague = await world.addPerson({ side: 'team', timezone: null });
    await addIntentTo(colleague);
    expect((await claimDigest(world.deps, colleague)).messageId).toBeNull();
    expect(await wakeOf(colleague)).toBe('2026-12-28T14:00:00.000Z');
  });

  it('has the zone that Slack knows, once they are met there; one that was said stays', async () => {
    const slack = scriptedSlack();
    slack.timezone = 'Asia/Tokyo';
    const colleague = await world.addPerson({ side: 'team', timezone: null });
    for (const [id, user] of [
      [colleague, 'U1'],
      [world.csm, 'U2'],
    ] as const) {
      slack.users.set(`${id}@acme.example`, user);
      expect(await findInSlack({ db: world.db, slack }, id)).toBe(true);
    }
    expect(await findPersonBySlack(world.db, 'T1', 'U1')).toMatchObject({ timezone: 'Asia/Tokyo' });
    expect(await findPersonBySlack(world.db, 'T1', 'U2')).toMatchObject({ timezone: 'Europe/Berlin' });
  });

  it('takes no zone from Slack that is none', async () => {
    const personId = await world.addPerson({ side: 'team', timezone: null });
    const met = { personId, teamId: 'T1', userId: 'U9', source: 'email_match', timezone: 'Mars/Base' } as const;
    await world.db.transaction((tx) => rememberSlackUser(tx, met));
    expect(await findPersonBySlack(world.db, 'T1', 'U9')).toMatchObject({ timezone: home.timezone });
  });
});

describe('a customer whose country is not known', () => {
  it('is not written to on a holiday of the onboarding’s country', async () => {
    await world.setNow('2026-12-25T09:00:00.000Z');
    await world.db.query(`UPDATE onboardings SET calendar_country = 'DE' WHERE id = $1`, [world.onboardingId]);
    await addIntentTo(world.customer);
    expect((await claimDigest(world.deps, world.customer)).messageId).toBeNull();
    expect(await wakeOf(world.customer)).toBe('2026-12-28T08:00:00.000Z');
  });
});
