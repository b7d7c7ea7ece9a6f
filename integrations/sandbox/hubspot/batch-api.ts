/** /crm/v3/objects/{type}/batch: at most 100 inputs; one wrong value refuses all of them, a missing record only itself. */
import { z } from 'zod';
import { batchAnswer, missingObjects, notSaved, repeatedIds } from './answers.ts';
import type { Faults } from './faults.ts';
import { objectTypeFacts } from './object-types.ts';
import { createSchema, createWithAssociations, describe, findBy, scopesFor, valuesSchema } from './objects-api.ts';
import type { Portal } from './portal.ts';
import { readBody, readType } from './read-body.ts';
import type { Route } from './routes.ts';
import type { ObjectType, StoredRecord } from './state.ts';

const batchLimit = 100;
const inputs = <T extends z.ZodType>(input: T) =>
  z.array(input).min(1, 'must not be empty').max(batchLimit, `the maximum is ${batchLimit} inputs`);
const batchLimitWithHistory = 50;
const readSchema = z
  .object({
    inputs: inputs(z.object({ id: z.string() })),
    properties: z.array(z.string()).default([]),
    propertiesWithHistory: z.array(z.string()).default([]),
    idProperty: z.string().optional(),
  })
  .refine((read) => read.propertiesWithHistory.length === 0 || read.inputs.length <= batchLimitWithHistory, {
    message: `the maximum is ${batchLimitWithHistory} inputs with history`,
    path: ['inputs'],
  });
const changeSchema = z.object({
  inputs: inputs(
    z.object({
      id: z.string(),
      idProperty: z.string().optional(),
      properties: valuesSchema,
      objectWriteTraceId: z.string().optional(),
    }),
  ),
});
const createManySchema = z.object({ inputs: inputs(createSchema) });
const archiveSchema = z.object({ inputs: inputs(z.object({ id: z.string() })) });

function readChanges(body: unknown): z.infer<typeof changeSchema> {
  const request = readBody(changeSchema, body);
  const ids = request.inputs.map(({ id }) => id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
  if (repeated.size > 0) throw repeatedIds([...repeated]);
  return request;
}

export function batchRoutes(portal: Portal, faults: Faults): Route[] {
  const find = (type: ObjectType, id: string, idProperty: string | undefined): StoredRecord | undefined =>
    findBy(portal, type, id, idProperty);
  const path = (verb: string): string => `/crm/v3/objects/:type/batch/${verb}`;
  return [
    {
      method: 'post',
      path: path('read'),
      scopes: scopesFor('read'),
      handle({ params, body }) {
        const startedAt = Date.now();
        const type = readType(params['type']);
        const request = readBody(readSchema, body);
        const found = request.inputs.map(({ id }) => ({ id, record: find(type, id, request.idProperty) }));
        const missing = found.filter(({ record }) => !record).map(({ id }) => id);
        const records = [...new Set(found.flatMap(({ record }) => record ?? []))];
        return batchAnswer(
          records.map((record) => ({
            ...describe(portal, type, record, request.properties, record),
            ...(request.propertiesWithHistory.length > 0 && {
              propertiesWithHistory: historyOf(record, request.propertiesWithHistory),
            }),
          })),
          missing.length > 0 ? [missingObjects(objectTypeFacts[type].singular, missing)] : [],
          startedAt,
        );
      },
    },
    {
      method: 'post',
      path: path('create'),
      scopes: scopesFor('write'),
      handle(call) {
        const startedAt = Date.now();
        const type = readType(call.params['type']);
        const request = readBody(createManySchema, call.body);
        for (const input of request.inputs) portal.check(type, input.properties, null);
        const created = request.inputs.map((input) =>
          describe(portal, type, createWithAssociations(portal, type, input, call), Object.keys(input.properties)),
        );
        return batchAnswer(created, [], startedAt, { status: 201, records: created.length });
      },
    },
    {
      method: 'post',
      path: path('update'),
      scopes: scopesFor('write'),
      handle({ params, body, source }) {
        const startedAt = Date.now();
        const type = readType(params['type']);
        const request = readChanges(body);
        const found = request.inputs.map((input) => {
          const record = find(type, input.id, input.idProperty);
          return { input, record, fault: record ? faults.refuse(type) : null };
        });
        for (const { input, record } of found) if (record) portal.check(type, input.properties, record);
        const updated = found.flatMap(({ input, record, fault }) =>
          record && !fault
            ? describe(
                portal,
                type,
                portal.update(type, record.id, input.properties, source),
                Object.keys(input.properties),
              )
            : [],
        );
        const errors = found
          .filter(({ record }) => !record)
          .map(({ input }) => {
            const error = missingObjects(objectTypeFacts[type].singular, [input.id]);
            return input.objectWriteTraceId
              ? { ...error, context: { ...error.context, objectWriteTraceId: [input.objectWriteTraceId] } }
              : error;
          });
        const refused = found.flatMap(({ input, fault }) =>
          fault?.category ? notSaved(fault.category, input.id) : [],
        );
        return batchAnswer(updated, [...errors, ...refused], startedAt, { records: updated.length });
      },
    },
    {
      method: 'post',
      path: path('upsert'),
      scopes: scopesFor('write'),
      handle({ params, body, source }) {
        const startedAt = Date.now();
        const type = readType(params['type']);
        const request = readChanges(body);
        const found = request.inputs.map((input) => ({
          input,
          record: find(type, input.id, input.idProperty),
          values: { ...input.properties, ...(input.idProperty && { [input.idProperty]: input.id }) },
        }));
        for (const { values, record } of found) portal.check(type, values, record ?? null);
        const results = found.map(({ record, values }) => {
          const written = record ? portal.update(type, record.id, values, source) : portal.create(type, values, source);
          return { ...describe(portal, type, written, Object.keys(values)), new: !record };
        });
        return batchAnswer(results, [], startedAt, { records: results.length });
      },
    },
    {
      method: 'post',
      path: path('archive'),
      scopes: scopesFor('write'),
      handle({ params, body, source }) {
        const type = readType(params['type']);
        const request = readBody(archiveSchema, body);
        for (const { id } of request.inputs) portal.archive(type, id, source);
        return { status: 204, body: null, records: request.inputs.length };
      },
    },
  ];
}

/** What holds now and what held before, of which HubSpot tells more. */
const historyOf = ({ properties, setBy = {} }: StoredRecord, names: string[]) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const set = setBy[name];
      if (!set) return [];
      const { before, ...last } = set;
      return [[name, [{ ...last, value: properties[name] ?? '' }, ...(before ? [before] : [])].map(versionOf)]];
    }),
  );

const versionOf = ({ value, userId, at }: { value: string; userId: number | null; at: number }) => ({
  value,
  timestamp: new Date(at).toISOString(),
  ...(userId === null
    ? { sourceType: 'INTEGRATION', sourceId: '' }
    : { sourceType: 'CRM_UI', sourceId: `userId:${userId}`, updatedByUserId: userId }),
});
