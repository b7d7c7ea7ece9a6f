/** What became of one record, in the words of the port. */
import type { FieldWrite, FieldWriteResult } from '../ports.ts';
import { failed } from '../write-batches.ts';
import { isLock } from './collections.ts';
import { fieldOf, oneLine } from './errors.ts';
import { toApiName } from './field-names.ts';
import type { PlannedWrite } from './plan-writes.ts';
import type { Problem } from './schemas.ts';

export function written({ write, wanted, before, changedByOthers, changedBy, left }: PlannedWrite): FieldWriteResult {
  const rounded = roundedOf(write, wanted);
  return {
    objectType: write.objectType,
    recordId: write.recordId,
    result: 'written',
    before,
    ...(changedByOthers.length > 0 && { changedByOthers }),
    ...(changedByOthers.length > 0 &&
      changedBy !== null && { changedBy: Object.fromEntries(changedByOthers.map((name) => [name, changedBy])) }),
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

/** Seen and not to be edited: somebody there shares it with our user, then it goes on by itself. */
const notShared = [
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
];

const passing = ['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'REQUEST_LIMIT_EXCEEDED', 'UNKNOWN_EXCEPTION', ''];

export function refusalOf({ write }: PlannedWrite, problem: Problem): FieldWriteResult {
  const { errorCode } = problem;
  const apiName = fieldOf(problem);
  // a validation rule may point at a field that is not among ours: then it is about the record
  const field = Object.keys(write.values).find((name) => toApiName(name) === apiName) ?? null;
  const message = `Salesforce refused ${field === null ? `the ${write.objectType}` : `“${field}”`}: ${errorCode} ${oneLine(problem.message)}`;
  if (errorCode === 'ENTITY_IS_DELETED' || (errorCode === 'INVALID_CROSS_REFERENCE_KEY' && apiName === null))
    return gone(write);
  // in the same words for all of them: administrators are told once
  if (notShared.includes(errorCode))
    return failed(
      write,
      'forbidden',
      `Salesforce lets our user see but not edit the ${write.objectType === 'deal' ? 'opportunity' : 'account'} (${errorCode}): share it with our user for editing, by a sharing rule or a role`,
    );
  if (passing.includes(errorCode) || isLock(problem)) return failed(write, 'retry', message);
  return failed(write, 'rejected', message, field);
}

export const gone = (write: FieldWrite): FieldWriteResult =>
  failed(write, 'missing', `Salesforce has no ${write.objectType} ${write.recordId} any more`);
