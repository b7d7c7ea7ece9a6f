/** One organisation: its records and what happens to them. Refusals are thrown in Salesforce's words. */
import { ApiFailure, entityIsDeleted, noSuchId } from './answers.ts';
import { derived, type Others } from './derived.ts';
import { recordId } from './record-id.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition, OrgState, Row } from './state.ts';
import { type Change, createTransaction } from './transaction.ts';
import { createValueIndex } from './value-index.ts';
import { afterRestore, beforeDelete } from './flow.ts';
import { checkRow } from './check-row.ts';

export interface Org extends Others {
  readonly state: OrgState;
  /** names are taken in any case */
  object(name: string): ObjectDefinition | undefined;
  objectOfId(id: string): ObjectDefinition | undefined;
  /** the record, also when it is in the recycle bin */
  any(object: string, id: string): Row | undefined;
  /** every record of an object, those in the recycle bin too */
  rows(object: string): Row[];
  /** the live record that has the value in a unique field */
  findByValue(object: string, field: string, value: string): Row | undefined;
  create(object: string, given: Record<string, unknown>, userId: string): Row;
  update(object: string, id: string, given: Record<string, unknown>, userId: string): Row;
  /** into the recycle bin, with what hangs on it */
  remove(object: string, id: string, userId: string): void;
  restore(object: string, id: string, userId: string): void;
  /** sets fields that no caller may set */
  put(object: string, row: Row, userId: string): Row;
  /** undoes all of the work if it throws; changes are announced once it is done */
  together<T>(work: () => T): T;
}

export interface OrgOptions {
  state: OrgState;
  changed(change: Change): void;
  touched(): void;
}

/** Salesforce's own instants have no part of a second. */
const wholeSecond = (at: number): string => new Date(Math.floor(at / 1_000) * 1_000).toISOString();

export function createOrg({ state, changed, touched }: OrgOptions): Org {
  const index = createValueIndex(state);
  const { undoBy, announce, together } = createTransaction(changed);
  const definitionOf = (name: string): ObjectDefinition => {
    const found = state.objects.find((one) => one.name === name);
    if (!found) throw new Error(`The sandbox Salesforce has no ${name}`);
    return found;
  };
  const rowsOf = (object: string): Record<string, Row> => (state.records[object] ??= {});
  const any = (object: string, id: string): Row | undefined => state.records[object]?.[id];
  const find = (object: string, id: FieldValue | undefined): Row | undefined => {
    const row = typeof id === 'string' ? any(object, id) : undefined;
    return row?.['IsDeleted'] === true ? undefined : row;
  };
  const children = (object: string, field: string, id: string): Row[] =>
    index.ids(object, field, id).flatMap((one) => listed(find(object, one)));
  const others: Others = { find, children };

  const store = (object: string, row: Row): void => {
    const definition = definitionOf(object);
    const id = String(row['Id']);
    const before = rowsOf(object)[id] ?? null;
    const set = (from: Row | null, to: Row | null): void => {
      if (to) rowsOf(object)[id] = to;
      else delete rowsOf(object)[id];
      index.note(definition, from, to);
    };
    set(before, row);
    undoBy(() => set(row, before));
    touched();
  };
  const stamp = (userId: string): Row => {
    const now = wholeSecond(Date.now());
    return { LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now };
  };
  const live = (object: string, id: string): Row => {
    const row = any(object, id);
    if (!row) throw noSuchId();
    if (row['IsDeleted'] === true) throw entityIsDeleted();
    return row;
  };
  const write = (object: string, before: Row | null, base: Row, given: Row, userId: string): Row => {
    const row: Row = { ...base, ...given, ...stamp(userId) };
    Object.assign(row, derived(object, row, before, others, given));
    store(object, row);
    announce({ kind: before ? 'updated' : 'created', object, before, row });
    if (object === 'OpportunityLineItem') workOutOpportunity(row, userId);
    if (object === 'Opportunity' && before?.['StageName'] !== row['StageName']) noteStage(row, userId);
    return row;
  };
  const noteStage = ({ Id, StageName }: Row, userId: string): void => {
    const history = org.object('OpportunityHistory');
    // an organisation that was saved before there was one
    if (!history) return;
    const { SystemModstamp } = stamp(userId);
    store(history.name, {
      Id: recordId(history.keyPrefix, state.nextNumber++),
      IsDeleted: false,
      CreatedDate: SystemModstamp ?? null,
      CreatedById: userId,
      ...stamp(userId),
      OpportunityId: Id ?? null,
      StageName: StageName ?? null,
    });
  };
  /** the amount follows the products */
  const workOutOpportunity = (item: Row, userId: string): void => {
    const opportunity = find('Opportunity', item['OpportunityId']);
    if (opportunity) write('Opportunity', opportunity, opportunity, {}, userId);
  };
  const checked = (object: string, given: Record<string, unknown>, held: Row | null): Row => {
    const { values, errors } = checkRow(definitionOf(object), given, held, {
      find,
      holder: (field, value) => index.ids(object, field, value).find((id) => find(object, id) !== undefined),
      objectOfId: (id) => state.objects.find(({ keyPrefix }) => id.startsWith(keyPrefix))?.name,
    });
    if (errors.length > 0) throw new ApiFailure(400, errors);
    return values;
  };
  const dependants = (object: string, id: string): [object: string, row: Row][] =>
    state.objects.flatMap(({ name, fields }) =>
      fields
        .filter((field: FieldDefinition) => field.isCascading && field.referenceTo.includes(object))
        .flatMap((field) => index.ids(name, field.name, id))
        .flatMap((one) => listed(any(name, one)))
        .map((row): [string, Row] => [name, row]),
    );
  const org: Org = {
    state,
    find,
    children,
    any,
    object: (name) => state.objects.find((one) => one.name.toLowerCase() === name.toLowerCase()),
    objectOfId: (id) => state.objects.find(({ keyPrefix }) => id.startsWith(keyPrefix)),
    rows: (object) => Object.values(state.records[object] ?? {}),
    findByValue: (object, field, value) => children(object, field, value).at(0),
    create(object, given, userId) {
      const definition = definitionOf(object);
      const values = checked(object, given, null);
      const initial = Object.fromEntries(
        definition.fields.flatMap(({ name, initially }) => (initially === null ? [] : [[name, initially]])),
      );
      const now = wholeSecond(Date.now());
      const base: Row = {
        ...initial,
        Id: recordId(definition.keyPrefix, state.nextNumber++),
        IsDeleted: false,
        CreatedDate: now,
        CreatedById: userId,
        ...(definition.fields.some(({ name }) => name === 'OwnerId') && { OwnerId: userId }),
      };
      return write(object, null, base, values, userId);
    },
    update(object, id, given, userId) {
      const before = live(object, id);
      return write(object, before, before, checked(object, given, before), userId);
    },
    put(object, row, userId) {
      const before = any(object, String(row['Id'])) ?? null;
      return write(object, before, before ?? {}, row, userId);
    },
    remove(object, id, userId) {
      live(object, id);
      beforeDelete(org, object, id, userId);
      const row = live(object, id);
      const gone: Row = { ...row, ...stamp(userId), IsDeleted: true };
      for (const [name, child] of dependants(object, id))
        if (child['IsDeleted'] !== true) org.remove(name, String(child['Id']), userId);
      store(object, gone);
      if (object === 'OpportunityLineItem') workOutOpportunity(gone, userId);
      announce({ kind: 'deleted', object, before: row, row: gone });
    },
    restore(object, id, userId) {
      const row = any(object, id);
      if (row?.['IsDeleted'] !== true || typeof row['MasterRecordId'] === 'string') throw noSuchId();
      const back: Row = { ...row, ...stamp(userId), IsDeleted: false };
      store(object, back);
      // what went at the same time with it comes back with it
      for (const [name, child] of dependants(object, id))
        if (child['IsDeleted'] === true && child['SystemModstamp'] === row['SystemModstamp'])
          org.restore(name, String(child['Id']), userId);
      afterRestore(org, object, id, userId);
      announce({ kind: 'restored', object, before: row, row: back });
    },
    together,
  };
  return org;
}

const listed = (row: Row | undefined): Row[] => (row ? [row] : []);
