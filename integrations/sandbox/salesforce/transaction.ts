/** All or nothing: what was stored is taken back when the work fails, and told once it is done. */
import type { Row } from './state.ts';

export interface Change {
  kind: 'created' | 'updated' | 'deleted' | 'restored';
  object: string;
  before: Row | null;
  row: Row;
}

export interface Transaction {
  /** how to take back what was just stored */
  undoBy(undo: () => void): void;
  announce(change: Change): void;
  /** one inside another belongs to it */
  together<T>(work: () => T): T;
}

export function createTransaction(changed: (change: Change) => void): Transaction {
  let open: { undo: (() => void)[]; changes: Change[] } | null = null;
  return {
    undoBy(undo) {
      open?.undo.push(undo);
    },
    announce(change) {
      if (open) open.changes.push(change);
      else changed(change);
    },
    together(work) {
      if (open) return work();
      const undo: (() => void)[] = [];
      const changes: Change[] = [];
      open = { undo, changes };
      try {
        const result = work();
        open = null;
        for (const change of coalesced(changes)) changed(change);
        return result;
      } catch (error) {
        open = null;
        for (const one of undo.toReversed()) one();
        throw error;
      }
    },
  };
}

/** What happened to a record in one transaction is one change. */
function coalesced(changes: Change[]): Change[] {
  const byRecord = new Map<string, Change>();
  for (const change of changes) {
    const id = String(change.row['Id']);
    const earlier = byRecord.get(id);
    const kind = earlier?.kind === 'created' && change.kind === 'updated' ? 'created' : change.kind;
    byRecord.set(id, earlier ? { ...change, kind, before: earlier.before } : change);
  }
  return [...byRecord.values()];
}
