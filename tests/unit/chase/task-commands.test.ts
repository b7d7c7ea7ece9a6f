import { describe, expect, it } from 'vitest';
import { assignRole } from '../../../src/domain/commands/assign-role.ts';
import { blockTask } from '../../../src/domain/commands/block-task.ts';
import { completeTask } from '../../../src/domain/commands/complete-task.ts';
import { holdEscalation } from '../../../src/domain/commands/hold-escalation.ts';
import { reassignTask } from '../../../src/domain/commands/reassign-task.ts';
import { reopenTask } from '../../../src/domain/commands/reopen-task.ts';
import { resolveBlocker, unblockTask } from '../../../src/domain/commands/resolve-blocker.ts';
import { setExpected } from '../../../src/domain/commands/set-expected.ts';
import { setTaskDue } from '../../../src/domain/commands/set-task-due.ts';
import { setTaskOwner } from '../../../src/domain/commands/set-task-owner.ts';
import { snoozeTask } from '../../../src/domain/commands/snooze-task.ts';
import { startTask } from '../../../src/domain/commands/start-task.ts';
import type { OnboardingState } from '../../../src/domain/model.ts';
import { person } from '../plan/fixtures.ts';
import { link, now, refused, run } from './commanding.ts';
import { customerTask, members, monday, people, running } from './world.ts';

const taskOf = ({ state }: { state: OnboardingState }) => state.tasks[0];

describe('tasks', () => {
  it('are started, completed by a link in words, and reopened', () => {
    const started = run(startTask, running(), { taskId: 't' }, link);
    expect(taskOf(started)).toMatchObject({ status: 'in_progress', startedAt: now });
    const done = run(completeTask, started.state, { taskId: 't' }, link);
    expect(taskOf(done)).toMatchObject({ status: 'done', doneAt: now, doneById: 'it', doneVia: 'the link sent to it' });
    const open = run(reopenTask, done.state, { taskId: 't', reason: 'wrong file' });
    expect(taskOf(open)).toMatchObject({
      status: 'pending',
      doneAt: null,
      doneVia: null,
      readyAt: null,
      nudgeCount: 0,
    });
    expect([started, done, open].map(({ activity }) => activity[0]?.kind)).toEqual([
      'task_started',
      'task_completed',
      'task_reopened',
    ]);
  });

  it('are blocked by something and freed when all of it is there', () => {
    const one = run(blockTask, running(), { taskId: 't', what: 'a key', side: 'team' });
    const two = run(blockTask, one.state, { taskId: 't', what: 'a contract', side: 'customer', personId: 'sponsor' });
    expect(new Set(two.state.blockers.map(({ id }) => id)).size).toBe(2);
    const [first, second] = two.state.blockers;
    const half = run(resolveBlocker, two.state, { blockerId: first?.id ?? '' });
    expect(taskOf(half)?.status).toBe('blocked');
    expect(taskOf(run(resolveBlocker, half.state, { blockerId: second?.id ?? '' }))?.status).toBe('pending');
    expect(
      run(unblockTask, two.state, { taskId: 't' }).state.blockers.every(({ resolvedAt }) => resolvedAt === now),
    ).toBe(true);
    expect(
      run(completeTask, two.state, { taskId: 't' }).state.blockers.every(({ resolvedAt }) => resolvedAt === now),
    ).toBe(true);
    expect(() => run(blockTask, running(), { taskId: 't', what: 'x', side: 'team', personId: 'sponsor' })).toThrow(
      refused('invalid_input'),
    );
  });

  it('wait for what is expected on another day, while it is not there', () => {
    const missing = { taskId: 't', what: 'a contract', side: 'customer', personId: 'sponsor' } as const;
    const { state } = run(blockTask, running(), { ...missing, expectedOn: '2026-03-05' });
    const blockerId = state.blockers[0]?.id ?? '';
    const moved = run(setExpected, state, { blockerId, expectedOn: '2026-03-12' });
    expect(moved.state.blockers).toMatchObject([{ expectedOn: '2026-03-12' }]);
    expect(moved.activity).toMatchObject([{ kind: 'blocker_expected', data: { from: '2026-03-05' } }]);
    expect(run(setExpected, moved.state, { blockerId, expectedOn: '2026-03-12' }).activity).toEqual([]);
    for (const expectedOn of ['2026-03-02', '2199-12-31', '9999-12-31'])
      expect(() => run(setExpected, state, { blockerId, expectedOn })).toThrow(refused('invalid_input'));
    const there = run(resolveBlocker, state, { blockerId }).state;
    expect(() => run(setExpected, there, { blockerId, expectedOn: '2026-03-12' })).toThrow(refused('not_allowed_now'));
  });

  it('go to a colleague on the same side, or to anybody who may see them', () => {
    expect(taskOf(run(reassignTask, running(), { taskId: 't', personId: 'sponsor' }, link))).toMatchObject({
      ownerId: 'sponsor',
      nudgeCount: 0,
    });
    expect(() => run(reassignTask, running(), { taskId: 't', personId: 'csm' }, link)).toThrow(
      refused('invalid_input'),
    );
    expect(taskOf(run(setTaskOwner, running(), { taskId: 't', personId: 'csm' }))?.ownerId).toBe('csm');
    const internal = running({ tasks: [customerTask('t', { visibility: 'internal', side: 'team', ownerId: 'csm' })] });
    expect(() => run(setTaskOwner, internal, { taskId: 't', personId: 'lead' })).toThrow(refused('invalid_input'));
    const left = running({ people: [...people, person('gone', { deactivatedAt: monday })] });
    expect(() => run(setTaskOwner, left, { taskId: 't', personId: 'gone' })).toThrow(refused('invalid_input'));
  });

  it('keep a date that a person set, and why', () => {
    const moved = run(setTaskDue, running(), {
      taskId: 't',
      dueOn: '2026-03-20',
      isDueLocked: true,
      reason: 'agreed on the phone',
    });
    expect(taskOf(moved)).toMatchObject({
      dueOn: '2026-03-20',
      isDueLocked: true,
      dueMoved: { from: '2026-03-09', reason: { said: 'agreed on the phone' }, at: now },
    });
    for (const dueOn of ['2026-02-30', '2026-02-20', 'soon'])
      expect(() => run(setTaskDue, running(), { taskId: 't', dueOn, isDueLocked: true })).toThrow(
        refused('invalid_input'),
      );
  });

  it('are snoozed and escalations held only until a day that lies ahead, and not for ever', () => {
    for (const until of ['2026-03-03', '2026-03-02', '2026-12-24', 'tomorrow']) {
      expect(() => run(snoozeTask, running(), { taskId: 't', until })).toThrow(refused('invalid_input'));
      expect(() => run(holdEscalation, running(), { taskId: 't', until })).toThrow(refused('invalid_input'));
    }
    expect(taskOf(run(holdEscalation, running(), { taskId: 't', until: '2026-03-10' }))?.chase).toMatchObject({
      holdUntil: '2026-03-10',
      holdById: 'csm',
    });
  });

  it('name who fills a role: its open tasks follow, those of others stay', () => {
    const plan = running({
      members: members.filter(({ role }) => role !== 'customer.it'),
      tasks: [
        customerTask('name', { type: 'role', fillsRole: 'customer.it', role: 'customer.lead', ownerId: 'lead' }),
        customerTask('open', { ownerId: null }),
        customerTask('others', { ownerId: 'sponsor' }),
        customerTask('done', { ownerId: null, status: 'done' }),
      ],
    });
    expect(() => run(completeTask, plan, { taskId: 'name' }, link)).toThrow(refused('invalid_input'));
    const { state, activity } = run(completeTask, plan, { taskId: 'name', personId: 'it' }, link);
    expect(state.tasks.map(({ status, ownerId }) => [status, ownerId])).toEqual([
      ['done', 'lead'],
      ['pending', 'it'],
      ['pending', 'sponsor'],
      ['done', null],
    ]);
    expect(state.members.find(({ role }) => role === 'customer.it')?.personId).toBe('it');
    expect(activity.map(({ kind }) => kind)).toEqual(['role_assigned']);
    expect(run(assignRole, plan, { role: 'customer.it', personId: 'it' }).state.tasks[0]?.status).toBe('done');
    expect(() => run(assignRole, plan, { role: 'customer.it', personId: 'csm' })).toThrow(refused('invalid_input'));
    const changed = run(assignRole, running(), { role: 'customer.it', personId: 'sponsor' });
    expect(taskOf(changed)).toMatchObject({ ownerId: 'sponsor', chase: { since: now } });
  });
});
