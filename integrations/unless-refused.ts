import { isAppError } from '../src/errors.ts';
import { isRefusal } from './write-batches.ts';

/** For what belongs to a record that is there by now. @returns why the CRM does not take it; null: it did */
export async function unlessRefused(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    if (!isAppError(error) || !isRefusal(error)) throw error;
    return error.message;
  }
}
