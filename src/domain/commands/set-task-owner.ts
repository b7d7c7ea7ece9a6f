import {
  changeTask,
  type Command,
  happened,
  isSettled,
  notNow,
  ownedBy,
  requirePerson,
  requireStatus,
  requireTask,
  unchanged,
  wrongInput,
} from './outcome.ts';

/** Gives the task to anybody who may see it. */
export const setTaskOwner: Command<{ taskId: string; personId: string }> = (
  state,
  { taskId, personId },
  _actor,
  now,
) => {
  const task = requireTask(state, taskId);
  const person = requirePerson(state, personId);
  requireStatus(state, 'set-owner');
  if (task.ownerId === personId) return unchanged(state);
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status}`);
  if (task.visibility === 'internal' && person.side !== 'team')
    throw wrongInput(`“${task.name}” is internal; only our own people can have it`);
  return happened(changeTask(state, taskId, ownedBy(personId, now)), 'owner_set', taskId, {
    name: task.name,
    from: task.ownerId,
    to: personId,
    person: person.name,
  });
};
