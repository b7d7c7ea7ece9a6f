/** Walking a composed file: keyed sections as lists, without what was taken out. */
import type { PlaybookFile } from './file-schema.ts';
import type { FilePhase } from './phase-schema.ts';

export const entriesOf = <T>(map: Record<string, T | null> | undefined): [string, T][] =>
  Object.entries(map ?? {}).flatMap(([key, entry]) => (entry === null ? [] : [[key, entry] satisfies [string, T]]));

/** Phases in their order; one with `placeAfter` stands right after the named one. */
export const phasesOf = (content: PlaybookFile): [string, FilePhase][] => {
  const ordered: [string, FilePhase][] = [];
  for (const entry of entriesOf(content.phases)) {
    const after = entry[1].placeAfter;
    const position = after === undefined ? -1 : ordered.findIndex(([key]) => key === after);
    if (position < 0) ordered.push(entry);
    else ordered.splice(position + 1, 0, entry);
  }
  return ordered;
};
