/** composite/sobjects: up to 200 records in one call, each with a result of its own. */
import { z } from 'zod';
import {
  type Answer,
  ApiFailure,
  invalidField,
  invalidType,
  jsonError,
  malformedId,
  notFound,
  tooManyChunks,
  tooManyRecords,
} from './answers.ts';
import type { Org } from './org.ts';
import { readId } from './record-id.ts';
import type { ApiCall, Route } from './routes.ts';
import { rendered } from './soql/render.ts';
import type { ObjectDefinition } from './state.ts';
import type { Write, Writer, Written } from './writes.ts';

const mostRecords = 200;
const mostChunks = 10;

const recordSchema = z.looseObject({ attributes: z.looseObject({ type: z.string() }).optional() });
const bodySchema = z.object({ allOrNone: z.boolean().default(false), records: z.array(recordSchema) });
type Given = z.infer<typeof recordSchema>;

export function collectionRoutes(org: Org, writer: Writer): Route[] {
  const perform = async (call: ApiCall, writes: Write[], allOrNone: boolean, isUpsert = false): Promise<Answer> => {
    const results = await writer.write(writes, call.session.userId, allOrNone);
    return {
      status: 200,
      body: results.map((result) => shown(result, isUpsert)),
      written: results.flatMap(({ id, failure }) => (failure || id === null ? [] : [id])),
    };
  };
  const objectNamed = (name: string): ObjectDefinition => {
    const found = org.object(name);
    if (!found) throw invalidType(`sObject type '${name}' is not supported.`);
    return found;
  };
  const toUpdate = (given: Given): Write => {
    const { attributes: _attributes, Id: upper, id: lower = upper, ...fields } = given;
    const { name, keyPrefix } = objectNamed(typeOf(given));
    if (typeof lower !== 'string') return refused('MISSING_ARGUMENT', 'Id not specified in an update call');
    const id = readId(lower);
    if (id === null || !id.startsWith(keyPrefix)) return { kind: 'refused', failure: malformedId(`${name} ID`, lower) };
    return { kind: 'update', object: name, id, given: fields };
  };
  const toUpsert = (given: Given, object: ObjectDefinition, field: string): Write => {
    const { attributes: _attributes, [field]: value, ...fields } = given;
    if (typeof value !== 'string' || value === '') return refused('MISSING_ARGUMENT', `${field} not specified`);
    return { kind: 'upsert', object: object.name, field, value, given: fields };
  };
  return [
    {
      method: 'POST',
      path: 'composite/sobjects',
      handle(call) {
        const { records, allOrNone } = readBody(call.body);
        const writes = records.map(({ attributes, ...given }): Write => {
          const { name } = objectNamed(typeOf({ attributes }));
          return 'Id' in given || 'id' in given
            ? refused('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id'])
            : { kind: 'create', object: name, given };
        });
        return perform(call, writes, allOrNone);
      },
    },
    {
      method: 'PATCH',
      path: 'composite/sobjects',
      handle(call) {
        const { records, allOrNone } = readBody(call.body);
        return perform(call, records.map(toUpdate), allOrNone);
      },
    },
    {
      method: 'DELETE',
      path: 'composite/sobjects',
      handle(call) {
        const ids = (call.query.get('ids') ?? '').split(',');
        if (ids.length > mostRecords) throw tooManyRecords();
        const writes = ids.map((text): Write => {
          const id = readId(text.trim());
          const object = id === null ? undefined : org.objectOfId(id);
          if (id === null || !object) return { kind: 'refused', failure: malformedId('Id', text) };
          return { kind: 'delete', object: object.name, id };
        });
        return perform(call, writes, call.query.get('allOrNone') === 'true');
      },
    },
    {
      method: 'PATCH',
      path: 'composite/sobjects/:type/:field',
      handle(call) {
        const object = objectNamed(call.params['type'] ?? '');
        const field = object.fields.find(({ name }) => name.toLowerCase() === call.params['field']?.toLowerCase());
        if (!field?.isExternalId)
          throw notFound(`Provided external ID field does not exist or is not accessible: ${call.params['field']}`);
        const { records, allOrNone } = readBody(call.body);
        const other = records.find((record) => typeOf(record).toLowerCase() !== object.name.toLowerCase());
        if (other) throw invalidType(`The records have to be of the type in the address: ${typeOf(other)}`);
        const seen = new Map<string, number>();
        const writes = records.map((given) =>
          'Id' in given || 'id' in given
            ? refused('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id'])
            : toUpsert(given, object, field.name),
        );
        for (const write of writes)
          if (write.kind === 'upsert') seen.set(write.value, (seen.get(write.value) ?? 0) + 1);
        // Salesforce refuses every one of those that name the same record
        const single = writes.map((write) =>
          write.kind === 'upsert' && (seen.get(write.value) ?? 0) > 1
            ? refused('DUPLICATE_VALUE', `Duplicate external id specified: ${write.value}`, [field.name])
            : write,
        );
        return perform(call, single, allOrNone, true);
      },
    },
    {
      method: 'POST',
      path: 'composite/sobjects/:type',
      handle(call) {
        const asked = z.object({ ids: z.array(z.string()), fields: z.array(z.string()) }).safeParse(call.body);
        if (!asked.success) throw jsonError('ids and fields are expected');
        return retrieve(call, asked.data.ids, asked.data.fields);
      },
    },
    {
      method: 'GET',
      path: 'composite/sobjects/:type',
      handle: (call) =>
        retrieve(call, (call.query.get('ids') ?? '').split(','), (call.query.get('fields') ?? '').split(',')),
    },
  ];

  function retrieve(call: ApiCall, ids: string[], names: string[]): Answer {
    const object = objectNamed(call.params['type'] ?? '');
    if (ids.length > 2_000) throw tooManyRecords();
    const paths = names.map((name) => {
      const field = object.fields.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
      if (!field) throw invalidField(`No such column '${name.trim()}' on sobject of type ${object.name}`);
      return { parents: [], field };
    });
    const records = ids.map((text) => {
      const row = org.find(object.name, readId(text.trim()));
      return row ? rendered(org, call.version, object.name, row, paths) : null;
    });
    return { status: 200, body: records };
  }
}

function readBody(body: unknown): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw jsonError('records and their attributes are expected');
  const { records } = parsed.data;
  if (records.length > mostRecords) throw tooManyRecords();
  const chunks = records.filter(
    (one, index) => index === 0 || records[index - 1]?.attributes?.type !== one.attributes?.type,
  );
  if (chunks.length > mostChunks) throw tooManyChunks();
  return parsed.data;
}

function typeOf({ attributes }: Pick<Given, 'attributes'>): string {
  if (!attributes) throw invalidField('Include the attributes of each record with its type');
  return attributes.type;
}

const refused = (errorCode: string, message: string, fields: string[] = []): Write => ({
  kind: 'refused',
  failure: new ApiFailure(400, [{ errorCode, message, fields }]),
});

const shown = ({ id, isCreated, failure }: Written, isUpsert: boolean): Record<string, unknown> =>
  failure
    ? {
        ...(id !== null && { id }),
        success: false,
        errors: failure.errors.map(({ errorCode, message, fields }) => ({
          statusCode: errorCode,
          message,
          fields: fields ?? [],
        })),
      }
    : { id, success: true, errors: [], ...(isUpsert && { created: isCreated }) };
