/** One way for every API to write: locks are taken, faults applied, each record is done or refused by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxSalesforceLimits } from '../../../src/contracts/sandbox/salesforce.ts';
import { type ApiError, ApiFailure, entityIsDeleted, noSuchId, rowLocked } from './answers.ts';
import type { Faults } from './faults.ts';
import { lockedBy } from './locked-by.ts';
import type { Org } from './org.ts';
import type { RowLocks } from './row-locks.ts';
import type { Row } from './state.ts';

export type Write =
  | { kind: 'create'; object: string; given: Record<string, unknown> }
  | { kind: 'update'; object: string; id: string; given: Record<string, unknown> }
  | { kind: 'upsert'; object: string; field: string; value: string; given: Record<string, unknown> }
  | { kind: 'delete'; object: string; id: string }
  /** what could not even be read */
  | { kind: 'refused'; failure: ApiFailure };

export interface Written {
  id: string | null;
  isCreated: boolean;
  failure: ApiFailure | null;
}

export interface Writer {
  write(writes: Write[], userId: string, allOrNone?: boolean): Promise<Written[]>;
}

export interface WriterOptions {
  org: Org;
  faults: Faults;
  locks: RowLocks;
  limits(): SandboxSalesforceLimits;
}

const methods = { create: 'POST', update: 'PATCH', upsert: 'PATCH', delete: 'DELETE' } as const;

const rolledBack: ApiError = {
  errorCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

export function createWriter({ org, faults, locks, limits }: WriterOptions): Writer {
  const existing = (write: Write): Row | undefined => {
    if (write.kind === 'update' || write.kind === 'delete') return org.any(write.object, write.id);
    return write.kind === 'upsert' ? org.findByValue(write.object, write.field, write.value) : undefined;
  };
  const perform = (write: Write, userId: string): Omit<Written, 'failure'> => {
    switch (write.kind) {
      case 'create':
        return { id: String(org.create(write.object, write.given, userId)['Id']), isCreated: true };
      case 'update':
        org.update(write.object, write.id, write.given, userId);
        return { id: write.id, isCreated: false };
      case 'upsert': {
        const found = existing(write);
        const row = found
          ? org.update(write.object, String(found['Id']), write.given, userId)
          : org.create(write.object, { ...write.given, [write.field]: write.value }, userId);
        return { id: String(row['Id']), isCreated: !found };
      }
      case 'delete': {
        const row = existing(write);
        if (!row) throw noSuchId();
        if (row['IsDeleted'] === true) throw entityIsDeleted();
        org.remove(write.object, write.id, userId);
        return { id: write.id, isCreated: false };
      }
      case 'refused':
        throw write.failure;
    }
  };
  const attempt = (write: Write, userId: string, isLocked: string[] | null): Written => {
    const id = write.kind === 'update' || write.kind === 'delete' ? write.id : null;
    try {
      if (isLocked) throw rowLocked(isLocked);
      const fault =
        write.kind === 'refused' ? null : faults.refuse(methods[write.kind], write.object, idText(existing(write)));
      if (fault) throw fault;
      return { ...org.together(() => perform(write, userId)), failure: null };
    } catch (error) {
      if (error instanceof ApiFailure) return { id, isCreated: false, failure: error };
      throw error;
    }
  };
  return {
    async write(writes, userId, allOrNone = false) {
      const { rowLockHoldMs, rowLockWaitMs } = limits();
      const mine = new Set<string>();
      const locked: (string[] | null)[] = [];
      for (const write of writes) {
        const keys = lockedBy(org, write, existing(write)).filter((key) => !mine.has(key));
        const isTaken = keys.length === 0 || (await locks.take(keys, rowLockWaitMs));
        if (isTaken) for (const key of keys) mine.add(key);
        locked.push(isTaken ? null : keys);
      }
      try {
        return all(() => writes.map((write, index) => attempt(write, userId, locked[index] ?? null)), allOrNone);
      } finally {
        if (rowLockHoldMs > 0 && mine.size > 0) await sleep(rowLockHoldMs);
        locks.release([...mine]);
      }
    },
  };

  function all(work: () => Written[], allOrNone: boolean): Written[] {
    if (!allOrNone) return work();
    let results: Written[] = [];
    try {
      org.together(() => {
        results = work();
        if (results.some(({ failure }) => failure)) throw new RolledBack();
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      return results.map((one) =>
        one.failure ? one : { id: null, isCreated: false, failure: new ApiFailure(400, [rolledBack]) },
      );
    }
    return results;
  }
}

class RolledBack extends Error {}

const idText = (row: Row | undefined): string | null => (typeof row?.['Id'] === 'string' ? row['Id'] : null);
