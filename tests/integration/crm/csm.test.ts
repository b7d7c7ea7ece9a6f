/** Who is the CSM, in Gangway and in the CRM: named there, named here, known or not, on both CRMs. */
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '../../../src/contracts/api/commands.ts';
import { listDeadLetters } from '../../../src/db/queries/list-dead-letters.ts';
import { rememberPeople } from '../../../src/db/people.ts';
import type { MappingEntry } from '../../../src/domain/mapping/model.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { previewMapping } from '../../../src/usecases/mapping/preview-mapping.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { type CrmUser, worlds } from '../../contract/crm-port/world.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

const user = (lastName: string): CrmUser => ({
  email: `${lastName.toLowerCase()}.${uuid().slice(-6)}@northwind-crm.example`,
  firstName: 'Ana',
  lastName,
});

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const csmEntry = (direction: MappingEntry['direction'], over: Partial<MappingEntry> = {}): MappingEntry =>
    entry({ ours: 'csm', direction, field: on.world.ownerField, whoWins: 'crm', ...over });
  const hire = async ({ email, lastName }: CrmUser): Promise<string> => {
    const [person] = await rememberPeople(on.db, [{ side: 'team', name: `Ana ${lastName}`, email }], new Date());
    return person?.id ?? '';
  };
  const employ = async (one: CrmUser): Promise<string> => (await on.world.changeUsers([one]))[0] ?? '';
  const does = (name: CommandName, input: Record<string, unknown>) =>
    runCommand(on.deps(), {
      name,
      subjectId: on.onboardingId,
      input,
      actor: systemActor,
    });
  const assign = (personId: string) => does('assign-role', { role: 'team.csm', personId });
  const reconcile = async (): Promise<void> => {
    await reconcileConnection(on.deps(), on.connectionId);
    await drainInbox(on.deps(), on.connectionId);
  };
  const written = async (): Promise<void> => {
    await on.advance();
    await on.drain();
  };
  const csm = async (): Promise<string | null> => {
    const [row] = await on.db.query<{ email: string }>(
      `SELECT p.email FROM members m JOIN people p ON p.id = m.person_id WHERE m.onboarding_id = $1 AND m.role = 'team.csm'`,
      [on.onboardingId],
    );
    return row?.email ?? null;
  };
  const problem = async (): Promise<string | null> => {
    const [row] = await on.db.query<{ message: string }>(
      `SELECT p ->> 'message' AS message FROM onboardings o, jsonb_array_elements(o.problems) p WHERE o.id = $1 AND p ->> 'code' = 'csm_unknown'`,
      [on.onboardingId],
    );
    return row?.message ?? null;
  };
  const timesAssigned = async (): Promise<number> =>
    (
      await on.db.query(
        `SELECT 1 FROM activity WHERE onboarding_id = $1 AND kind = 'role_assigned' AND data ->> 'role' = 'team.csm'`,
        [on.onboardingId],
      )
    ).length;

  describe.each(['an event', 'reconcile'])('whose deal it is, told by %s', (way) => {
    const hear = (): Promise<void> => (way === 'an event' ? on.follow() : reconcile());

    it.each(['from_crm', 'both'] as const)(
      'names the CSM (%s), once, with the tasks of that role',
      async (direction) => {
        const [sousa, voss] = [user('Sousa'), user('Voss')];
        await does('waive-handoff', { reason: 'Sales is on holiday' });
        await does('publish', {});
        await on.switchOn({ entries: [csmEntry(direction)] });
        await on.setByRep(on.world.ownerField, await employ(sousa));
        await hear();
        expect(await csm()).toBe(sousa.email);
        await on.setByRep(on.world.ownerField, await employ(voss));
        await hear();
        await Promise.all([hear(), on.follow()]);
        await on.follow();
        expect(await csm()).toBe(voss.email);
        expect(await timesAssigned()).toBe(2);
        const owners = await on.db.query<{ email: string; n: number }>(
          `SELECT p.email, count(*)::int AS n FROM tasks t JOIN people p ON p.id = t.owner_id WHERE t.onboarding_id = $1 AND t.role = 'team.csm' GROUP BY 1`,
          [on.onboardingId],
        );
        expect(owners.map(({ email }) => email)).toEqual([voss.email]);
        const wishes = await on.db.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM intents WHERE onboarding_id = $1 AND person_id IN (SELECT id FROM people WHERE email = $2) GROUP BY task_id, blocker_id, kind`,
          [on.onboardingId, voss.email],
        );
        expect(wishes.filter(({ n }) => n > 1)).toEqual([]);
        expect((await on.ledgerOf(on.world.ownerField)).at(-1)).toMatchObject({ direction: 'in', error: null });
        await on.drain();
        await reconcile();
        expect(await csm()).toBe(voss.email);
      },
    );
  });

  it('named here, the deal is theirs in the CRM, also when they never owned one', async () => {
    const sousa = user('Sousa');
    const id = await employ(sousa);
    await on.switchOn({ entries: [csmEntry('both', { whoWins: 'ours' })] });
    await assign(await hire(sousa));
    await written();
    expect(await on.held(on.world.ownerField)).toBe(id);
    expect((await on.ledgerOf(on.world.ownerField)).at(-1)).toMatchObject({ direction: 'out', after: id, error: null });
    await on.follow();
    expect([await csm(), await timesAssigned()]).toEqual([sousa.email, 1]);
  });

  it('a user who is nobody of ours changes nothing and is named; added, they are taken with the next look', async () => {
    const [lead, sousa] = [user('Lead'), user('Sousa')];
    await assign(await hire(lead));
    await on.switchOn({ entries: [csmEntry('from_crm', { field: noteField })] });
    await on.setByRep(noteField, await employ(sousa));
    await on.follow();
    expect(await csm()).toBe(lead.email);
    expect(await problem()).toContain(`Ana Sousa (${sousa.email})`);
    expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
      direction: 'in',
      result: 'reported',
      error: expect.stringContaining('Ana Sousa'),
    });
    await reconcile();
    expect(await csm()).toBe(lead.email);
    await hire(sousa);
    await reconcile();
    expect([await csm(), await problem()]).toEqual([sousa.email, null]);
  });

  it('a name that is none, or of somebody who left the CRM, is told likewise, until a person chooses', async () => {
    const [lead, sousa] = [user('Lead'), user('Sousa')];
    await on.switchOn({ entries: [csmEntry('from_crm', { field: noteField })] });
    await on.setByRep(noteField, 'the usual one');
    await on.follow();
    expect(await problem()).toContain('“the usual one”');
    await hire(sousa);
    await on.setByRep(noteField, await employ({ ...sousa, isActive: false }));
    await on.follow();
    expect(await problem()).toContain('who is deactivated there');
    expect(await csm()).toBeNull();
    await assign(await hire(lead));
    expect(await problem()).toBeNull();
    await on.follow();
    expect([await csm(), await problem()]).toEqual([lead.email, null]);
  });

  it('what another connection calls somebody says nothing here', async () => {
    const sousa = user('Sousa');
    await on.db.query('INSERT INTO crm_owners (connection_id, owner_id, person_id) VALUES ($1, $2, $3)', [
      uuid(),
      'u-17',
      await hire(sousa),
    ]);
    await on.switchOn({ entries: [csmEntry('from_crm', { field: noteField })] });
    await on.setByRep(noteField, 'u-17');
    await on.follow();
    expect([await csm(), await problem()]).toEqual([null, expect.stringContaining('“u-17”')]);
  });

  it('a CSM who is no user there leaves the field as it is, by name among the failed writes, until they are one', async () => {
    const [sousa, voss] = [user('Sousa'), user('Voss')];
    const sousaId = await employ(sousa);
    await on.switchOn({ entries: [csmEntry('to_crm', { field: noteField, default: 'nobody' })] });
    await assign(await hire(sousa));
    await written();
    expect(await on.held(noteField)).toBe(sousaId);
    await assign(await hire(voss));
    await written();
    expect(await on.held(noteField)).toBe(sousaId);
    expect((await on.ledgerOf(noteField)).at(-1)).toMatchObject({
      direction: 'out',
      result: 'failed',
      after: voss.email,
      error: expect.stringContaining(voss.email),
      why: expect.stringContaining('Ana Voss'),
    });
    const { items } = await listDeadLetters(on.db, { connectionId: on.connectionId, limit: 10 });
    expect(items).toMatchObject([{ field: noteField, wanted: voss.email, error: expect.stringContaining(voss.email) }]);
    await reconcile();
    await on.drain();
    expect(await on.held(noteField)).toBe(sousaId);
    const vossId = await employ(voss);
    await reconcile();
    await on.drain();
    expect(await on.held(noteField)).toBe(vossId);
  });

  it('a user’s id goes through the transform that the mapping has for it', async () => {
    const sousa = user('Sousa');
    const id = await employ(sousa);
    const transform = { kind: 'values' as const, values: { [id]: 'Ana' }, otherwise: 'Somebody' };
    await on.switchOn({ entries: [csmEntry('to_crm', { field: noteField, transform })] });
    await assign(await hire(sousa));
    await written();
    expect(await on.held(noteField)).toBe('Ana');
  });

  it('a preview names whom it would look for', async () => {
    const sousa = user('Sousa');
    await assign(await hire(sousa));
    const content = mapping({ entries: [csmEntry('to_crm', { field: noteField })] });
    const { writes } = await previewMapping(on.deps(), on.connectionId, { dealId: on.dealId, content });
    expect(writes).toMatchObject([{ field: noteField, after: sousa.email }]);
  });
});
