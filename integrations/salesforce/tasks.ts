/**
 * Notes and tasks, both as tasks: the package gives them a unique key, so looking for it is exact and a create that
 * meets another is refused as a duplicate. Salesforce's notes are two records and can carry no key.
 */
import { AppError } from '../../src/errors.ts';
import type { BeforeCreate, CrmPort } from '../ports.ts';
import { saveAll } from './collections.ts';
import { createCached } from '../cached.ts';
import type { Describe } from './describe.ts';
import { oneLine } from './errors.ts';
import { quoted, readAll } from './soql.ts';
import type { Transport } from './transport.ts';
import { idAt, textAt } from './values.ts';

export const taskKey = 'Gangway_Key__c';

export interface Ensured {
  id: string;
  created: boolean;
}

export interface Tasks {
  ensureNote(input: Parameters<CrmPort['ensureNote']>[0], beforeCreate?: BeforeCreate): Promise<Ensured>;
  ensureTask(input: Parameters<CrmPort['ensureTask']>[0], beforeCreate?: BeforeCreate): Promise<Ensured>;
}

const longestSubject = 255;
const longestDescription = 32_000;
/** the status tells that it is done; organisations may call it otherwise */
const usualClosedStatus = 'Completed';

export function createTasks(transport: Transport, describe: Describe): Tasks {
  const closedStatus = createCached({ load: () => readClosedStatus(transport, describe), ttlMs: 60 * 60_000 });
  return {
    ensureNote: async ({ key, dealId, body, at, on }, beforeCreate) =>
      ensureByKey(
        transport,
        { sObject: 'Task', key, doing: 'writing a note' },
        async () => ({
          Subject: subjectOf(body),
          Description: body.slice(0, longestDescription),
          ActivityDate: on ?? at.slice(0, 10),
          Status: await closedStatus.get(),
          WhatId: dealId,
        }),
        beforeCreate,
      ),
    ensureTask: ({ key, dealId, subject, body, dueAt, dueOn, ownerId }, beforeCreate) =>
      ensureByKey(
        transport,
        { sObject: 'Task', key, doing: 'writing a task' },
        () =>
          Promise.resolve({
            Subject: subject.slice(0, longestSubject),
            Description: body.slice(0, longestDescription),
            ActivityDate: dueOn ?? dueAt.slice(0, 10),
            WhatId: dealId,
            ...(ownerId !== null && { OwnerId: ownerId }),
          }),
        beforeCreate,
      ),
  };
}

/**
 * Looked for first, also among deleted and archived ones: an upsert of what is there would take back what people did
 * with it since. The upsert that follows is by the key, so two attempts at the same moment make one record.
 */
export async function ensureByKey(
  transport: Transport,
  { sObject, key, doing }: { sObject: 'Task' | 'Opportunity'; key: string; doing: string },
  fields: () => Promise<Record<string, unknown>>,
  beforeCreate: BeforeCreate | undefined,
): Promise<Ensured> {
  const [known] = await readAll(
    transport,
    `looking for what ${doing} made`,
    `SELECT Id FROM ${sObject} WHERE ${taskKey} = ${quoted(key)} LIMIT 1`,
    true,
  );
  if (known) return { id: idAt(known), created: false };
  const [saved] = await saveAll(transport, {
    doing,
    sObject,
    by: { externalId: taskKey },
    records: [{ [taskKey]: key, ...(await fields()) }],
    beforeSend: beforeCreate,
  });
  if (saved?.ok) return { id: saved.id, created: saved.created };
  throw refusalWhile(doing, saved?.problem);
}

export function refusalWhile(
  doing: string,
  problem: { errorCode: string; message: string; fields: string[] } | undefined,
): AppError {
  const message = `Salesforce refused ${doing}: ${problem ? `${problem.errorCode} ${oneLine(problem.message)}` : 'no reason given'}`;
  const isPassing = problem?.errorCode === 'UNABLE_TO_LOCK_ROW';
  return new AppError(isPassing ? 'crm_unavailable' : 'crm_rejected', {
    message,
    details: { problem },
    ...(isPassing && { retryAfterMs: 5_000 }),
  });
}

const subjectOf = (body: string): string => {
  const [line = ''] = body.trim().split('\n');
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1)}…` : line || 'Gangway';
};

async function readClosedStatus(transport: Transport, describe: Describe): Promise<string> {
  if ((await describe.object('TaskStatus')) === null) return usualClosedStatus;
  const rows = await readAll(
    transport,
    'reading the statuses of tasks',
    'SELECT ApiName FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder',
  );
  const names = rows.flatMap((row) => textAt(row, 'ApiName') ?? []);
  return names.includes(usualClosedStatus) ? usualClosedStatus : (names[0] ?? usualClosedStatus);
}
