/** The graph of a playbook as if every condition held, to look for cycles before any plan is built. */
import type { Gate } from '../../domain/model.ts';
import type { GateTemplate, Playbook } from '../../domain/playbook.ts';
import { type Graph, graphOf } from '../../domain/schedule-graph.ts';

const gate = (template: GateTemplate | null): Gate => ({
  responsibleRole: template?.responsible ?? '',
  criteria: (template?.criteria ?? []).map((criterion) =>
    criterion.kind === 'approval' ? { ...criterion, approvedAt: null, approvedById: null } : criterion,
  ),
  passedAt: null,
});

/** Nodes by name; `taskPath` leads to the task in the file. */
export const templateGraph = (playbook: Playbook): Graph & { taskPath: (node: number) => string[] | null } => {
  const phases = playbook.phases.map(({ key, name, entry, exit }, position) => ({
    id: key,
    key,
    name,
    position,
    status: 'not_started' as const,
    entryGate: gate(entry),
    exitGate: gate(exit),
  }));
  const tasks = playbook.phases.flatMap((phase) =>
    phase.tasks.map(({ key, milestone, dependsOn, integration }) => ({
      id: key,
      name: key,
      phaseId: phase.key,
      milestoneId: milestone,
      dependsOn,
      integrationKey: integration,
    })),
  );
  const milestones = playbook.phases.flatMap((phase) =>
    phase.milestones.map(({ key, name, goLive }) => ({
      id: key,
      key,
      name,
      phaseId: phase.key,
      status: 'not_started' as const,
      isGoLive: goLive,
    })),
  );
  const taskPath = (node: number): string[] | null => {
    const task = tasks[node];
    return task ? ['phases', task.phaseId, 'tasks', task.id] : null;
  };
  return { ...graphOf(tasks, phases, milestones), taskPath };
};
