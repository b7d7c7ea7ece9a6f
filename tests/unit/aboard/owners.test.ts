import { expect, it } from 'vitest';
import { takeProgress } from '../../../src/domain/aboard.ts';
import { customerTask, running } from '../chase/world.ts';
import { person } from '../plan/fixtures.ts';

const given = {
  ...running(),
  people: [person('ada'), person('jonas', { side: 'team' })],
  tasks: [
    customerTask('invite', { name: 'Invite', ownerId: null }),
    customerTask('margin', { name: 'Check the margin', visibility: 'internal', side: 'team', ownerId: null }),
  ],
};
const row = (name: string, ownerId: string) => ({
  name,
  isDone: false,
  doneOn: null,
  dueOn: null,
  owner: `${ownerId}@harbor.example`,
  ownerId,
});

it.each([
  ['our own person has an internal task', 'Check the margin', 'jonas', ['jonas', []]],
  ['a customer has none', 'CHECK the margin', 'ada', [null, ['ada@harbor.example']]],
  ['a customer has one that they see', 'Invite', 'ada', ['ada', []]],
  ['who has left has none', 'Invite', 'gone', [null, ['gone@harbor.example']]],
])('%s', (_what, name, ownerId, [owner, unknownOwners]) => {
  const { state, activity } = takeProgress(
    given,
    { kickoffOn: null, tasks: [row(name, ownerId)] },
    '2026-11-21T10:00:00Z',
  );
  expect(state.tasks.flatMap((task) => task.ownerId ?? [])).toEqual(owner === null ? [] : [owner]);
  expect(activity.data).toMatchObject({ unknownOwners });
});
