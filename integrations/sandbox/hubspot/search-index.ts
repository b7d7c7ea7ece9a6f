/** What searches see: every record as it was a while ago. */
import type { ObjectType, PortalState, StoredRecord } from './state.ts';

export interface IndexedRecord {
  id: string;
  properties: Record<string, string>;
}

export interface SearchIndex {
  /** a record as it is now; searches see it `lagMs` later */
  note(type: ObjectType, record: StoredRecord): void;
  read(type: ObjectType, lagMs: number): IndexedRecord[];
}

interface Version {
  at: number;
  type: ObjectType;
  id: string;
  properties: Record<string, string> | null;
}

export function createSearchIndex(state: PortalState): SearchIndex {
  const visible = new Map<string, Map<string, IndexedRecord>>();
  let waiting: Version[] = [];
  const show = ({ type, id, properties }: Version): void => {
    const records = visible.get(type) ?? new Map<string, IndexedRecord>();
    visible.set(type, records);
    if (properties) records.set(id, { id, properties });
    else records.delete(id);
  };
  const versionOf = (type: ObjectType, record: StoredRecord): Version => ({
    at: Date.now(),
    type,
    id: record.id,
    properties: record.archived ? null : { ...record.properties },
  });
  for (const type of ['deals', 'companies', 'contacts', 'line_items', 'notes', 'tasks'] as const) {
    for (const record of Object.values(state.records[type])) show(versionOf(type, record));
  }
  return {
    note(type, record) {
      waiting.push(versionOf(type, record));
    },
    read(type, lagMs) {
      const until = Date.now() - lagMs;
      for (const version of waiting) if (version.at <= until) show(version);
      waiting = waiting.filter((version) => version.at > until);
      return [...(visible.get(type)?.values() ?? [])];
    },
  };
}
