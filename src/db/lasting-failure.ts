import { isAppError } from '../errors.ts';

/** Data or statements that PostgreSQL refuses; a value that is there twice may be gone when one looks again. */
const refused = /^(22|42|23(?!505))/;
const ofOurs = [TypeError, RangeError, ReferenceError];

/** Whether repeating the same would end the same. What nobody knows is taken for passing: that loses nothing. */
export function isLasting(error: unknown): boolean {
  if (isAppError(error)) return !error.rule.retryable;
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return refused.test(error.code) && error.code.length === 5;
  return ofOurs.some((kind) => error instanceof kind);
}
