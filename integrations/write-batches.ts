/** Values into many records of a CRM, batch by batch. */
import { type AppError, type ErrorCode, isAppError } from '../src/errors.ts';
import type { FieldWrite, FieldWriteResult } from './ports.ts';

type Failed = Extract<FieldWriteResult, { result: 'failed' }>;

/** until somebody mends it in the CRM; anything else may pass, also by connecting anew */
const lasting: readonly ErrorCode[] = ['crm_forbidden', 'crm_rejected', 'crm_not_found'];
export const isRefusal = ({ code }: AppError): boolean => lasting.includes(code);

/**
 * Every record gets a result; only when the very first thing fails, and nothing was settled, it is thrown. What a CRM
 * refuses for one kind of record as a whole is a result of those records, and the other kind goes on.
 */
export async function writeInBatches(
  writes: FieldWrite[],
  size: number,
  writeBatch: (batch: FieldWrite[]) => Promise<FieldWriteResult[]>,
): Promise<FieldWriteResult[]> {
  const results: FieldWriteResult[] = [];
  let away: AppError | null = null;
  for (const objectType of ['deal', 'company'] as const) {
    const ofType = writes.filter((write) => write.objectType === objectType);
    let refusal: AppError | null = null;
    for (let start = 0; start < ofType.length; start += size) {
      const batch = ofType.slice(start, start + size);
      // one record after another batch: side by side they would only meet the same wall twice
      if (!away && !refusal) {
        try {
          results.push(...(await writeBatch(batch)));
          continue;
        } catch (error) {
          if (!isAppError(error)) throw error;
          if (isRefusal(error)) refusal = error;
          else if (results.length === 0) throw error;
          else away = error;
        }
      }
      const code = refusal ? ('forbidden' as const) : ('retry' as const);
      const { message } = refusal ?? away ?? { message: 'Not tried' };
      results.push(...batch.map((write) => failed(write, code, message)));
    }
  }
  return results;
}

export const failed = (
  { objectType, recordId }: FieldWrite,
  code: Failed['code'],
  message: string,
  field: string | null = null,
): Failed => ({ objectType, recordId, result: 'failed', code, message, field });
