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

/** Its owner hands it to a colleague on the same side. */
export const reassignTask: Command<{ taskId: string; personId: string }> = (
  state,
  { taskId, personId },
  _actor,
  now,
) => {
  const task = requireTask(state, taskId);
  const person = requirePerson(state, personId);
  requireStatus(state, 'reassign');
  if (task.ownerId === personId) return unchanged(state);
  if (isSettled(task)) throw notNow(`“${task.name}” is ${task.status}`);
  if (person.side !== task.side) throw wrongInput(`${person.name} is not on the side that has this task`);
  return happened(changeTask(state, taskId, ownedBy(personId, now)), 'task_reassigned', taskId, {
    name: task.name,
    from: task.ownerId,
    to: personId,
    person: person.name,
  });
};
