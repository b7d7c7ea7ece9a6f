/** Whom a task that nobody does comes to when its owner, or the next in line, cannot be asked. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/model.ts';
import { at, chasing, customerTask, members, monday, people, running, without, World } from './world.ts';

describe('an owner who cannot be reached', () => {
  it('is not asked again: the lead is, and the CSM learns it once', () => {
    const world = new World().until(at('2026-03-06'));
    world.heard();
    world.change(({ ...state }) => ({
      state: {
        ...state,
        people: without('it', { unreachableSince: at('2026-03-05'), unreachableReason: 'no such mailbox' }),
      },
    }));
    world.until(at('2026-03-13'));
    const heard = chasing(world);
    expect(heard.filter((line) => line.endsWith('→ it'))).toEqual([]);
    expect(heard.filter((line) => line.includes('bounce_notice'))).toEqual(['03-06 bounce_notice → csm']);
    expect(heard).toEqual(
      expect.arrayContaining(['03-09 due → lead', '03-10 overdue → lead', '03-12 escalation → sponsor']),
    );
  });

  it('may have told us not to write: then the next person is asked as well', () => {
    const world = new World(
      running({
        people: without('it', { unsubscribed: ['task_ready', 'reminder', 'due', 'overdue', 'welcome', 'blocker'] }),
      }),
    );
    expect(chasing(world.until(at('2026-03-12')))).toEqual(
      expect.arrayContaining(['03-09 due → lead', '03-12 escalation → sponsor']),
    );
  });

  it('wants nothing about what they own: the CSM is told once, and of nobody who owns nothing', () => {
    const unsubscribed = ['task_ready', 'reminder', 'due', 'overdue'];
    const muted = people.map((one) => (one.id === 'it' || one.id === 'sponsor' ? { ...one, unsubscribed } : one));
    const told = new World(running({ people: muted }))
      .until(at('2026-03-12'))
      .said.filter(({ kind }) => kind === 'bounce_notice');
    expect(told.map(({ to, intent }) => [to, intent.data['reason']])).toEqual([
      ['csm', 'it does not want messages about tasks'],
    ]);
  });

  it('is away without a stand-in: nobody is asked, with the reason, and it is escalated all the same', () => {
    const world = new World(
      running({ people: without('it', { absentFrom: '2026-03-04', absentUntil: '2026-03-13' }) }),
    ).until(at('2026-03-12'));
    expect(world.state.tasks[0]?.chase.silence).toBe('it is away until 2026-03-13 and nobody stands in');
    expect(chasing(world)).toEqual(
      expect.arrayContaining(['03-04 bounce_notice → csm', '03-11 hold_notice → csm', '03-12 escalation → lead']),
    );
    world.until(at('2026-03-16'));
    expect(chasing(world)).toContain('03-16 overdue → it');
  });

  it('does not exist yet: the lead is asked by the ladder, not at once', () => {
    const open = members.map((one) => (one.role === 'customer.it' ? { ...one, personId: null } : one));
    const world = new World(running({ members: open, tasks: [customerTask('t', { ownerId: null })] })).until(
      at('2026-03-05'),
    );
    expect(chasing(world)).toEqual(['03-05 reminder → lead']);
  });
});

it('escalates past whoever is away, has left or does not want to hear it', () => {
  const changes: Partial<Person>[] = [
    { absentFrom: '2026-03-01', absentUntil: '2026-04-01' },
    { unsubscribed: ['escalation', 'hold_notice'] },
    { unreachableSince: monday },
    { deactivatedAt: monday },
  ];
  for (const change of changes) {
    const world = new World(running({ people: without('lead', change) })).until(at('2026-03-13'));
    expect(world.heard()).toContain('03-12 escalation → sponsor');
  }
  const noCsm = new World(running({ people: without('csm', { absentFrom: '2026-03-01' }) })).until(at('2026-03-13'));
  expect(noCsm.heard()).toContain('03-11 hold_notice → boss');
});
