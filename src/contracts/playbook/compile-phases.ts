/** Phases, gates, milestones and tasks of a composed file as the rules use them. */
import type { TaskType } from '../../domain/model.ts';
import { sideByName } from '../../domain/open-roles.ts';
import type { GateTemplate, MilestoneTemplate, PhaseTemplate, Role, TaskTemplate } from '../../domain/playbook.ts';
import { ladderOf } from './compile-ladders.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import type { FileGate, FilePhase, FileTask } from './phase-schema.ts';

/** Said by what the task carries where it is not written. */
export const typeOf = (task: FileTask): TaskType | null =>
  task.type ??
  (task.form
    ? 'form'
    : task.fills
      ? 'role'
      : task.integration
        ? 'integration'
        : task.ticket
          ? 'external_ticket'
          : null);

const criteriaOf = (gate: FileGate, integrations: readonly string[]): GateTemplate['criteria'] =>
  gate.needs.map((need): GateTemplate['criteria'][number] => {
    if (need.phase !== undefined) return { kind: 'phase_done', phase: need.phase };
    if (need.milestone !== undefined) return { kind: 'milestone_done', milestone: need.milestone };
    if (need.integrations !== undefined)
      return {
        kind: 'integrations_validated',
        integrations: need.integrations === 'all' ? [...integrations] : need.integrations,
      };
    if (need.approval !== undefined) return { kind: 'approval', role: need.approval.by, label: need.approval.label };
    return { kind: need.noBlockers ? 'no_open_blockers' : 'tasks_done' };
  });

const gateOf = (gate: FileGate | undefined, owner: Role, integrations: readonly string[]): GateTemplate | null =>
  gate ? { responsible: gate.responsible ?? owner, criteria: criteriaOf(gate, integrations) } : null;

const taskOf = (
  key: string,
  {
    task,
    phase,
    before,
    content,
  }: {
    task: FileTask;
    phase: FilePhase;
    before: ReadonlyMap<string, string[]>;
    content: PlaybookFile;
  },
): TaskTemplate => {
  const role = task.role ?? 'team.csm';
  const side = sideByName(role);
  const durationDays = task.takes ?? 1;
  const type = typeOf(task) ?? 'configuration';
  return {
    key,
    name: task.name ?? key,
    type,
    side,
    role,
    visibility: task.internal ? 'internal' : 'shared',
    milestone: task.milestone ?? null,
    workstream: task.workstream ?? null,
    howTo: { text: task.how ?? '', links: task.links ?? [], video: task.video ?? null, files: task.files ?? [] },
    schedule: task.due ? { ...task.due, durationDays } : { from: 'dependencies', durationDays },
    lockDue: task.lock ?? false,
    dependsOn: [...new Set([...(task.after ?? []), ...(before.get(key) ?? [])])],
    when: task.when ?? null,
    plannedHours: task.hours ?? null,
    hoursRole: task.hoursRole ?? (side === 'team' ? role : null),
    ladder: ladderOf(content, { task, phase, type, side }),
    urgent: task.urgent ?? false,
    integration: task.integration ?? null,
    form: task.form ?? null,
    fillsRole: task.fills ?? null,
    ...(task.ticket && {
      ticket: {
        tracker: task.ticket.tracker,
        project: task.ticket.project ?? null,
        issueType: task.ticket.issueType ?? null,
      },
    }),
  };
};

const milestonesOf = (phase: FilePhase): MilestoneTemplate[] =>
  entriesOf(phase.milestones).map(([key, milestone]) => ({
    key,
    name: milestone.name ?? key,
    definitionOfDone: milestone.done ?? '',
    // go-live is approved by a person
    completion: milestone.goLive ? 'person' : (milestone.completion ?? 'tasks'),
    firstValue: milestone.firstValue ?? false,
    goLive: milestone.goLive ?? false,
    when: milestone.when ?? null,
  }));

/** Task key → the tasks that say they come before it. */
const precedence = (content: PlaybookFile): Map<string, string[]> => {
  const before = new Map<string, string[]>();
  for (const [, phase] of phasesOf(content)) {
    for (const [key, task] of entriesOf(phase.tasks))
      for (const later of task.before ?? []) before.set(later, [...(before.get(later) ?? []), key]);
  }
  return before;
};

/** Phases in their order; a phase without an entry of its own waits for the one before it. */
export const phaseTemplates = (content: PlaybookFile): PhaseTemplate[] => {
  const before = precedence(content);
  const integrations = entriesOf(content.integrations).map(([key]) => key);
  return phasesOf(content).map(([key, phase], index, all): PhaseTemplate => {
    const owner = phase.owner ?? 'team.csm';
    const previous = all[index - 1]?.[0];
    const usual: GateTemplate | null =
      previous === undefined ? null : { responsible: owner, criteria: [{ kind: 'phase_done', phase: previous }] };
    return {
      key,
      name: phase.name ?? key,
      owner,
      entry: phase.entry ? gateOf(phase.entry, owner, integrations) : usual,
      exit: gateOf(phase.exit, owner, integrations) ?? { responsible: owner, criteria: [{ kind: 'tasks_done' }] },
      milestones: milestonesOf(phase),
      tasks: entriesOf(phase.tasks).map(([taskKey, task]) => taskOf(taskKey, { task, phase, before, content })),
    };
  });
};
