/** Who works in the CRM, for each the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrmWorld, worlds } from './world.ts';

const address = (name: string): string => `${name}@northwind-crm.example`;

describe.each(worlds)('$name: users', ({ start }) => {
  let world: CrmWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.stop());
  const find = async (...names: string[]) => Object.fromEntries(await world.crm.findUsers(names));

  it('are found by their id, and by their address whatever its case, under the name asked with', async () => {
    const [id = ''] = await world.changeUsers([{ email: address('ana.sousa'), firstName: 'Ana', lastName: 'Sousa' }]);
    const ana = { id, email: address('ana.sousa'), name: 'Ana Sousa', isActive: true };
    expect(await find(id, ' Ana.Sousa@Northwind-CRM.example')).toEqual({
      [id]: ana,
      ' Ana.Sousa@Northwind-CRM.example': ana,
    });
  });

  it('are named by a deal that they changed last, and nobody is where we wrote to it', async () => {
    const { id } = await world.addDeal();
    const changedBy = async () => {
      const [read] = await world.crm.readDeals([id], []);
      return read?.result === 'found' ? read.deal.changedBy : undefined;
    };
    await world.setField(id, world.dealTypeField, world.crm.provider === 'hubspot' ? 'renewal' : 'Renewal');
    expect(await changedBy()).toBe('Priya Nair');
    if (world.crm.provider === 'hubspot') return;
    const values = { gangway_progress: 40 };
    await world.crm.writeFields([{ objectType: 'deal', recordId: id, onboardingId: null, values }]);
    expect(await changedBy()).toBeNull();
  });

  it('are found as inactive once they left, and again as active', async () => {
    const lena = { email: address('lena.voss'), lastName: 'Voss' };
    const [id = ''] = await world.changeUsers([lena]);
    expect(await find(id)).toMatchObject({ [id]: { isActive: true } });
    await world.changeUsers([{ ...lena, isActive: false }]);
    const gone = { id, email: lena.email, name: 'Voss', isActive: false };
    expect(await find(id, lena.email)).toEqual({ [id]: gone, [lena.email]: gone });
    await world.changeUsers([lena]);
    expect(await find(id)).toMatchObject({ [id]: { isActive: true } });
  });

  it('who joined a moment ago are found, and who is none is left out', async () => {
    expect(
      await find(address('new.colleague'), 'Ana', '', "O'Brien", address("o'brien"), '005000000000000AAA'),
    ).toEqual({});
    await world.changeUsers([{ email: address('new.colleague'), lastName: 'Colleague' }]);
    expect(await find(address('new.colleague'))).toMatchObject({ [address('new.colleague')]: { name: 'Colleague' } });
  });

  it('are found however many there are', async () => {
    const users = Array.from({ length: 620 }, (_, n) => ({ email: address(`user.${n}`), lastName: `User ${n}` }));
    const ids = await world.changeUsers(users);
    const found = await world.crm.findUsers([...ids, ...users.map(({ email }) => email)]);
    expect(found.size).toBe(1_240);
    expect(found.get(address('user.619'))?.id).toBe(ids[619]);
  });
});
