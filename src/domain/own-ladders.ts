/** The ladders of a playbook that were written in the console: they go before what its files say. */
import type { Side, TaskType } from './model.ts';
import type { Ladder } from './playbook.ts';

/** Names of ladders; a side that is left out goes by what stands above. */
export type LadderBySide = Partial<Record<Side, string>>;

/** Which tasks go by which ladder: that of their kind, else of their phase, else of the playbook. */
export interface LadderUse {
  /** null: nothing is said */
  playbook: LadderBySide | null;
  phases: Record<string, LadderBySide>;
  kinds: Partial<Record<TaskType, LadderBySide>>;
}

export interface OwnLadders {
  ladders: Record<string, Ladder>;
  use: LadderUse;
}

export const noOwnLadders: OwnLadders = { ladders: {}, use: { playbook: null, phases: {}, kinds: {} } };

export const saysNothing = ({ ladders, use }: OwnLadders): boolean =>
  use.playbook === null && [ladders, use.phases, use.kinds].every((part) => Object.keys(part).length === 0);
