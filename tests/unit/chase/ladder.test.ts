import { describe, expect, it } from 'vitest';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { holdEscalation } from '../../../src/domain/commands/hold-escalation.ts';
import { reassignTask } from '../../../src/domain/commands/reassign-task.ts';
import { unblockTask } from '../../../src/domain/commands/resolve-blocker.ts';
import { setTaskDue } from '../../../src/domain/commands/set-task-due.ts';
import { skipTask } from '../../../src/domain/commands/skip-task.ts';
import { snoozeTask } from '../../../src/domain/commands/snooze-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { person } from '../plan/fixtures.ts';
import { at, chasing, customerTask, monday, running, without, World } from './world.ts';

const it_: Actor = { kind: 'person', id: 'it', label: 'it' };
const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };

describe('a task nobody does', () => {
  it('is climbed rung by rung: asked, announced, escalated, and then every week', () => {
    const world = new World().until(at('2026-03-31'));
    expect(chasing(world)).toEqual([
      '03-02 task_ready → it',
      '03-05 reminder → it',
      '03-09 due → it',
      '03-10 overdue → it',
      '03-11 hold_notice → csm',
      '03-12 escalation → lead',
      '03-16 escalation → boss',
      '03-23 escalation → boss',
      '03-30 escalation → boss',
    ]);
  });

  it('says why a colleague hears what the manager would, where nobody is one', () => {
    const people = running().people.map((one) => (one.id === 'csm' ? { ...one, managerId: null } : one));
    const world = new World(running({ people })).until(at('2026-03-17'));
    const [, late] = world.planned.filter(({ kind }) => kind === 'escalation');
    expect(late).toMatchObject({ personId: 'csm', rule: expect.stringContaining('nobody is our manager here') });
    const named = new World().until(at('2026-03-17')).planned.filter(({ personId }) => personId === 'boss');
    expect(named.map(({ rule }) => rule).join(' ')).not.toContain('nobody is our manager');
  });

  it('is announced with whom it goes to and when', () => {
    const world = new World().until(at('2026-03-12'));
    const [notice] = world.planned.filter(({ kind }) => kind === 'hold_notice');
    expect(notice?.data).toMatchObject({ nextName: 'lead', nextOn: '2026-03-12' });
  });

  it('is escalated to the sponsor where the lead owns it', () => {
    const world = new World(running({ tasks: [customerTask('t', { ownerId: 'lead', role: 'customer.lead' })] }));
    expect(chasing(world.until(at('2026-03-13')))).toContain('03-12 escalation → sponsor');
  });

  it('never goes to a customer where it is internal', () => {
    const world = new World(
      running({
        tasks: [customerTask('t', { side: 'team', role: 'team.csm', ownerId: 'csm', visibility: 'internal' })],
      }),
    );
    const heard = chasing(world.until(at('2026-03-24')));
    expect(heard.filter((line) => /lead|sponsor|→ it/.test(line))).toEqual([]);
    expect(heard).toContain('03-12 escalation → boss');
  });

  it('is counted in the business days of its owner, holidays and days off included', () => {
    const sunday = without('it', { workDays: [7, 1, 2, 3, 4], holidayCountry: 'DE', timezone: 'Asia/Jerusalem' });
    const world = new World(running({ people: sunday, tasks: [customerTask('t', { dueOn: '2026-04-02' })] })).until(
      at('2026-04-10'),
    );
    // Friday 3 April is Good Friday and no working day there; Monday 6 April is Easter Monday
    expect(chasing(world).filter((line) => line.endsWith('→ it'))).toEqual([
      '03-02 task_ready → it',
      '03-31 reminder → it',
      '04-02 due → it',
      '04-05 overdue → it',
    ]);
  });
});

describe('a cutover', () => {
  it('asks its owner every day, beside everybody who hears that it is late', () => {
    const world = new World(running({ tasks: [customerTask('t', { ladder: 'cutover' })] })).until(at('2026-03-12'));
    expect(chasing(world)).toEqual([
      '03-02 task_ready → it',
      '03-06 reminder → it',
      '03-09 due → it',
      '03-10 overdue → it',
      '03-10 escalation → lead',
      '03-11 overdue → it',
      '03-11 escalation → boss',
      '03-12 overdue → it',
      '03-12 escalation → boss',
    ]);
  });
});

describe('somebody who was just told that a task is ready', () => {
  const ready = (readyAt: string, dueOn: string): World => {
    const world = new World(running({ tasks: [customerTask('t', { readyAt, dueOn })] }));
    world.now = readyAt;
    return world.until(at('2026-03-12'));
  };

  it('is not reminded the next morning, and the reason is kept', () => {
    const world = ready(at('2026-03-03', '15:00'), '2026-03-06');
    expect(chasing(world).slice(0, 2)).toEqual(['03-03 task_ready → it', '03-06 due → it']);
    expect(world.decisions.flatMap(({ silences }) => silences.map(({ reason }) => reason))).toContain(
      'Told on 2026-03-03 that it can begin: no reminder 2 business days before it is due as well',
    );
  });

  it('heard of it only in the morning where it became ready in the evening', () => {
    const world = ready(at('2026-03-02', '19:00'), '2026-03-06');
    expect(chasing(world).slice(0, 2)).toEqual(['03-03 task_ready → it', '03-06 due → it']);
  });

  it('hears of it anew after a blocker, and of that alone', () => {
    const world = new World().until(at('2026-03-03', '09:00'));
    world.change((state, now) => blockTask(state, { taskId: 't', what: 'a key', side: 'team' }, it_, now, null));
    world.until(at('2026-03-04', '15:00'));
    world.heard();
    world.change((state, now) => unblockTask(state, { taskId: 't' }, csm, now, null)).until(at('2026-03-06'));
    expect(chasing(world)).toEqual(['03-04 task_ready → it']);
  });
});

describe('what was missed', () => {
  it('plans only the latest rung that asks, once', () => {
    const world = new World(running({ tasks: [customerTask('t', { chase: { readyToldId: 'it' }, nudgeCount: 1 })] }));
    world.at(at('2026-03-10', '00:00'));
    expect(world.planned.filter(({ taskId }) => taskId === 't').map(({ kind }) => kind)).toEqual(['overdue']);
  });

  it('escalates nothing before a nudge was delivered, and says so', () => {
    const world = new World();
    world.isMailDown = true;
    world.until(at('2026-03-20'));
    expect(world.planned.map(({ kind }) => kind)).not.toContain('escalation');
    expect(world.planned.map(({ kind }) => kind)).not.toContain('hold_notice');
    expect(world.state.tasks[0]?.chase.silence).toContain('No nudge has been delivered yet');
  });

  it('announces an escalation a business day before even when its day has passed', () => {
    const world = new World(running({ tasks: [customerTask('t', { chase: { readyToldId: 'it' } })] }));
    world.isMailDown = true;
    world.until(at('2026-03-12', '00:00'));
    world.isMailDown = false;
    world.until(at('2026-03-16'));
    expect(chasing(world)).toEqual(['03-12 overdue → it', '03-12 hold_notice → csm', '03-13 escalation → lead']);
  });
});

describe('hold', () => {
  it('postpones escalation to that day; the owner is asked nevertheless', () => {
    const world = new World().until(at('2026-03-11', '10:00'));
    world.heard();
    world.change((state, now) => holdEscalation(state, { taskId: 't', until: '2026-03-18' }, csm, now, null));
    world.until(at('2026-03-17'));
    expect(chasing(world)).toEqual([]);
    expect(world.state.tasks[0]?.chase.silence).toBe('Escalation held by csm until 2026-03-18');
    world.until(at('2026-03-30'));
    // whom the notice named comes first, however long it was held, and the others as far behind as ever
    expect(chasing(world)).toEqual(['03-18 escalation → lead', '03-20 escalation → boss', '03-27 escalation → boss']);
  });

  it.each([
    ['in Lisbon, where it is Sunday still', { timezone: 'Europe/Lisbon' }, ['03-16', '03-17']],
    ['in New York, where it is Sunday still', { timezone: 'America/New_York' }, ['03-16', '03-17']],
    ['with Mondays off', { workDays: [2, 3, 4, 5] }, ['03-17', '03-18']],
  ])('that ends on a Monday has it announced a business day ahead to a CSM %s', (_, hours, [noticed, escalated]) => {
    const world = new World(running({ people: without('csm', hours) })).until(at('2026-03-10', '10:00'));
    world.change((state, now) => holdEscalation(state, { taskId: 't', until: '2026-03-16' }, csm, now, null));
    world.heard();
    world.until(at('2026-03-18', '16:00'));
    expect(chasing(world).slice(0, 2)).toEqual([`${noticed} hold_notice → csm`, `${escalated} escalation → lead`]);
    const [notice] = world.planned.filter(({ kind }) => kind === 'hold_notice');
    expect(notice?.data).toMatchObject({ nextOn: `2026-${escalated}` });
  });

  it('postpones what was announced of a blocker, too, and says by whom', () => {
    const world = new World().until(at('2026-03-03', '09:00'));
    const missing = { taskId: 't', what: 'the contract', side: 'customer', personId: 'sponsor' } as const;
    world.change((state, now) => blockTask(state, { ...missing, expectedOn: '2026-03-12' }, it_, now, null));
    world.until(at('2026-03-16', '10:00'));
    expect(chasing(world)).toContain('03-16 hold_notice → csm');
    world.change((state, now) => holdEscalation(state, { taskId: 't', until: '2026-03-19' }, csm, now, null));
    world.until(at('2026-03-18'));
    expect(chasing(world)).toEqual([]);
    expect(world.state.tasks[0]?.chase.silence).toContain('Escalation held by csm until 2026-03-19');
    world.until(at('2026-03-19'));
    expect(chasing(world)).toEqual(['03-19 escalation → lead']);
  });
});

describe('stop conditions', () => {
  const day = at('2026-03-09', '07:00');
  it.each([
    ['done', (world: World) => world.change((state, now) => completeTask(state, { taskId: 't' }, it_, now, null), day)],
    [
      'skipped',
      (world: World) =>
        world.change((state, now) => skipTask(state, { taskId: 't', reason: 'not needed' }, it_, now, null), day),
    ],
    [
      'snoozed',
      (world: World) =>
        world.change((state, now) => snoozeTask(state, { taskId: 't', until: '2026-04-20' }, it_, now, null), day),
    ],
    [
      'blocked',
      (world: World) =>
        world.change(
          (state, now) =>
            blockTask(state, { taskId: 't', what: 'a key', side: 'team', expectedOn: '2026-04-20' }, it_, now, null),
          day,
        ),
    ],
  ] as const)('%s: nobody is asked for it any more', (_, stop) => {
    const world = new World().until(at('2026-03-06'));
    world.heard();
    stop(world).until(at('2026-04-03'));
    expect(chasing(world)).toEqual([]);
  });

  it('is not ready: nobody is asked', () => {
    const open = customerTask('t', { readyAt: null, dependsOn: ['before'], dueOn: '2026-03-03' });
    const world = new World(
      running({ tasks: [customerTask('before', { ownerId: 'lead', dueOn: '2026-04-20' }), open] }),
    ).until(at('2026-03-20'));
    expect(chasing(world).filter((line) => line.endsWith('→ it'))).toEqual([]);
  });
});

describe('a snooze', () => {
  it('ends with a reminder on its day, and the ladder goes on from there', () => {
    const world = new World().until(at('2026-03-05'));
    world.heard();
    world.change((state, now) =>
      snoozeTask(state, { taskId: 't', until: '2026-03-17', reason: 'on a trip' }, it_, now, null),
    );
    world.until(at('2026-03-16'));
    expect(world.state.tasks[0]?.chase.silence).toBe('Snoozed until 2026-03-17: on a trip');
    world.until(at('2026-03-19'));
    expect(chasing(world)).toEqual(['03-17 overdue → it', '03-17 hold_notice → csm', '03-18 escalation → lead']);
  });
});

describe('the baton', () => {
  it('tells the next owner at once when what it waited for is done', () => {
    const next = customerTask('next', { ownerId: 'sponsor', readyAt: null, dependsOn: ['t'] });
    const world = new World(running({ tasks: [customerTask('t'), next] })).until(at('2026-03-03', '09:30'));
    world.heard();
    world.change((state, now) => completeTask(state, { taskId: 't' }, it_, now, null)).at(at('2026-03-03', '09:30'));
    expect(world.said.map(({ kind, to, message }) => ({ kind, to, message }))).toEqual([
      { kind: 'task_ready', to: 'sponsor', message: 'now' },
    ]);
  });

  it('tells a new owner, and asks them before anybody else hears of it', () => {
    const world = new World().until(at('2026-03-11', '12:00'));
    world.heard();
    world.change((state, now) =>
      reassignTask(
        { ...state, people: [...state.people, person('colleague')] },
        { taskId: 't', personId: 'colleague' },
        it_,
        now,
        null,
      ),
    );
    world.until(at('2026-03-13'));
    expect(chasing(world)).toEqual([
      '03-11 task_ready → colleague',
      '03-11 hold_notice → csm',
      '03-12 escalation → lead',
    ]);
  });

  it('begins the ladder anew when the due date moves', () => {
    const world = new World().until(at('2026-03-10'));
    world.heard();
    world.change((state, now) =>
      setTaskDue(state, { taskId: 't', dueOn: '2026-03-17', isDueLocked: true }, csm, now, null),
    );
    world.until(at('2026-03-17'));
    expect(chasing(world)).toEqual(['03-13 reminder → it', '03-17 due → it']);
  });

  it('tells the owner again when it is unblocked', () => {
    const world = new World().until(at('2026-03-03', '09:00'));
    world
      .change((state, now) => blockTask(state, { taskId: 't', what: 'a key', side: 'team' }, it_, now, null))
      .at(at('2026-03-03', '09:00'));
    world.heard();
    world
      .change((state, now) => unblockTask(state, { taskId: 't' }, csm, now, null), at('2026-03-03', '10:00'))
      .at(at('2026-03-03', '10:00'));
    expect(chasing(world)).toEqual(['03-03 task_ready → it']);
  });
});

describe('a blocked task', () => {
  it('chases whoever owns the blocker instead, from the day it was expected', () => {
    const world = new World().until(at('2026-03-03', '09:00'));
    world.heard();
    world.change((state, now) =>
      blockTask(
        state,
        { taskId: 't', what: 'the contract', side: 'customer', personId: 'sponsor', expectedOn: '2026-03-12' },
        it_,
        now,
        null,
      ),
    );
    world.until(at('2026-03-20'));
    expect(chasing(world)).toEqual([
      '03-12 blocker → sponsor',
      '03-13 blocker → sponsor',
      '03-16 hold_notice → csm',
      '03-17 escalation → lead',
      '03-19 escalation → boss',
    ]);
    expect(world.said).toEqual([]);
    expect(world.planned.flatMap(({ blockerId, rule }) => (blockerId === null ? [] : [rule])).slice(0, 3)).toEqual([
      'on the day it should be resolved',
      '1 business day after it should be resolved',
      '2 business days after it should be resolved: announces that it will be escalated',
    ]);
    expect(world.state.tasks[0]?.chase.silence).toBe('Blocked: waits for the contract');
  });
});

it('keeps what is internal among us, even where a customer holds it up', () => {
  const internal = customerTask('t', {
    side: 'team',
    role: 'team.csm',
    ownerId: 'csm',
    visibility: 'internal',
    ladder: 'team',
  });
  const world = new World(running({ tasks: [internal] })).until(at('2026-03-03'));
  world.heard();
  world.change((state, now) =>
    blockTask(
      state,
      { taskId: 't', what: 'a signature', side: 'customer', personId: 'sponsor', expectedOn: '2026-03-05' },
      csm,
      now,
      null,
    ),
  );
  world.until(at('2026-03-13'));
  expect(chasing(world).filter((line) => /sponsor|lead|→ it/.test(line))).toEqual([]);
  expect(world.planned.filter(({ kind }) => kind === 'blocker').map(({ personId }) => personId)).toEqual([
    'csm',
    'csm',
  ]);
});

it('tells once of a task that is ready on the day its snooze ends', () => {
  const snoozed = customerTask('t', { readyAt: null, dependsOn: ['before'], snoozedUntil: '2026-03-04' });
  const world = new World(
    running({ tasks: [customerTask('before', { ownerId: 'lead', dueOn: '2026-03-20' }), snoozed] }),
  ).until(at('2026-03-05'));
  world.heard();
  world.change((state, now) => completeTask(state, { taskId: 'before' }, csm, now, null)).at(at('2026-03-05'));
  expect(chasing(world)).toEqual(['03-05 task_ready → it']);
});

it('keeps each reason for silence once, from its change to the next', () => {
  const world = new World().until(at('2026-03-05'));
  world
    .change((state, now) => snoozeTask(state, { taskId: 't', until: '2026-03-17' }, it_, now, null))
    .until(at('2026-03-17'));
  const silences = world.decisions.flatMap((decision) => decision.silences).filter(({ taskId }) => taskId === 't');
  expect(silences.map(({ reason }) => reason)).toEqual(['Snoozed until 2026-03-17', null]);
});

it('makes a task urgent where the onboarding is: nudges do not wait for the digest', () => {
  const urgent = running();
  urgent.onboarding.isUrgent = true;
  const world = new World(urgent).until(at('2026-03-09'));
  expect(world.said.filter(({ kind }) => kind === 'due').map(({ message }) => message)).toEqual(['now']);
  expect(monday < world.now).toBe(true);
});
