/** Single records: create, read, update, upsert by external id, delete; and what an object is made of. */
import { z } from 'zod';
import { type Answer, ApiFailure, entityIsDeleted, invalidField, jsonError, notFound } from './answers.ts';
import { describeGlobal, describeObject } from './describe.ts';
import type { Org } from './org.ts';
import { readId } from './record-id.ts';
import type { ApiCall, Route } from './routes.ts';
import { rendered } from './soql/render.ts';
import type { FieldDefinition, ObjectDefinition, Row } from './state.ts';
import type { Write, Writer } from './writes.ts';

const fieldsSchema = z.record(z.string(), z.unknown());

export function readFields(body: unknown): Record<string, unknown> {
  const parsed = fieldsSchema.safeParse(body);
  if (!parsed.success) throw jsonError('Unexpected character or end of input: an object with the fields is expected');
  return parsed.data;
}

export function sobjectRoutes(org: Org, writer: Writer): Route[] {
  const object = (call: ApiCall): ObjectDefinition => {
    const found = org.object(call.params['type'] ?? '');
    if (!found) throw notFound();
    return found;
  };
  const one = async (call: ApiCall, write: Write): Promise<{ id: string; isCreated: boolean }> => {
    const [result] = await writer.write([write], call.session.userId);
    if (!result || result.id === null || result.failure) throw result?.failure ?? notFound();
    return { id: result.id, isCreated: result.isCreated };
  };
  const idOf = (call: ApiCall, { name, keyPrefix }: ObjectDefinition): string => {
    const id = readId(call.params['id'] ?? '');
    if (id === null || !id.startsWith(keyPrefix))
      throw notFound(`Provided external ID field does not exist or is not accessible: ${call.params['id']}`);
    if (!org.any(name, id)) throw notFound();
    return id;
  };
  const show = (call: ApiCall, definition: ObjectDefinition, row: Row): Answer => ({
    status: 200,
    body: rendered(org, call.version, definition.name, row, chosenFields(call, definition)),
  });
  const external = (call: ApiCall, definition: ObjectDefinition): FieldDefinition => {
    const field = definition.fields.find(({ name }) => name.toLowerCase() === call.params['field']?.toLowerCase());
    if (!field?.isExternalId)
      throw notFound(`Provided external ID field does not exist or is not accessible: ${call.params['field']}`);
    return field;
  };
  return [
    { method: 'GET', path: 'sobjects', handle: (call) => ({ status: 200, body: describeGlobal(org, call.version) }) },
    {
      method: 'GET',
      path: 'sobjects/:type/describe',
      handle: (call) => ({ status: 200, body: describeObject(org, object(call), call.version) }),
    },
    {
      method: 'POST',
      path: 'sobjects/:type',
      async handle(call) {
        const { name } = object(call);
        const { id } = await one(call, { kind: 'create', object: name, given: readFields(call.body) });
        return {
          status: 201,
          body: { id, success: true, errors: [] },
          headers: { Location: `/services/data/v${call.version}/sobjects/${name}/${id}` },
          written: [id],
        };
      },
    },
    {
      method: 'GET',
      path: 'sobjects/:type/:id',
      handle(call) {
        const definition = object(call);
        const row = org.any(definition.name, idOf(call, definition));
        if (row?.['IsDeleted'] === true) throw entityIsDeleted();
        if (!row) throw notFound();
        return show(call, definition, row);
      },
    },
    {
      method: 'PATCH',
      path: 'sobjects/:type/:id',
      async handle(call) {
        const definition = object(call);
        const given = readFields(call.body);
        if ('Id' in given || 'id' in given)
          throw new ApiFailure(400, [
            {
              message: 'The Id field should not be specified in the sobject data.',
              errorCode: 'INVALID_FIELD',
              fields: ['Id'],
            },
          ]);
        const { id } = await one(call, { kind: 'update', object: definition.name, id: idOf(call, definition), given });
        return { status: 204, written: [id] };
      },
    },
    {
      method: 'DELETE',
      path: 'sobjects/:type/:id',
      async handle(call) {
        const definition = object(call);
        const { id } = await one(call, { kind: 'delete', object: definition.name, id: idOf(call, definition) });
        return { status: 204, written: [id] };
      },
    },
    {
      method: 'GET',
      path: 'sobjects/:type/:field/:value',
      handle(call) {
        const definition = object(call);
        const row = org.findByValue(definition.name, external(call, definition).name, call.params['value'] ?? '');
        if (!row) throw notFound();
        return show(call, definition, row);
      },
    },
    {
      method: 'PATCH',
      path: 'sobjects/:type/:field/:value',
      async handle(call) {
        const { name } = object(call);
        const field = external(call, object(call)).name;
        const given = readFields(call.body);
        if (Object.keys(given).some((key) => key.toLowerCase() === field.toLowerCase()))
          throw invalidField(`The ${field} field should not be specified in the sobject data.`, [field]);
        const write: Write = { kind: 'upsert', object: name, field, value: call.params['value'] ?? '', given };
        const { id, isCreated } = await one(call, write);
        return {
          status: isCreated ? 201 : 200,
          body: { id, success: true, errors: [], created: isCreated },
          written: [id],
        };
      },
    },
  ];
}

/** `?fields=Id,Name`, or all. */
function chosenFields(call: ApiCall, { name, fields }: ObjectDefinition): { parents: []; field: FieldDefinition }[] {
  const chosen = call.query.get('fields');
  const all =
    chosen === null
      ? fields
      : chosen.split(',').map((wanted) => {
          const field = fields.find((one) => one.name.toLowerCase() === wanted.trim().toLowerCase());
          if (!field) throw invalidField(`No such column '${wanted.trim()}' on sobject of type ${name}`);
          return field;
        });
  return all.map((field) => ({ parents: [], field }));
}
