/** Changes to the ladders of a playbook, kept as what differs from its files. */
import { noOwnLadders } from '../../../contracts/ladder-rules.ts';
import type { Ladder, LaddersView, OwnLadders, Side } from '../../api/types.ts';

/** `playbook`, a phase, or a kind of task. */
export type Place = { of: 'playbook' } | { of: 'phases'; key: string } | { of: 'kinds'; key: Kind };
export type Kind = keyof OwnLadders['use']['kinds'];
type BySide = OwnLadders['use']['phases'][string];

/** Files and console together, as the server puts them together. */
export const together = (file: LaddersView['file'], { ladders, use }: OwnLadders): OwnLadders => {
  const under = file ?? noOwnLadders;
  return {
    ladders: { ...under.ladders, ...ladders },
    use: {
      playbook: use.playbook ?? under.use.playbook,
      phases: { ...under.use.phases, ...use.phases },
      kinds: { ...under.use.kinds, ...use.kinds },
    },
  };
};

export const usedAt = ({ use }: OwnLadders, place: Place): BySide =>
  (place.of === 'playbook' ? use.playbook : place.of === 'phases' ? use.phases[place.key] : use.kinds[place.key]) ?? {};

const isSameUse = (a: BySide, b: BySide): boolean =>
  a.customer === b.customer && a.team === b.team && a.partner === b.partner;

/** One entry less where it says what the files say, else as given. */
const put = <T extends object>(entries: T, key: keyof T, entry: T[keyof T], isAsInFile: boolean): T => {
  const next = { ...entries };
  if (isAsInFile) delete next[key];
  else next[key] = entry;
  return next;
};

/** @param ladder null: goes by what stands above */
export const withUse = (
  file: LaddersView['file'],
  own: OwnLadders,
  { place, side, ladder }: { place: Place; side: Side; ladder: string | null },
): OwnLadders => {
  const { [side]: _before, ...others } = usedAt(together(file, own), place);
  const next: BySide = ladder === null ? others : { ...others, [side]: ladder };
  const isAsInFile = isSameUse(next, usedAt(file ?? noOwnLadders, place));
  const { use } = own;
  if (place.of === 'playbook') return { ...own, use: { ...use, playbook: isAsInFile ? null : next } };
  return place.of === 'phases'
    ? { ...own, use: { ...use, phases: put(use.phases, place.key, next, isAsInFile) } }
    : { ...own, use: { ...use, kinds: put(use.kinds, place.key, next, isAsInFile) } };
};

/** @param ladder null: as the files say, or away where they do not know it */
export const withLadder = (own: OwnLadders, name: string, ladder: Ladder | null): OwnLadders => {
  const { [name]: _before, ...others } = own.ladders;
  return { ...own, ladders: ladder === null ? others : { ...others, [name]: ladder } };
};

/** Which ladder a task of this kind, phase and side goes by. */
export const ladderFor = (
  { use }: OwnLadders,
  { kind, phase, side }: { kind: Kind; phase: string; side: Side },
): string =>
  use.kinds[kind]?.[side] ??
  use.phases[phase]?.[side] ??
  use.playbook?.[side] ??
  (side === 'team' ? 'team' : 'default');

/** A name as it stands in files: `IT, patient` → `it-patient`. */
export const ladderKey = (words: string): string =>
  words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-$/g, '');
