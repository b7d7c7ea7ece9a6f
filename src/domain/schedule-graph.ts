/**
 * The plan as one graph: tasks wait for their dependencies and for their phase's entry gate; the gate waits for
 * the phases, milestones and integrations it asks for. Gates and milestones are nodes of their own, so that the
 * number of edges stays in proportion to the plan.
 */
import { orderOf, refuseCycles } from './dependency-graph.ts';
import type { Gate, Milestone, Phase, Task } from './model.ts';

export type GraphTask = Pick<Task, 'id' | 'name' | 'phaseId' | 'milestoneId' | 'dependsOn' | 'integrationKey'>;
export type GraphPhase = Pick<Phase, 'id' | 'key' | 'name' | 'position' | 'status' | 'entryGate' | 'exitGate'>;
export type GraphMilestone = Pick<Milestone, 'id' | 'key' | 'name' | 'phaseId' | 'status' | 'isGoLive'>;

export interface Graph {
  /** nodes 0 … tasks − 1 are the tasks in the given order, the others gates and milestones */
  waitsFor: number[][];
  names: string[];
  milestoneNode: Map<string, number>;
}

export interface PlanGraph extends Graph {
  successors: number[][];
  order: number[];
  /** nodes of go-live milestones that are not done yet */
  goLiveNodes: number[];
}

interface Build {
  waitsFor: number[][];
  names: string[];
  phases: readonly GraphPhase[];
  tasksOfPhase: Map<string, number[]>;
  tasksOfIntegration: Map<string, number[]>;
  phaseDone: Map<string, number>;
  milestoneByKey: Map<string, number>;
}

const push = <K>(map: Map<K, number[]>, key: K, value: number): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

const addNode = (build: Build, name: string): number => {
  build.names.push(name);
  return build.waitsFor.push([]) - 1;
};

const gateNodes = (gate: Gate, phase: GraphPhase, isEntry: boolean, build: Build): number[] => {
  const own = new Set(build.tasksOfPhase.get(phase.id));
  const foreign = (nodes: readonly number[]): number[] => nodes.filter((node) => !isEntry || !own.has(node));
  const nodes: number[] = [];
  for (const criterion of gate.criteria) {
    if (criterion.kind === 'phase_done') nodes.push(build.phaseDone.get(criterion.phase) ?? -1);
    if (criterion.kind === 'milestone_done') nodes.push(build.milestoneByKey.get(criterion.milestone) ?? -1);
    if (criterion.kind === 'integrations_validated') {
      for (const key of criterion.integrations) nodes.push(...foreign(build.tasksOfIntegration.get(key) ?? []));
    }
    if (criterion.kind === 'tasks_done' && isEntry) {
      for (const earlier of build.phases)
        if (earlier.position < phase.position) nodes.push(build.phaseDone.get(earlier.key) ?? -1);
    }
  }
  return nodes.filter((node) => node >= 0);
};

/** The graph, cycles and all. Dependencies on unknown tasks are ignored. */
export const graphOf = (
  tasks: readonly GraphTask[],
  phases: readonly GraphPhase[],
  milestones: readonly GraphMilestone[],
): Graph => {
  const index = new Map(tasks.map((task, node) => [task.id, node]));
  const build: Build = {
    waitsFor: tasks.map((task) => task.dependsOn.flatMap((id) => index.get(id) ?? [])),
    names: tasks.map((task) => task.name),
    phases,
    tasksOfPhase: new Map(),
    tasksOfIntegration: new Map(),
    phaseDone: new Map(),
    milestoneByKey: new Map(),
  };
  const tasksOfMilestone = new Map<string, number[]>();
  tasks.forEach((task, node) => {
    push(build.tasksOfPhase, task.phaseId, node);
    if (task.milestoneId) push(tasksOfMilestone, task.milestoneId, node);
    if (task.integrationKey) push(build.tasksOfIntegration, task.integrationKey, node);
  });
  const milestoneNode = new Map<string, number>();
  for (const milestone of milestones) {
    const node = addNode(build, `milestone ${milestone.name}`);
    milestoneNode.set(milestone.id, node);
    build.milestoneByKey.set(milestone.key, node);
    build.waitsFor[node] = [...(tasksOfMilestone.get(milestone.id) ?? build.tasksOfPhase.get(milestone.phaseId) ?? [])];
  }
  for (const phase of phases) build.phaseDone.set(phase.key, addNode(build, `phase ${phase.name}`));
  for (const phase of phases) {
    const entry = addNode(build, `start of phase ${phase.name}`);
    const tasksInside = build.tasksOfPhase.get(phase.id) ?? [];
    // a gate that has let people in holds nobody back any more
    if (phase.status === 'not_started') build.waitsFor[entry] = gateNodes(phase.entryGate, phase, true, build);
    for (const node of tasksInside) build.waitsFor[node]?.push(entry);
    const done = build.phaseDone.get(phase.key) ?? entry;
    build.waitsFor[done] = [entry, ...tasksInside, ...gateNodes(phase.exitGate, phase, false, build)];
  }
  return { waitsFor: build.waitsFor, names: build.names, milestoneNode };
};

/** The graph in working order. Throws dependency_cycle with the names on the path. */
export const planGraph = (
  tasks: readonly GraphTask[],
  phases: readonly GraphPhase[],
  milestones: readonly GraphMilestone[],
): PlanGraph => {
  const graph = graphOf(tasks, phases, milestones);
  const { order, successors } = orderOf(graph.waitsFor);
  if (order.length < graph.waitsFor.length) refuseCycles(graph.waitsFor, (node) => graph.names[node] ?? '?');
  const goLiveNodes = milestones.flatMap((milestone) =>
    milestone.isGoLive && milestone.status !== 'done' ? (graph.milestoneNode.get(milestone.id) ?? []) : [],
  );
  return { ...graph, successors, order, goLiveNodes };
};

/** Marks every node from which one of `targets` is reached (`targets` included). */
export const ancestorsOf = (targets: readonly number[], waitsFor: readonly (readonly number[])[]): boolean[] => {
  const isAncestor = waitsFor.map(() => false);
  const stack = [...targets];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isAncestor[node]) continue;
    isAncestor[node] = true;
    stack.push(...(waitsFor[node] ?? []));
  }
  return isAncestor;
};
