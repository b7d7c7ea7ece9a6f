import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import { write } from '../../api/client.ts';
import { ladderCheckQuery } from '../../api/queries.ts';
import type { Answer, LaddersView, OwnLadders, PlaybookDetail } from '../../api/types.ts';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';
import { together } from './ladder-edits.ts';

interface LadderChanges {
  detail: PlaybookDetail;
  view: LaddersView;
  /** of the console, as on the screen */
  own: OwnLadders;
  /** with what the files say */
  whole: OwnLadders;
  issues: LaddersView['issues'];
  isChanged: boolean;
  mayEdit: boolean;
  change: (own: OwnLadders) => void;
  discard: () => void;
  save: (note: string) => Promise<void>;
  read: (yaml: string) => Promise<Answer<'checkLadders'>>;
  asYaml: () => Promise<string>;
}

export const LaddersContext = createContext<LadderChanges | null>(null);

export function useLadders(): LadderChanges {
  const changes = useContext(LaddersContext);
  if (!changes) throw new Error('useLadders needs a playbook around it');
  return changes;
}

interface Kept {
  own: OwnLadders;
  basedOn: number;
}
/** Who looks into another room and comes back finds what they changed. */
const waiting = new Map<string, Kept>();

export function useLadderChanges(detail: PlaybookDetail, view: LaddersView): LadderChanges {
  const { key } = detail;
  const [kept, setKept] = useState<Kept | null>(waiting.get(key) ?? null);
  const mayEdit = useIsAtLeast('manager') && view.file !== null;
  const queries = useQueryClient();
  const own = kept?.own ?? view.own;
  const basedOn = kept?.basedOn ?? view.version;
  const check = useQuery({ ...ladderCheckQuery(key, own), enabled: mayEdit && kept !== null });
  const path = `/playbooks/${encodeURIComponent(key)}/ladders`;
  const set = (next: Kept | null): void => {
    setKept(next);
    if (next) waiting.set(key, next);
    else waiting.delete(key);
  };
  return {
    detail,
    view,
    own,
    whole: together(view.file, own),
    issues: kept ? (check.data?.issues ?? []) : view.issues,
    isChanged: kept !== null,
    mayEdit,
    change: (next) => set({ own: next, basedOn }),
    discard: () => set(null),
    async save(note) {
      const { version, isNew } = await write('saveLadders', 'PUT', path, { content: own, note, basedOn });
      await queries.invalidateQueries({ queryKey: ['playbooks'] });
      set(null);
      say(
        isNew ? `Saved as version ${version}; onboardings that begin now follow it` : 'Nothing is different from now',
      );
    },
    read: (yaml) => write('checkLadders', 'POST', `${path}/check`, { yaml }),
    async asYaml() {
      const { yaml } = await write('checkLadders', 'POST', `${path}/check`, { content: own });
      return yaml ?? '';
    },
  };
}
