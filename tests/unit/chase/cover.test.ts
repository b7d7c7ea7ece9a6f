import { describe, expect, it } from 'vitest';
import { standInFor } from '../../../src/domain/absence.ts';
import type { Person } from '../../../src/domain/model.ts';
import { person } from '../plan/fixtures.ts';
import { at, members, people, running, World } from './world.ts';

const cover = { coverId: 'ben', coverFrom: '2026-03-09', coverUntil: '2026-03-11' };
const standIn = (who: Partial<Person>, others: Person[], date: string) => {
  const ana = person('ana', who);
  return standInFor(ana, [ana, ...others], at(date), 'Europe/Berlin').person?.id ?? null;
};

describe('a cover', () => {
  it('gets everything on its days, the first and the last included, and on no other', () => {
    const asked = ['2026-03-08', '2026-03-09', '2026-03-11', '2026-03-12'].map((date) =>
      standIn(cover, [person('ben')], date),
    );
    expect(asked).toEqual(['ana', 'ben', 'ben', 'ana']);
    expect(standIn({ ...cover, coverFrom: null }, [person('ben')], '2026-03-08')).toBe('ben');
  });

  it('comes before the delegate, and hands on to whoever stands in for it', () => {
    const away = { absentFrom: '2026-03-01', absentUntil: '2026-03-31' };
    expect(standIn({ ...cover, ...away, delegateId: 'cy' }, [person('ben'), person('cy')], '2026-03-10')).toBe('ben');
    expect(standIn(cover, [person('ben', { ...away, delegateId: 'cy' }), person('cy')], '2026-03-10')).toBe('cy');
  });

  it('that leads to nobody counts as none', () => {
    const gone = [person('ben', { deactivatedAt: at('2026-03-01') })];
    expect(standIn(cover, gone, '2026-03-10')).toBe('ana');
    expect(standIn(cover, [person('ben', { ...cover, coverId: 'ana' })], '2026-03-10')).toBe('ana');
    const away = { absentFrom: '2026-03-01', absentUntil: '2026-03-31', delegateId: 'cy' };
    expect(standIn({ ...cover, ...away }, [...gone, person('cy')], '2026-03-10')).toBe('cy');
  });
});

it('hands a CSM’s whole part over for a while, and back by itself', () => {
  const colleague = person('ben', { side: 'team', staffRole: 'member' });
  const covered = people.map((one) =>
    one.id === 'csm' ? { ...one, coverId: 'ben', coverFrom: '2026-03-09', coverUntil: '2026-03-12' } : one,
  );
  const mine = running({ members, people: [...covered, colleague] });
  mine.tasks = mine.tasks.map((task) => ({ ...task, side: 'team', role: 'team.csm', ownerId: 'csm' }));
  const world = new World(mine).until(at('2026-03-16'));
  const asked = world.said.filter(({ taskId }) => taskId === 't').map(({ at: when, to }) => [when.slice(0, 10), to]);
  const during = asked.filter(([day = '']) => day >= '2026-03-09' && day <= '2026-03-12').map(([, to]) => to);
  const outside = asked.filter(([day = '']) => day < '2026-03-09' || day > '2026-03-12').map(([, to]) => to);
  expect(during).toContain('ben');
  expect(during).not.toContain('csm');
  expect(outside).toContain('csm');
  expect(outside).not.toContain('ben');
});

it('escalates past whoever has the task themselves and covers for the next one up', () => {
  const covered = people.map((one) =>
    one.id === 'csm' ? { ...one, coverId: 'rep', coverFrom: '2026-03-01', coverUntil: '2026-03-31' } : one,
  );
  const mine = running({ members, people: covered });
  mine.tasks = mine.tasks.map((task) => ({
    ...task,
    side: 'team',
    role: 'crm.owner',
    ownerId: 'rep',
    visibility: 'internal',
  }));
  const escalated = new World(mine).until(at('2026-03-20')).said.filter(({ kind }) => kind === 'escalation');
  expect(new Set(escalated.map(({ to }) => to))).toEqual(new Set(['boss']));
  expect(escalated[0]?.at.slice(0, 10)).toBe('2026-03-12');
});
