/** Notes, tasks and renewal deals come to be once, for each CRM the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import { type CrmWorld, type MadeDeal, worlds } from './world.ts';

const at = '2026-03-02T09:00:00.000Z';

describe.each(worlds)('$name: effects', ({ start }) => {
  let world: CrmWorld;
  let deal: MadeDeal;
  beforeEach(async () => {
    world = await start();
    deal = await world.addDeal({
      contacts: [{ firstName: 'Ada', lastName: 'Berg', email: 'ada@harbor.example', role: 'Decision Maker' }],
    });
  });
  afterEach(() => world.stop());

  const kinds = {
    note: (key: string, before?: () => Promise<void>) =>
      world.crm.ensureNote({ key, dealId: deal.id, body: 'Live since today.\nHealth 82 <ok> & well', at }, before),
    task: (key: string, before?: () => Promise<void>) =>
      world.crm.ensureTask(
        { key, dealId: deal.id, subject: '30-day check-in', body: 'Compare', dueAt: at, ownerId: null },
        before,
      ),
    renewal: (key: string, before?: () => Promise<void>) =>
      world.crm.ensureRenewalDeal(
        {
          key,
          dealId: deal.id,
          name: `Renewal ${key}`,
          amountCents: 1_250_000,
          closeOn: '2027-03-02',
          ownerId: null,
          ...world.renewalStage,
        },
        before,
      ),
  };
  const count = async (kind: keyof typeof kinds, key: string): Promise<number> => {
    if (kind === 'renewal') return (await world.dealsNamed(`Renewal ${key}`)).length;
    const { notes, tasks } = await world.countOurs(deal.id);
    return kind === 'note' ? notes : tasks;
  };
  const each = ['note', 'task', 'renewal'] as const;

  it.each(each)('a %s is made once for its key, and found after that', async (kind) => {
    const first = await kinds[kind]('o1:a:1');
    expect(first.created).toBe(true);
    expect(await kinds[kind]('o1:a:1')).toEqual({ id: first.id, created: false });
    expect(await count(kind, 'o1:a:1')).toBe(1);
    expect((await kinds[kind]('o1:a:2')).id).not.toBe(first.id);
  });

  it.each(each)('a %s is not doubled where the answer was lost', async (kind) => {
    await world.trouble(`lost_${kind}`);
    await expect(kinds[kind]('o1:b:1')).rejects.toMatchObject({ code: 'crm_unavailable' });
    await world.trouble('none');
    expect(await kinds[kind]('o1:b:1')).toMatchObject({ created: false });
    expect(await count(kind, 'o1:b:1')).toBe(1);
  });

  it.each(each)('a %s is not made once another attempt has taken it over', async (kind) => {
    const held = () => Promise.reject(new AppError('effect_held', { message: 'Another attempt has it' }));
    await expect(kinds[kind]('o1:c:1', held)).rejects.toMatchObject({ code: 'effect_held' });
    expect(await count(kind, 'o1:c:1')).toBe(0);
  });

  it('the renewal carries amount, day, company, contacts and stage', async () => {
    const { id } = await kinds.renewal('o1:d:1');
    const [read] = await world.crm.readDeals([id], []);
    expect(read).toMatchObject({
      deal: {
        name: 'Renewal o1:d:1',
        amountCents: 1_250_000,
        closeOn: expect.stringMatching(/^2027-03-02/),
        company: { id: deal.companyId },
        contacts: [{ email: 'ada@harbor.example' }],
        isClosed: false,
      },
    });
  });

  it('a renewal whose contacts are refused stands without them, says so, and has them once they are taken', async () => {
    await world.trouble('contacts_refused');
    const made = await kinds.renewal('o1:f:1');
    expect(made).toMatchObject({ created: true, refused: expect.stringMatching(/contacts/) });
    await world.trouble('none');
    expect(await kinds.renewal('o1:f:1')).toEqual({ id: made.id, created: false });
    const [read] = await world.crm.readDeals([made.id], []);
    expect(read).toMatchObject({ deal: { contacts: [{ email: 'ada@harbor.example' }] } });
  });

  it('a renewal in a stage that is not there is refused by name', async () => {
    const { pipeline } = world.renewalStage;
    await expect(
      world.crm.ensureRenewalDeal({
        key: 'o1:e:1',
        dealId: deal.id,
        name: 'Renewal',
        amountCents: null,
        closeOn: '2027-03-02',
        ownerId: null,
        pipeline,
        stage: 'Nowhere',
      }),
    ).rejects.toMatchObject({ code: 'crm_rejected', message: expect.stringContaining('Nowhere') });
  });
});
