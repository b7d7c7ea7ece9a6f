/** What belongs to which format of the file, said where it stands. */
import type { FileLadder } from './ladder-schema.ts';

interface Formatted {
  format?: 1 | 2 | undefined;
  ladders?: Record<string, FileLadder | null> | undefined;
  chase?: object | undefined;
  phases?: Record<string, { ladder?: object | undefined } | null> | undefined;
}
interface FormatIssue {
  path: string[];
  message: string;
}

const newer = 'belongs to format 2; write format: 2 at the top of this file';

const ofFirst = ({ ladders, chase, phases }: Formatted): FormatIssue[] => [
  ...Object.entries(ladders ?? {}).flatMap(([key, ladder]) =>
    (['steps', 'caps'] as const).flatMap((part) =>
      ladder?.[part] === undefined ? [] : [{ path: ['ladders', key, part], message: newer }],
    ),
  ),
  ...Object.entries(ladders ?? {}).flatMap(([key, ladder]) =>
    ladder !== null && ladder.rungs === undefined && ladder.steps === undefined
      ? [{ path: ['ladders', key, 'rungs'], message: 'is missing' }]
      : [],
  ),
  ...(chase === undefined ? [] : [{ path: ['chase'], message: newer }]),
  ...Object.entries(phases ?? {}).flatMap(([key, phase]) =>
    phase?.ladder === undefined ? [] : [{ path: ['phases', key, 'ladder'], message: newer }],
  ),
];

const ofSecond = ({ ladders }: Formatted): FormatIssue[] =>
  Object.entries(ladders ?? {}).flatMap(([key, ladder]) =>
    ladder === null
      ? []
      : ladder.rungs !== undefined
        ? [{ path: ['ladders', key, 'rungs'], message: 'are called steps since format 2' }]
        : ladder.steps === undefined
          ? [{ path: ['ladders', key, 'steps'], message: 'is missing' }]
          : [],
  );

/** A file without a format is of the first. */
export const formatIssues = (file: Formatted): FormatIssue[] => (file.format === 2 ? ofSecond(file) : ofFirst(file));
