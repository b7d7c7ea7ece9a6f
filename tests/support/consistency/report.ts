/** What a run found, as a table by direction. */
import type { ConsistencyResult } from './run.ts';

export const differencesIn = ({ crms }: Pick<ConsistencyResult, 'crms'>): string[] =>
  Object.entries(crms).flatMap(([provider, directions]) =>
    Object.entries(directions).flatMap(([direction, { differences }]) =>
      differences.map((words) => `${provider}, ${direction}: ${words}`),
    ),
  );

export const comparedIn = ({ crms }: Pick<ConsistencyResult, 'crms'>): string =>
  Object.entries(crms)
    .flatMap(([provider, directions]) => [
      ['', 'compared', 'different', 'theirs', 'undecided'].map((head, n) => (n === 0 ? provider : head)),
      ...Object.entries(directions).map(([direction, { compared, differences, theirs, undecided }]) => [
        direction,
        ...[compared, differences.length, theirs, undecided].map(String),
      ]),
    ])
    .map(([head = '', ...cells]) => `${head.padEnd(12)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
    .join('');
