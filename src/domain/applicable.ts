/** The part of a playbook that applies to one deal: conditions evaluated, references to what falls away bridged. */
import { type ConditionFacts, holds } from './condition.ts';
import type {
  GateTemplate,
  IntegrationTemplate,
  MilestoneTemplate,
  PhaseTemplate,
  Playbook,
  TaskTemplate,
} from './playbook.ts';

export interface Applicable {
  phases: PhaseTemplate[];
  integrations: IntegrationTemplate[];
}

type Criteria = GateTemplate['criteria'];

/** A task that falls away hands its own dependencies on to those that waited for it. */
const bridgeDependencies = (
  tasks: readonly TaskTemplate[],
  kept: ReadonlySet<string>,
): ((keys: readonly string[]) => string[]) => {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const bridged = new Map<string, string[]>();
  const bridge = (key: string): string[] => {
    if (kept.has(key)) return [key];
    const known = bridged.get(key);
    if (known) return known;
    // set before descending: a cycle among tasks that fall away ends here
    bridged.set(key, []);
    const result = [...new Set((byKey.get(key)?.dependsOn ?? []).flatMap(bridge))];
    bridged.set(key, result);
    return result;
  };
  const waitsFor = (key: string, other: string, seen = new Set<string>()): boolean =>
    (byKey.get(key)?.dependsOn ?? []).some(
      (next) => next === other || (!seen.has(next) && waitsFor(next, other, seen.add(next))),
    );
  return (keys) => {
    const own = keys.filter((key) => kept.has(key));
    const handedOn = [...new Set(keys.filter((key) => !kept.has(key)).flatMap(bridge))];
    // what another dependency waits for anyway says nothing new
    return [...new Set([...own, ...handedOn.filter((key) => !own.some((other) => waitsFor(other, key)))])];
  };
};

const bridgeGates = (
  phases: readonly PhaseTemplate[],
  kept: ReadonlySet<string>,
  milestones: ReadonlySet<string>,
  integrations: ReadonlySet<string>,
) => {
  const byKey = new Map(phases.map((phase) => [phase.key, phase]));
  const bridge = (criteria: Criteria, seen: ReadonlySet<string>): Criteria =>
    criteria.flatMap((criterion): Criteria => {
      if (criterion.kind === 'milestone_done') return milestones.has(criterion.milestone) ? [criterion] : [];
      if (criterion.kind === 'integrations_validated') {
        const left = criterion.integrations.filter((key) => integrations.has(key));
        return left.length > 0 ? [{ ...criterion, integrations: left }] : [];
      }
      if (criterion.kind !== 'phase_done' || kept.has(criterion.phase)) return [criterion];
      const gone = byKey.get(criterion.phase);
      return !gone?.entry || seen.has(gone.key) ? [] : bridge(gone.entry.criteria, new Set([...seen, gone.key]));
    });
  return (gate: GateTemplate | null): GateTemplate | null =>
    gate && { ...gate, criteria: bridge(gate.criteria, new Set()) };
};

/** Tasks, milestones, phases and integrations whose conditions hold; an integration takes its tasks with it, an emptied phase or milestone falls away. */
export const applicableTo = (playbook: Playbook, facts: ConditionFacts): Applicable => {
  const integrations = playbook.integrations.filter(({ when }) => holds(when, facts));
  const integrationKeys = new Set(integrations.map(({ key }) => key));
  const allTasks = playbook.phases.flatMap(({ tasks }) => tasks);
  const tasks = allTasks.filter(
    (task) => holds(task.when, facts) && (task.integration === null || integrationKeys.has(task.integration)),
  );
  const taskKeys = new Set(tasks.map(({ key }) => key));
  const withTasks = new Set(tasks.map(({ milestone }) => milestone));
  const hadTasks = new Set(allTasks.map(({ milestone }) => milestone));
  const staysMilestone = (milestone: MilestoneTemplate): boolean =>
    holds(milestone.when, facts) &&
    (withTasks.has(milestone.key) || !hadTasks.has(milestone.key) || milestone.goLive || milestone.firstValue);
  const milestoneKeys = new Set(
    playbook.phases.flatMap((phase) => phase.milestones.filter(staysMilestone).map(({ key }) => key)),
  );

  const bridge = bridgeDependencies(allTasks, taskKeys);
  const phases = playbook.phases
    .map((phase): PhaseTemplate => ({
      ...phase,
      milestones: phase.milestones.filter(({ key }) => milestoneKeys.has(key)),
      tasks: phase.tasks
        .filter(({ key }) => taskKeys.has(key))
        .map((task) => ({
          ...task,
          dependsOn: bridge(task.dependsOn),
          milestone: task.milestone !== null && milestoneKeys.has(task.milestone) ? task.milestone : null,
        })),
    }))
    .filter((phase) => phase.tasks.length > 0 || phase.milestones.length > 0);
  const gates = bridgeGates(playbook.phases, new Set(phases.map(({ key }) => key)), milestoneKeys, integrationKeys);
  return {
    phases: phases.map((phase) => ({ ...phase, entry: gates(phase.entry), exit: gates(phase.exit) })),
    integrations,
  };
};
