/** How people behave in a simulation. */
import type { Side } from '../model.ts';

export interface SideBehaviour {
  /** how long a task takes, as a multiple of its planned business days */
  pace: number;
  /** nothing is done before this many messages about the task have reached its owner */
  afterMessages: number;
  /** never does anything */
  isSilent: boolean;
}
export type Behaviour = Record<Side, SideBehaviour>;

const side = (pace: number, afterMessages = 0, isSilent = false): SideBehaviour => ({ pace, afterMessages, isSilent });

/** Ready-made behaviours: our team keeps its dates in all of them. */
export const behaviours = {
  punctual: { team: side(0.8), customer: side(0.8), partner: side(0.8) },
  typical: { team: side(1), customer: side(1.2, 1), partner: side(1.2, 1) },
  slow: { team: side(1.1), customer: side(1.8, 3), partner: side(1.5, 2) },
  silent: { team: side(1), customer: side(1, 0, true), partner: side(1) },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof behaviours;
export const behaviourNames = Object.keys(behaviours).filter((name): name is BehaviourName => name in behaviours);
