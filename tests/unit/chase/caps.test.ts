import { describe, expect, it } from 'vitest';
import { reassignTask } from '../../../src/domain/commands/reassign-task.ts';
import { setTaskDue } from '../../../src/domain/commands/set-task-due.ts';
import type { Actor } from '../../../src/domain/model.ts';
import type { Ladder, LadderRung } from '../../../src/domain/playbook.ts';
import { at, book, customerTask, running, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'manager' };
const rung = (days: number, kind: LadderRung['kind'], to: string, more: Partial<LadderRung> = {}): LadderRung => ({
  at: days,
  kind,
  to,
  orElse: null,
  repeatEvery: null,
  ...more,
});
const daily = (over: Partial<Ladder> = {}): Ladder => ({
  urgent: false,
  rungs: [
    rung(0, 'due', 'owner', { channels: ['slack', 'email'] }),
    rung(1, 'overdue', 'owner', { repeatEvery: 1 }),
    rung(5, 'escalation', 'team.manager', { repeatEvery: 5 }),
  ],
  ...over,
});
const worldOf = (ladder: Ladder, tasks = ['t']): World =>
  new World(
    running({ tasks: tasks.map((id) => customerTask(id)) }),
    book({ format: 2, ladders: { ...book().ladders, default: ladder } }),
  );
const asked = (world: World): string[] =>
  world
    .heard()
    .filter((line) => /due → it/.test(line))
    .map((line) => line.replace(' → it', ''));
const silences = (world: World): (string | null)[] =>
  world.decisions.flatMap((decision) => decision.silences.map(({ reason }) => reason));

describe('the caps of a ladder', () => {
  it('ask no more often for one task than they allow, and those above hear of it all the same', () => {
    const world = worldOf(daily({ caps: { perTask: 3 } })).until(at('2026-03-31'));
    const said = world.heard();
    expect(said.filter((line) => /due → it/.test(line))).toEqual([
      '03-09 due → it',
      '03-10 overdue → it',
      '03-11 overdue → it',
    ]);
    expect(said.filter((line) => line.includes('escalation'))).toEqual([
      '03-16 escalation → boss',
      '03-23 escalation → boss',
      '03-30 escalation → boss',
    ]);
    expect(silences(world)).toContain('Asked 3 times already, as often as the ladder allows');
  });

  it('keep business days between two nudges, with the reason', () => {
    const world = worldOf(daily({ caps: { apartDays: 3 } })).until(at('2026-03-20'));
    expect(asked(world)).toEqual(['03-09 due', '03-12 overdue', '03-17 overdue', '03-20 overdue']);
    expect(silences(world)).toContain('Asked on 2026-03-09: by the ladder not again before 2026-03-12');
  });

  it('ask for so many tasks on one day, whoever was asked least first', () => {
    const world = worldOf(daily({ caps: { perDay: 1 } }), ['a', 'b', 'c']).until(at('2026-03-12'));
    const asks = world.said.filter(({ kind, to }) => to === 'it' && /due/.test(kind));
    expect(asks.map(({ at: when, taskId }) => `${when.slice(5, 10)} ${taskId ?? ''}`)).toEqual([
      '03-09 a',
      '03-10 b',
      '03-11 c',
      '03-12 a',
    ]);
    expect(silences(world)).toContain(
      'Asked for something else on 2026-03-09, as much as the ladder allows on one day',
    );
  });

  it('count on for the same owner with another date, and begin anew with another owner', () => {
    const world = worldOf(daily({ caps: { perTask: 2 } })).until(at('2026-03-11'));
    expect(asked(world)).toHaveLength(2);
    world.change((state, now) =>
      setTaskDue(state, { taskId: 't', dueOn: '2026-03-13', isDueLocked: true }, csm, now, null),
    );
    expect(asked(world.until(at('2026-03-16')))).toEqual([]);
    world.change((state, now) => reassignTask(state, { taskId: 't', personId: 'sponsor' }, csm, now, null));
    const heard = world.until(at('2026-03-18')).heard();
    expect(heard.filter((line) => line.includes('due → sponsor'))).toHaveLength(2);
  });

  it('hand the channels of the step on with the wish, and end a repetition where it says so', () => {
    const rungs = daily().rungs.map((one) => (one.repeatEvery === 1 ? { ...one, until: 3 } : one));
    const world = worldOf(daily({ rungs })).until(at('2026-03-20'));
    expect(asked(world)).toEqual(['03-09 due', '03-10 overdue', '03-11 overdue', '03-12 overdue']);
    const channels = world.planned.map(({ kind, data }) => [kind, data['channels']]);
    expect(channels).toContainEqual(['due', ['slack', 'email']]);
    expect(channels).toContainEqual(['overdue', undefined]);
  });
});
