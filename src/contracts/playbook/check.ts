/** What a composed playbook must have and may refer to, with the place where it is wrong. */
import { isKnownCountry } from '../../domain/calendar.ts';
import { findCycle } from '../../domain/dependency-graph.ts';
import type { Condition, Playbook } from '../../domain/playbook.ts';
import { laddersOf, rolesOf, typeOf } from './compile.ts';
import { handoffKeysIn } from './condition.ts';
import { indispensableRoles } from './defaults.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { FileGate, FilePhase, FileTask, PlaybookFile } from './file-schema.ts';
import { templateGraph } from './template-graph.ts';
import { closest } from './words.ts';

type Path = (string | number)[];
export type Report = (path: Path, message: string) => void;

interface Known {
  roles: string[]; tasks: Map<string, string>; milestones: Map<string, string>; phases: string[]; ladders: string[]; forms: string[]; integrations: string[];
  workstreams: string[]; handoff: string[];
}

const nameOfKind: Record<keyof Known, string> = {
  roles: 'role', tasks: 'task', milestones: 'milestone', phases: 'phase', ladders: 'ladder', forms: 'form', integrations: 'integration',
  workstreams: 'workstream', handoff: 'handoff field',
};

const keysOf = (entries: readonly [string, unknown][]): string[] => entries.map(([key]) => key);

const knownIn = (content: PlaybookFile): Known => ({
  roles: rolesOf(content).map(({ role }) => role),
  tasks: new Map(phasesOf(content).flatMap(([phase, { tasks }]) => keysOf(entriesOf(tasks)).map((key) => [key, phase] as const))),
  milestones: new Map(phasesOf(content).flatMap(([phase, { milestones }]) => keysOf(entriesOf(milestones)).map((key) => [key, phase] as const))),
  phases: keysOf(phasesOf(content)), ladders: Object.keys(laddersOf(content)), forms: keysOf(entriesOf(content.forms)),
  integrations: keysOf(entriesOf(content.integrations)), workstreams: Object.keys(content.workstreams ?? {}), handoff: keysOf(entriesOf(content.handoff?.fields)),
});

class Checker {
  readonly #content: PlaybookFile;
  readonly #known: Known;
  readonly #report: Report;

  constructor(content: PlaybookFile, report: Report) {
    this.#content = content;
    this.#known = knownIn(content);
    this.#report = report;
  }

  #refers(kind: keyof Known, key: string | undefined | null, path: Path): void {
    if (key === undefined || key === null) return;
    const known = this.#known[kind];
    const keys = Array.isArray(known) ? known : [...known.keys()];
    if (!keys.includes(key)) this.#report(path, `there is no ${nameOfKind[kind]} "${key}"${closest(key, keys)}`);
  }

  #condition(condition: Condition | undefined, path: Path): void {
    for (const key of condition ? handoffKeysIn(condition) : []) this.#refers('handoff', key, path);
  }

  top(): void {
    const { key, name, phases, selection, calendar, publish, goLive, handoff, ladders, integrations, crm } = this.#content;
    if (key === undefined) this.#report(['key'], 'the playbook needs a key, such as standard-mid-market');
    if (name === undefined) this.#report(['name'], 'the playbook needs a name');
    if (entriesOf(phases).length === 0) this.#report(['phases'], 'the playbook needs at least one phase');
    if ((selection ?? []).length === 0) this.#report(['selection'], 'the playbook needs a selection: which deals it is for (when: always for all)');
    if (calendar && !isKnownCountry(calendar.country)) this.#report(['calendar'], `the holidays of "${calendar.country}" are not known`);
    for (const role of indispensableRoles) if (!this.#known.roles.includes(role)) this.#report(['roles'], `the role ${role} is needed: the ladders turn to it`);
    publish?.by?.forEach((role) => this.#refers('roles', role, ['publish', 'by']));
    goLive?.approvedBy.forEach((role) => this.#refers('roles', role, ['goLive', 'approvedBy']));
    this.#refers('ladders', handoff?.ladder, ['handoff', 'ladder']);
    for (const [field, { label }] of entriesOf(handoff?.fields)) if (label === undefined) this.#report(['handoff', 'fields', field], `the handoff field "${field}" needs a label`);
    for (const [role, { namedBy, label }] of entriesOf(this.#content.roles)) {
      this.#refers('roles', namedBy, ['roles', role, 'namedBy']);
      if (label === undefined) this.#report(['roles', role], `the role ${role} needs a label`);
    }
    for (const [item, { owner, name: itemName, when, checks }] of entriesOf(integrations)) {
      this.#refers('roles', owner, ['integrations', item, 'owner']);
      this.#condition(when, ['integrations', item, 'when']);
      if (itemName === undefined) this.#report(['integrations', item], `the integration "${item}" needs a name`);
      if (Object.keys(checks ?? {}).length === 0) this.#report(['integrations', item], `the integration "${item}" needs checks: what must work before it counts as validated`);
    }
    selection?.forEach(({ when }, index) => this.#condition(when, ['selection', index, 'when']));
    for (const [ladder, { rungs }] of entriesOf(ladders)) {
      rungs.forEach(({ to, orElse, every }, index) => {
        const path = ['ladders', ladder, 'rungs', index];
        if (to !== 'owner' && to !== 'blocker_owner') this.#refers('roles', to, [...path, 'to']);
        this.#refers('roles', orElse, [...path, 'orElse']);
        if (every !== undefined && index < rungs.length - 1) this.#report([...path, 'every'], 'only the last rung can repeat');
      });
    }
    if (crm?.renewal && crm.renewal.pipeline.trim() === '') this.#report(['crm', 'renewal', 'pipeline'], 'the renewal needs a pipeline');
  }

  phase([key, phase]: [string, FilePhase], seenTasks: Map<string, string>, seenMilestones: Map<string, string>): void {
    const path: Path = ['phases', key];
    if (phase.name === undefined) this.#report(path, `the phase "${key}" needs a name`);
    this.#refers('roles', phase.owner, [...path, 'owner']);
    this.#refers('phases', phase.placeAfter, [...path, 'placeAfter']);
    this.#gate(phase.entry, [...path, 'entry']);
    this.#gate(phase.exit, [...path, 'exit']);
    for (const [milestone, { name, done, completion, when }] of entriesOf(phase.milestones)) {
      const inside = [...path, 'milestones', milestone];
      const elsewhere = seenMilestones.get(milestone);
      if (elsewhere !== undefined) this.#report(inside, `the milestone "${milestone}" is also in phase "${elsewhere}"`);
      seenMilestones.set(milestone, key);
      if (name === undefined) this.#report(inside, `the milestone "${milestone}" needs a name`);
      if (done === undefined) this.#report(inside, `the milestone "${milestone}" needs a definition of done (done: …)`);
      this.#condition(when, [...inside, 'when']);
      const counts = entriesOf(phase.tasks).some(([, task]) => task.milestone === milestone);
      if (!counts && completion !== 'person') this.#report(inside, `no task counts towards "${milestone}": give tasks milestone: ${milestone}, or write completion: person`);
    }
    for (const [task, template] of entriesOf(phase.tasks)) {
      const elsewhere = seenTasks.get(task);
      if (elsewhere !== undefined) this.#report([...path, 'tasks', task], `the task "${task}" is also in phase "${elsewhere}"`);
      seenTasks.set(task, key);
      this.#task(task, template, key, [...path, 'tasks', task]);
    }
  }

  #task(key: string, task: FileTask, phase: string, path: Path): void {
    if (task.name === undefined) this.#report(path, `the task "${key}" needs a name`);
    if (task.role === undefined) this.#report(path, `the task "${key}" needs a role: who owns it`);
    if (typeOf(task) === null) this.#report(path, `the task "${key}" needs a type, such as meeting, document or configuration`);
    if (task.type === 'form' && task.form === undefined) this.#report(path, `the task "${key}" is a form: say which (form: …)`);
    this.#refers('roles', task.role, [...path, 'role']);
    this.#refers('roles', task.hoursRole, [...path, 'hoursRole']);
    this.#refers('roles', task.fills, [...path, 'fills']);
    this.#refers('workstreams', task.workstream, [...path, 'workstream']);
    this.#refers('ladders', task.ladder, [...path, 'ladder']);
    this.#refers('integrations', task.integration, [...path, 'integration']);
    this.#refers('forms', task.form, [...path, 'form']);
    this.#refers('milestones', task.milestone, [...path, 'milestone']);
    const milestonePhase = task.milestone === undefined ? undefined : this.#known.milestones.get(task.milestone);
    if (milestonePhase !== undefined && milestonePhase !== phase) this.#report([...path, 'milestone'], `the milestone "${task.milestone ?? ''}" belongs to phase "${milestonePhase}", this task to "${phase}"`);
    task.after?.forEach((other, index) => this.#refers('tasks', other, [...path, 'after', index]));
    task.before?.forEach((other, index) => this.#refers('tasks', other, [...path, 'before', index]));
    this.#condition(task.when, [...path, 'when']);
  }

  #gate(gate: FileGate | undefined, path: Path): void {
    this.#refers('roles', gate?.responsible, [...path, 'responsible']);
    gate?.needs.forEach((need, index) => {
      const inside = [...path, 'needs', index];
      this.#refers('phases', need.phase, inside);
      this.#refers('milestones', need.milestone, inside);
      this.#refers('roles', need.approval?.by, inside);
      if (need.integrations !== undefined && need.integrations !== 'all') for (const key of need.integrations) this.#refers('integrations', key, inside);
    });
  }

  milestones(): void {
    const all = phasesOf(this.#content).flatMap(([phase, { milestones }]) => entriesOf(milestones).map(([key, milestone]) => ({ path: ['phases', phase, 'milestones', key], key, ...milestone })));
    const first = all.filter(({ firstValue }) => firstValue);
    if (first.length === 0 && all.length > 0) this.#report(['phases'], 'no milestone is marked firstValue: true; exactly one says when the customer first gets what they bought');
    for (const { path, key } of first.slice(1)) this.#report([...path, 'firstValue'], `"${key}" is a second first-value milestone; "${first[0]?.key ?? ''}" is one already`);
    if (!all.some(({ goLive }) => goLive)) this.#report(['phases'], 'no milestone is marked goLive: true; at least one says when the customer is live');
  }
}

/** Everything but cycles. */
export const checkContent = (content: PlaybookFile, report: Report): void => {
  const checker = new Checker(content, report);
  checker.top();
  const tasks = new Map<string, string>();
  const milestones = new Map<string, string>();
  for (const phase of phasesOf(content)) checker.phase(phase, tasks, milestones);
  checker.milestones();
};

/** Tasks, gates and milestones that wait for each other, with the whole path. */
export const checkCycles = (playbook: Playbook, report: Report): void => {
  const graph = templateGraph(playbook);
  const cycle = findCycle(graph.waitsFor);
  if (!cycle) return;
  const names = cycle.map((node) => graph.names[node] ?? '?');
  const task = cycle.map((node) => graph.taskPath(node)).find((path) => path !== null);
  report(task ? [...task, 'after'] : ['phases'], `these wait for each other: ${names.join(' → ')}`);
};
