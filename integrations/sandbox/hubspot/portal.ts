/** One HubSpot account: its records and what happens to them. */
import { notFound, wrongValues, conflict, type WrongValue } from './answers.ts';
import type { Change, Source } from './changes.ts';
import { calculated, followStage } from './deal-stage.ts';
import { addLink, moveLinks } from './links.ts';
import { createdProperty, modifiedProperty, updatedByProperty } from './object-types.ts';
import { createPropertyLookup } from './property-lookup.ts';
import type { ObjectType, PortalState, StoredRecord } from './state.ts';
import { checkRequired, checkValues, stored } from './validate.ts';

export interface Portal {
  readonly state: PortalState;
  /** the record, or the one it was merged into; undefined when there is none or it was deleted */
  find(type: ObjectType, id: string): StoredRecord | undefined;
  findByProperty(type: ObjectType, name: string, value: string): StoredRecord | undefined;
  /** throws what HubSpot would answer to wrong values */
  check(type: ObjectType, values: Record<string, string>, held: StoredRecord | null): void;
  create(type: ObjectType, values: Record<string, string>, source: Source): StoredRecord;
  update(type: ObjectType, id: string, values: Record<string, string>, source: Source): StoredRecord;
  archive(type: ObjectType, id: string, source: Source): void;
  restore(type: ObjectType, id: string, source: Source): void;
  /** HubSpot makes a new record out of two; `keepsPrimaryId` is how it does with some types */
  merge(type: ObjectType, primaryId: string, mergedId: string, keepsPrimaryId: boolean, source: Source): StoredRecord;
  associate(
    from: ObjectType,
    fromId: string,
    to: ObjectType,
    toId: string,
    labelTypeIds: number[],
    source: Source,
  ): void;
}

export interface PortalOptions {
  state: PortalState;
  changed(change: Change): void;
  touched(type: ObjectType, record: StoredRecord): void;
  /** what HubSpot takes for today, for the closing date it sets by itself */
  today(): Date;
}

export function createPortal({ state, changed, touched, today }: PortalOptions): Portal {
  const nextId = (): string => String(state.nextId++);
  const find = (type: ObjectType, id: string): StoredRecord | undefined => {
    const record = state.records[type][id];
    if (record?.mergedInto) return find(type, record.mergedInto);
    return record && !record.archived ? record : undefined;
  };
  const mustFind = (type: ObjectType, id: string): StoredRecord => {
    const record = find(type, id);
    if (!record) throw notFound();
    return record;
  };
  const lookup = createPropertyLookup(state);
  const findByProperty = (type: ObjectType, name: string, value: string): StoredRecord | undefined =>
    lookup.find(type, name, value);
  const definitionOf = (type: ObjectType, name: string) =>
    state.properties[type].find((definition) => definition.name === name);

  const put = (type: ObjectType, record: StoredRecord, values: Record<string, string>, source: Source): void => {
    const at = Date.now();
    const given = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, stored(definitionOf(type, name), value)]),
    );
    const [, userId] = /^userId:(\d+)$/.exec(source.sourceId) ?? [];
    const all = type === 'deals' ? { ...given, ...followStage(state, record.properties, given, today()) } : given;
    for (const [name, value] of Object.entries(all)) {
      const held = record.properties[name] ?? '';
      if (held === value) continue;
      const last = record.setBy?.[name];
      const before = last && { before: { value: held, userId: last.userId, at: last.at } };
      record.properties[name] = value;
      record.setBy = { ...record.setBy, [name]: { userId: userId ? Number(userId) : null, at, ...before } };
      changed({ kind: 'propertyChange', type, id: record.id, name, value, source, at });
    }
    record.updatedAt = at;
    record.properties[modifiedProperty(type)] = new Date(at).toISOString();
    if (userId && definitionOf(type, updatedByProperty)) record.properties[updatedByProperty] = userId;
    if (type === 'deals') Object.assign(record.properties, calculated(state, record.properties, today()));
    lookup.note(type, record);
    touched(type, record);
  };

  return {
    state,
    find,
    findByProperty,
    check(type, values, held) {
      const wrong = [
        ...checkValues(state, type, values, held?.properties ?? {}),
        ...(held ? [] : checkRequired(type, values)),
        ...taken(type, values, held),
      ];
      if (wrong.length > 0) throw wrongValues(wrong, state.portalId);
    },
    create(type, values, source) {
      const id = nextId();
      const at = Date.now();
      const record: StoredRecord = {
        id,
        properties: { hs_object_id: id, [createdProperty(type)]: new Date(at).toISOString() },
        createdAt: at,
        updatedAt: at,
        archived: false,
        mergedInto: null,
      };
      state.records[type][id] = record;
      changed({ kind: 'creation', type, id, source, at });
      put(type, record, values, source);
      return record;
    },
    update(type, id, values, source) {
      const record = mustFind(type, id);
      put(type, record, values, source);
      return record;
    },
    archive(type, id, source) {
      const record = find(type, id);
      if (!record) return;
      record.archived = true;
      record.updatedAt = Date.now();
      touched(type, record);
      changed({ kind: 'deletion', type, id: record.id, source, at: record.updatedAt });
    },
    restore(type, id, source) {
      const record = state.records[type][id];
      if (!record?.archived || record.mergedInto) throw notFound();
      record.archived = false;
      record.updatedAt = Date.now();
      touched(type, record);
      changed({ kind: 'restore', type, id, source, at: record.updatedAt });
    },
    merge(type, primaryId, mergedId, keepsPrimaryId, source) {
      const primary = mustFind(type, primaryId);
      const other = mustFind(type, mergedId);
      if (primary === other) throw conflict('A record cannot be merged with itself');
      const id = keepsPrimaryId ? primary.id : nextId();
      const at = Date.now();
      const gone = keepsPrimaryId ? [other] : [primary, other];
      const mergedIds = [...idsMergedInto(primary), ...idsMergedInto(other), ...gone.map((record) => record.id)];
      const survivor: StoredRecord = keepsPrimaryId ? primary : { ...primary, id, createdAt: at };
      survivor.properties = {
        ...primary.properties,
        ...other.properties,
        ...withoutEmpty(primary.properties),
        hs_object_id: id,
        hs_merged_object_ids: [...new Set(mergedIds)].join(';'),
        [modifiedProperty(type)]: new Date(at).toISOString(),
      };
      survivor.updatedAt = at;
      state.records[type][id] = survivor;
      for (const record of gone) {
        Object.assign(record, { archived: true, mergedInto: id });
        touched(type, record);
        moveLinks(state, type, record.id, id);
      }
      touched(type, survivor);
      changed({
        kind: 'merge',
        type,
        primaryId: primary.id,
        mergedIds: gone.map((record) => record.id).filter((gone) => gone !== primary.id),
        newId: id,
        moved: Object.keys(other.properties).length,
        source,
        at,
      });
      return survivor;
    },
    associate(from, fromId, to, toId, labelTypeIds, source) {
      addLink(state, from, mustFind(from, fromId).id, to, mustFind(to, toId).id, labelTypeIds, source, changed);
    },
  };

  /** Values of unique properties that another record has. */
  function taken(type: ObjectType, values: Record<string, string>, held: StoredRecord | null): WrongValue[] {
    return state.properties[type].flatMap(({ name, hasUniqueValue }) => {
      const value = values[name];
      const other = hasUniqueValue && value ? findByProperty(type, name, value) : undefined;
      return other && other.id !== held?.id
        ? [
            {
              name,
              error: 'DUPLICATE_VALUE',
              message: `Cannot set ${name} to ${value}. ${other.id} already has that value.`,
            },
          ]
        : [];
    });
  }
}

const idsMergedInto = (record: StoredRecord): string[] =>
  record.properties['hs_merged_object_ids']?.split(';').filter((id) => id !== '') ?? [];

/** In a merge the other record fills what is empty in the primary one. */
const withoutEmpty = (properties: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
