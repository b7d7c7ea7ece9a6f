/** Up to 200 records in one call, each with a result of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../../src/errors.ts';
import type { BeforeCreate } from '../ports.ts';
import { type Problem, type SaveResult, saveResultsSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export const mostRecords = 200;

export interface Save {
  doing: string;
  sObject: string;
  /** create, change by `id`, or create or change by this external id: it stands in the body, never in the address */
  by: 'create' | 'id' | { externalId: string };
  /** in the order in which their parents are locked */
  records: Record<string, unknown>[];
  beforeSend?: BeforeCreate | undefined;
}
export type Saved = { ok: true; id: string; created: boolean } | { ok: false; problem: Problem };

/** Others hold a lock for as long as their own save takes. */
const lockPausesMs = [300, 1_000, 3_000];

/** A result for each record, in their order. Those that found a lock are sent again by themselves. */
export async function saveAll(transport: Transport, save: Save): Promise<Saved[]> {
  let results = await send(transport, save);
  for (const pauseMs of lockPausesMs) {
    const locked = results.flatMap((result, index) => (!result.ok && isLock(result.problem) ? [index] : []));
    if (locked.length === 0) break;
    // a little by chance: whoever met at this lock would else meet there again
    await sleep(pauseMs * (0.5 + Math.random()));
    const again = await sendRest(transport, {
      ...save,
      records: save.records.filter((_, index) => locked.includes(index)),
    });
    results = results.map((result, index) => again[locked.indexOf(index)] ?? result);
  }
  return results;
}

export const isLock = ({ errorCode, message }: Problem): boolean =>
  errorCode === 'UNABLE_TO_LOCK_ROW' || message.includes('UNABLE_TO_LOCK_ROW');

/** Some of the collection is settled already: a failure of the rest must not take that back. */
async function sendRest(transport: Transport, save: Save): Promise<Saved[]> {
  try {
    return await send(transport, save);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return save.records.map(() => refused('UNABLE_TO_LOCK_ROW', error.message));
  }
}

async function send(transport: Transport, { doing, sObject, by, records, beforeSend }: Save): Promise<Saved[]> {
  if (records.length === 0) return [];
  const results = await transport.call({
    doing,
    answer: saveResultsSchema,
    method: by === 'create' ? 'POST' : 'PATCH',
    path: typeof by === 'string' ? '/composite/sobjects' : `/composite/sobjects/${sObject}/${by.externalId}`,
    body: { allOrNone: false, records: records.map((record) => ({ attributes: { type: sObject }, ...record })) },
    beforeSend,
  });
  return records.map((_, index) => toSaved(results[index]));
}

function toSaved(result: SaveResult | undefined): Saved {
  if (result?.success && result.id) return { ok: true, id: result.id, created: result.created ?? false };
  const [problem] = result?.errors ?? [];
  return problem ? { ok: false, problem } : refused('', 'Salesforce said nothing about this record');
}

const refused = (errorCode: string, message: string): Saved => ({
  ok: false,
  problem: { errorCode, message, fields: [] },
});
