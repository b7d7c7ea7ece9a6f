/** Phases, gates, milestones and tasks of a composed file. */
import { typeOf } from './compile-phases.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import type { FileGate, FilePhase, FileTask } from './phase-schema.ts';
import type { Path, References } from './references.ts';

interface Seen {
  tasks: Map<string, string>;
  milestones: Map<string, string>;
}

const checkGate = (gate: FileGate | undefined, path: Path, references: References): void => {
  references.check('roles', gate?.responsible, [...path, 'responsible']);
  gate?.needs.forEach((need, index) => {
    const inside = [...path, 'needs', index];
    references.check('phases', need.phase, inside);
    references.check('milestones', need.milestone, inside);
    references.check('roles', need.approval?.by, inside);
    if (need.integrations === undefined || need.integrations === 'all') return;
    for (const key of need.integrations) references.check('integrations', key, inside);
  });
};

const checkMilestones = (phase: FilePhase, path: Path, references: References): void => {
  for (const [key, { name, done, completion, goLive, when }] of entriesOf(phase.milestones)) {
    const inside = [...path, 'milestones', key];
    references.demand(name !== undefined, inside, `the milestone "${key}" needs a name`);
    references.demand(done !== undefined, inside, `the milestone "${key}" needs a definition of done (done: …)`);
    references.checkCondition(when, [...inside, 'when']);
    const isReached =
      goLive === true || completion === 'person' || entriesOf(phase.tasks).some(([, task]) => task.milestone === key);
    const remedy = `give tasks milestone: ${key}, or write completion: person`;
    references.demand(isReached, inside, `no task counts towards "${key}": ${remedy}`);
  }
};

const checkTask = (key: string, task: FileTask, path: Path, references: References): void => {
  const { name, role, type, form } = task;
  references.demand(name !== undefined, path, `the task "${key}" needs a name`);
  references.demand(role !== undefined, path, `the task "${key}" needs a role: who owns it`);
  references.demand(typeOf(task) !== null, path, `the task "${key}" needs a type, such as meeting or document`);
  references.demand(type !== 'form' || form !== undefined, path, `the task "${key}" is a form: say which (form: …)`);
  references.check('roles', role, [...path, 'role']);
  references.check('roles', task.hoursRole, [...path, 'hoursRole']);
  references.check('roles', task.fills, [...path, 'fills']);
  references.check('workstreams', task.workstream, [...path, 'workstream']);
  references.check('ladders', task.ladder, [...path, 'ladder']);
  references.check('integrations', task.integration, [...path, 'integration']);
  references.check('forms', form, [...path, 'form']);
  references.check('milestones', task.milestone, [...path, 'milestone']);
  task.after?.forEach((other, index) => references.check('tasks', other, [...path, 'after', index]));
  task.before?.forEach((other, index) => references.check('tasks', other, [...path, 'before', index]));
  references.checkCondition(task.when, [...path, 'when']);
};

/** Keys of tasks and milestones are unique over the whole playbook, not only in their phase. */
const checkOnce = (
  kind: 'task' | 'milestone',
  keys: string[],
  phase: string,
  seen: Map<string, string>,
  references: References,
): void => {
  for (const key of keys) {
    const elsewhere = seen.get(key);
    const path = ['phases', phase, `${kind}s`, key];
    references.demand(elsewhere === undefined, path, `the ${kind} "${key}" is also in phase "${elsewhere ?? ''}"`);
    seen.set(key, phase);
  }
};

const checkPhase = (key: string, phase: FilePhase, seen: Seen, references: References): void => {
  const path: Path = ['phases', key];
  references.demand(phase.name !== undefined, path, `the phase "${key}" needs a name`);
  references.check('roles', phase.owner, [...path, 'owner']);
  references.check('phases', phase.placeAfter, [...path, 'placeAfter']);
  checkGate(phase.entry, [...path, 'entry'], references);
  checkGate(phase.exit, [...path, 'exit'], references);
  checkMilestones(phase, path, references);
  checkOnce(
    'milestone',
    entriesOf(phase.milestones).map(([milestone]) => milestone),
    key,
    seen.milestones,
    references,
  );
  checkOnce(
    'task',
    entriesOf(phase.tasks).map(([task]) => task),
    key,
    seen.tasks,
    references,
  );
  for (const [task, template] of entriesOf(phase.tasks))
    checkTask(task, template, [...path, 'tasks', task], references);
};

/** A task counts towards a milestone of its own phase only. */
const checkBelonging = (content: PlaybookFile, seen: Seen, references: References): void => {
  for (const [phase, { tasks }] of phasesOf(content)) {
    for (const [key, { milestone }] of entriesOf(tasks)) {
      const home = milestone === undefined ? undefined : seen.milestones.get(milestone);
      const message = `the milestone "${milestone ?? ''}" belongs to phase "${home ?? ''}", this task to "${phase}"`;
      references.demand(home === undefined || home === phase, ['phases', phase, 'tasks', key, 'milestone'], message);
    }
  }
};

const checkMarks = (content: PlaybookFile, { report }: References): void => {
  const all = phasesOf(content).flatMap(([phase, { milestones }]) =>
    entriesOf(milestones).map(([key, milestone]) => ({
      path: ['phases', phase, 'milestones', key],
      key,
      ...milestone,
    })),
  );
  const [first, ...others] = all.filter(({ firstValue }) => firstValue);
  if (!first)
    report(
      ['phases'],
      'no milestone is marked firstValue: true; exactly one says when the customer first gets what they bought',
    );
  for (const { path, key } of others) {
    report([...path, 'firstValue'], `"${key}" is a second first-value milestone; "${first?.key ?? ''}" is one already`);
  }
  const isLive = all.some(({ goLive }) => goLive);
  if (!isLive) report(['phases'], 'no milestone is marked goLive: true; at least one says when the customer is live');
};

export const checkPhases = (content: PlaybookFile, references: References): void => {
  const phases = phasesOf(content);
  if (phases.length === 0) {
    references.report(['phases'], 'the playbook needs at least one phase');
    return;
  }
  const seen: Seen = { tasks: new Map(), milestones: new Map() };
  for (const [key, phase] of phases) checkPhase(key, phase, seen, references);
  checkBelonging(content, seen, references);
  checkMarks(content, references);
};
