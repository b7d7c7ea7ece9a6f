/** Ladders of a composed file as the rules use them, and which task goes by which. */
import { defaultLadders } from '../../domain/chase/default-ladders.ts';
import type { Side, TaskType } from '../../domain/model.ts';
import type { Ladder, LadderCaps, LadderRung, Role } from '../../domain/playbook.ts';
import { entriesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import type { FileLadder } from './ladder-schema.ts';
import type { FilePhase, FileTask } from './phase-schema.ts';

type FileStep = NonNullable<FileLadder['steps']>[number];

/** What a step says where that is not written: the owner is asked by the date, anybody else hears of it. */
export const kindOf = ({ kind, to, at }: Pick<FileStep, 'kind' | 'to' | 'at'>): LadderRung['kind'] =>
  kind ??
  (to !== undefined && to !== 'owner' && to !== 'blocker_owner'
    ? 'escalation'
    : at < 0
      ? 'reminder'
      : at === 0
        ? 'due'
        : 'overdue');

/** From the bottom; steps of one day stay in the order in which they are written. */
const rungsOf = ({ rungs, steps }: FileLadder): LadderRung[] =>
  (steps ?? rungs ?? [])
    .map((written: FileStep) => ({
      at: written.at,
      kind: kindOf(written),
      to: written.to ?? 'owner',
      orElse: written.orElse ?? null,
      repeatEvery: written.every ?? null,
      ...(written.until !== undefined && { until: written.until }),
      ...(written.channels && { channels: [...new Set(written.channels)] }),
    }))
    .sort((a, b) => a.at - b.at);

const capsOf = ({ perTask, apart, perDay }: NonNullable<FileLadder['caps']>): LadderCaps => ({
  ...(perTask !== undefined && { perTask }),
  ...(apart !== undefined && { apartDays: apart }),
  ...(perDay !== undefined && { perDay }),
});

export const ladderAsRules = (written: FileLadder): Ladder => ({
  urgent: written.urgent ?? false,
  rungs: rungsOf(written),
  ...(written.caps && { caps: capsOf(written.caps) }),
});

export const laddersOf = (content: PlaybookFile, roles: ReadonlySet<Role>): Record<string, Ladder> => ({
  ...defaultLadders(roles),
  ...Object.fromEntries(
    entriesOf(content.ladders).map(([key, written]): [string, Ladder] => [key, ladderAsRules(written)]),
  ),
});

export interface Laddered {
  task: FileTask;
  phase: FilePhase;
  type: TaskType;
  side: Side;
}

/** The ladder of the task's kind, else its own, its phase's, the playbook's, else the one every playbook has. */
export const ladderOf = ({ chase }: PlaybookFile, { task, phase, type, side }: Laddered): string =>
  chase?.kinds?.[type]?.[side] ??
  task.ladder ??
  phase.ladder?.[side] ??
  chase?.ladder?.[side] ??
  (side === 'team' ? 'team' : 'default');
