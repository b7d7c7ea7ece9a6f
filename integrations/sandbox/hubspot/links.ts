/** Associations: each stands on both sides, with HubSpot's own types and people's labels. */
import type { Change, Source } from './changes.ts';
import { definedTypeIds, primaryTypeId } from './object-types.ts';
import { type Link, type ObjectType, objectTypes, type PortalState } from './state.ts';

const linkKey = (from: ObjectType, id: string, to: ObjectType): string => `${from}:${id}:${to}`;

export const linksOf = (state: PortalState, from: ObjectType, id: string, to: ObjectType): Link[] =>
  state.links[linkKey(from, id, to)] ?? [];

/** Adds types to what is there; making the same association again changes nothing. */
export function addLink(
  state: PortalState,
  from: ObjectType,
  fromId: string,
  to: ObjectType,
  toId: string,
  labelTypeIds: number[],
  source: Source,
  changed: (change: Change) => void,
): void {
  const isFirst = linksOf(state, from, fromId, to).length === 0;
  const isNew = addSide(state, from, fromId, to, toId, [...defaults(from, to, isFirst), ...labelTypeIds]);
  addSide(state, to, toId, from, fromId, [
    ...defaults(to, from, isFirst),
    ...labelTypeIds.map((typeId) => mirroredLabel(state, typeId)),
  ]);
  if (isNew)
    changed({
      kind: 'associationChange',
      from,
      fromId,
      to,
      toId,
      typeId: definedTypeIds(from, to)[0] ?? 0,
      source,
      at: Date.now(),
    });
}

/** The first company of a deal is its primary one. */
const defaults = (from: ObjectType, to: ObjectType, isFirst: boolean): number[] => {
  const [unlabelled] = definedTypeIds(from, to);
  const primary = isFirst ? primaryTypeId(from, to) : undefined;
  return [unlabelled, primary].filter((typeId) => typeId !== undefined);
};

function addSide(
  state: PortalState,
  from: ObjectType,
  fromId: string,
  to: ObjectType,
  toId: string,
  typeIds: number[],
): boolean {
  const key = linkKey(from, fromId, to);
  const links = (state.links[key] ??= []);
  const present = links.find((link) => link.toId === toId);
  if (!present) {
    links.push({ toId, typeIds: [...new Set(typeIds)] });
    return true;
  }
  present.typeIds = [...new Set([...present.typeIds, ...typeIds])];
  return false;
}

const mirroredLabel = (state: PortalState, typeId: number): number => {
  const label = state.labels.find((one) => one.typeId === typeId);
  return (
    state.labels.find((other) => other.label === label?.label && other.from === label.to && other.to === label.from)
      ?.typeId ?? typeId
  );
};

/** The id of people's label between two types, made when it is new. */
export function labelTypeId(state: PortalState, from: ObjectType, to: ObjectType, label: string): number {
  const known = state.labels.find(
    (one) => one.from === from && one.to === to && one.label.toLowerCase() === label.toLowerCase(),
  );
  if (known) return known.typeId;
  const typeId = Math.max(100, ...state.labels.map((one) => one.typeId)) + 1;
  state.labels.push({ typeId, from, to, label }, { typeId: typeId + 1, from: to, to: from, label });
  return typeId;
}

/** All associations of one record go over to another; under the old id nothing is found any more. */
export function moveLinks(state: PortalState, type: ObjectType, oldId: string, newId: string): void {
  for (const other of objectTypes) {
    for (const { toId, typeIds } of linksOf(state, type, oldId, other)) {
      addSide(state, type, newId, other, toId, typeIds);
      const back = linksOf(state, other, toId, type).find((link) => link.toId === oldId);
      if (back) addSide(state, other, toId, type, newId, back.typeIds);
      state.links[linkKey(other, toId, type)] = linksOf(state, other, toId, type).filter((link) => link.toId !== oldId);
    }
    delete state.links[linkKey(type, oldId, other)];
  }
}

export function describeTypes(
  state: PortalState,
  from: ObjectType,
  to: ObjectType,
  typeIds: number[],
): { category: string; typeId: number; label: string | null }[] {
  return typeIds.map((typeId) => {
    const label = state.labels.find((one) => one.typeId === typeId)?.label;
    if (label !== undefined) return { category: 'USER_DEFINED', typeId, label };
    return { category: 'HUBSPOT_DEFINED', typeId, label: typeId === primaryTypeId(from, to) ? 'Primary' : null };
  });
}
