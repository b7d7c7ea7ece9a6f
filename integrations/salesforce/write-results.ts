/** What became of one record, in the words of the port. */
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { failed } from '../write-batches.ts';
import { isLock } from './collections.ts';
import { fieldOf, oneLine } from './errors.ts';
import { toApiName } from './field-names.ts';
import type { PlannedWrite } from './plan-writes.ts';
import type { Problem } from './schemas.ts';

export function written({ write, wanted, before, changedByOthers, left }: PlannedWrite): FieldWriteResult {
  const rounded = roundedOf(write, wanted);
  return {
    objectType: write.objectType,
    recordId: write.recordId,
    result: 'written',
    before,
    ...(changedByOthers.length > 0 && { changedByOthers }),
    ...(left.length > 0 && { left }),
    ...(Object.keys(rounded).length > 0 && { rounded }),
  };
}

const roundedOf = ({ values }: FieldWrite, wanted: PlannedWrite['wanted']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const sent = wanted[toApiName(name)];
      return typeof sent === 'number' && sent !== Number(value) ? [[name, sent]] : [];
    }),
  );

const passing = ['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'REQUEST_LIMIT_EXCEEDED', 'UNKNOWN_EXCEPTION', ''];

export function refusalOf({ write }: PlannedWrite, problem: Problem): FieldWriteResult {
  const { errorCode } = problem;
  const apiName = fieldOf(problem);
  // a validation rule may point at a field that is not among ours: then it is about the record
  const field = Object.keys(write.values).find((name) => toApiName(name) === apiName) ?? null;
  const message = `Salesforce refused ${field === null ? `the ${write.objectType}` : `“${field}”`}: ${errorCode} ${oneLine(problem.message)}`;
  if (errorCode === 'ENTITY_IS_DELETED' || (errorCode === 'INVALID_CROSS_REFERENCE_KEY' && apiName === null))
    return gone(write);
  if (passing.includes(errorCode) || isLock(problem)) return failed(write, 'retry', message);
  return failed(write, 'rejected', message, field);
}

export const gone = (write: FieldWrite): FieldWriteResult =>
  failed(write, 'missing', `Salesforce has no ${write.objectType} ${write.recordId} any more`);
