/** Ladders that name people who are there, end in somebody's ear, and are used as they are written. */
import { sideByName } from '../../domain/open-roles.ts';
import { kindOf } from './compile-ladders.ts';
import { typeOf } from './compile-phases.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import type { FileLadder } from './ladder-schema.ts';
import type { FileLadderChoice } from './phase-schema.ts';
import type { Path, References } from './references.ts';

type Rungs = NonNullable<FileLadder['rungs']>;
type Steps = NonNullable<FileLadder['steps']>;

const checkRungs = (rungs: Rungs, path: Path, references: References): void => {
  rungs.forEach(({ to, orElse, every }, index) => {
    const inside = [...path, index];
    if (to !== 'owner' && to !== 'blocker_owner') references.check('roles', to, [...inside, 'to']);
    references.check('roles', orElse, [...inside, 'orElse']);
    const isLast = index === rungs.length - 1;
    references.demand(every === undefined || isLast, [...inside, 'every'], 'only the last rung can repeat');
  });
};

const checkStep = ({ at, to, orElse, every, until, channels }: Steps[number], path: Path, on: References): void => {
  if (to !== 'owner' && to !== 'blocker_owner') on.check('roles', to, [...path, 'to']);
  on.check('roles', orElse, [...path, 'orElse']);
  on.demand(
    until === undefined || every !== undefined,
    [...path, 'until'],
    'ends a step that repeats: say every: … too',
  );
  on.demand(until === undefined || until > at, [...path, 'until'], 'must lie after the step’s own day (at)');
  on.demand(channels === undefined || channels.length > 0, [...path, 'channels'], 'name at least one, or leave it out');
  on.demand(new Set(channels).size === (channels?.length ?? 0), [...path, 'channels'], 'the same channel stands twice');
};

/** Never silence: whatever happens, somebody above hears of it again and again. */
const checkEnd = (steps: Steps, path: Path, references: References): void => {
  const escalations = steps
    .map((step, index) => ({ ...step, index, means: kindOf(step) }))
    .filter(({ means }) => means === 'escalation' || means === 'hold_notice')
    .toSorted((a, b) => a.at - b.at || a.index - b.index);
  const last = escalations.at(-1);
  if (last === undefined)
    return references.report(
      path,
      'nobody above the owner ever hears of it: end with a step such as { at: 5d, to: manager, every: 1w }',
    );
  const inside = [...path, last.index];
  if (last.means === 'hold_notice')
    references.report([...inside, 'kind'], 'announces an escalation that no later step makes');
  else if (last.every === undefined || last.until !== undefined)
    references.report(
      inside,
      'the last escalation must repeat for ever (every: 1w, without until), or all falls silent after it',
    );
};

/** The choice's ladders exist. */
const checkChoice = (choice: FileLadderChoice | undefined, path: Path, references: References): void => {
  for (const name of new Set(Object.values(choice ?? {}))) references.check('ladders', name, path);
};

/** A ladder that a task names while its kind has one would never be used. */
const checkUnused = (content: PlaybookFile, references: References): void => {
  const kinds = content.chase?.kinds;
  if (kinds === undefined) return;
  for (const [phase, { tasks }] of phasesOf(content)) {
    for (const [key, task] of entriesOf(tasks)) {
      const type = typeOf(task);
      const ofKind = type === null || task.role === undefined ? undefined : kinds[type]?.[sideByName(task.role)];
      references.demand(
        task.ladder === undefined || ofKind === undefined || ofKind === task.ladder,
        ['phases', phase, 'tasks', key, 'ladder'],
        `"${task.ladder ?? ''}" would never be used: every ${type ?? ''} goes by "${ofKind ?? ''}" (chase.kinds)`,
      );
    }
  }
};

export const checkLadders = (content: PlaybookFile, references: References): void => {
  for (const [key, { rungs, steps }] of entriesOf(content.ladders)) {
    const path: Path = ['ladders', key];
    if (rungs) checkRungs(rungs, [...path, 'rungs'], references);
    if (!steps) continue;
    steps.forEach((step, index) => {
      checkStep(step, [...path, 'steps', index], references);
    });
    checkEnd(steps, [...path, 'steps'], references);
  }
  checkChoice(content.chase?.ladder, ['chase', 'ladder'], references);
  for (const [kind, choice] of Object.entries(content.chase?.kinds ?? {}))
    checkChoice(choice, ['chase', 'kinds', kind], references);
  for (const [key, { ladder }] of phasesOf(content)) checkChoice(ladder, ['phases', key, 'ladder'], references);
  checkUnused(content, references);
};
