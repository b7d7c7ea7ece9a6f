import { createContext, useContext, useMemo, useState } from 'react';
import { checkMapping, emptyMapping, type MappingIssue, type MappingWorld } from '../../../contracts/mapping-rules.ts';
import type { Connection, Mapping, MappingChoices, MappingView } from '../../api/types.ts';
import { useIsAtLeast } from '../me.tsx';

export interface Editing {
  connection: Connection;
  view: MappingView;
  /** null: this person may not, or the CRM did not say */
  choices: MappingChoices | null;
  world: MappingWorld | null;
  /** as it is on the screen */
  content: Mapping;
  issues: MappingIssue[];
  /** it is neither the draft nor what is on */
  isChanged: boolean;
  basedOn: number;
  mayEdit: boolean;
  change: (content: Mapping) => void;
  discard: () => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('useEditing needs the mapping room around it');
  return editing;
}

interface Changes {
  content: Mapping;
  basedOn: number;
}
/** Who looks into another room and comes back finds what they changed. */
const waiting = new Map<string, Changes>();

const keysOf = (kind: string, names: readonly string[]): string[] =>
  names.filter((name) => name.startsWith(`${kind}.`)).map((name) => name.slice(kind.length + 1));

const worldOf = ({ ours, moments, fields, stages }: MappingChoices): MappingWorld => ({
  fields,
  stages,
  known: {
    handoff: keysOf(
      'handoff',
      ours.map(({ name }) => name),
    ),
    phases: keysOf(
      'phase',
      moments.map(({ on }) => on),
    ),
    milestones: keysOf(
      'milestone',
      moments.map(({ on }) => on),
    ),
  },
});

export function useMappingChanges({
  connection,
  view,
  choices,
}: Pick<Editing, 'connection' | 'view' | 'choices'>): Editing {
  const [changes, setChanges] = useState<Changes | null>(waiting.get(connection.id) ?? null);
  const isAdmin = useIsAtLeast('admin');
  const newest = view.versions[0]?.version ?? 0;
  const content = changes?.content ?? view.draft?.content ?? view.active?.content ?? emptyMapping;
  const world = useMemo(() => choices && worldOf(choices), [choices]);
  const issues = useMemo(() => (world ? checkMapping(content, world) : []), [content, world]);
  const set = (next: Changes | null): void => {
    setChanges(next);
    if (next) waiting.set(connection.id, next);
    else waiting.delete(connection.id);
  };
  const basedOn = changes?.basedOn ?? newest;
  return {
    connection,
    view,
    choices,
    world,
    content,
    issues,
    isChanged: changes !== null,
    basedOn,
    mayEdit: isAdmin && choices !== null,
    change: (next) => set({ content: next, basedOn }),
    discard: () => set(null),
  };
}
