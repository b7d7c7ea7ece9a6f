/** Directed graphs of "waits for": order, and the path of a cycle. Nodes are indices, `waitsFor[i]` their predecessors. */
import { AppError } from '../errors.ts';

export interface Order {
  /** predecessors before successors; lacks the nodes of a cycle and what waits for them */
  order: number[];
  successors: number[][];
}

/** Kahn's algorithm; stable in the order of the nodes. */
export const orderOf = (waitsFor: readonly (readonly number[])[]): Order => {
  const successors: number[][] = waitsFor.map(() => []);
  const open = waitsFor.map((before) => before.length);
  waitsFor.forEach((before, node) => before.forEach((other) => successors[other]?.push(node)));
  const order: number[] = [];
  open.forEach((count, node) => {
    if (count === 0) order.push(node);
  });
  for (let next = 0; next < order.length; next += 1) {
    for (const successor of successors[order[next] ?? 0] ?? []) {
      const left = (open[successor] ?? 0) - 1;
      open[successor] = left;
      if (left === 0) order.push(successor);
    }
  }
  return { order, successors };
};

/** One cycle as a path whose last node is its first, each waiting for the next; null when there is none. */
export const findCycle = (waitsFor: readonly (readonly number[])[]): number[] | null => {
  const { order } = orderOf(waitsFor);
  if (order.length === waitsFor.length) return null;
  const isOrdered = new Set(order);
  let node = waitsFor.findIndex((_, index) => !isOrdered.has(index));
  const path: number[] = [];
  const position = new Map<number, number>();
  // every node that could not be ordered waits for another such node, so the walk must come back to itself
  while (!position.has(node)) {
    position.set(node, path.length);
    path.push(node);
    node = (waitsFor[node] ?? []).find((other) => !isOrdered.has(other)) ?? node;
  }
  return [...path.slice(position.get(node)), node];
};

/** Throws dependency_cycle with the path in words and by name. */
export const refuseCycles = (waitsFor: readonly (readonly number[])[], nameOf: (node: number) => string): void => {
  const cycle = findCycle(waitsFor);
  if (!cycle) return;
  const path = cycle.map(nameOf);
  throw new AppError('dependency_cycle', {
    message: `These wait for each other: ${path.join(' → ')}`,
    details: { path },
  });
};
