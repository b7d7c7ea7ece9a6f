/** Whether the values that a caller gives may be stored, and what is wrong with each that may not. */
import type { ApiError } from './answers.ts';
import type { FieldDefinition, ObjectDefinition, Row } from './state.ts';
import { checkValue } from './validate.ts';

export interface Known {
  find(object: string, id: string): Row | undefined;
  /** the live record that has this value already */
  holder(field: string, value: string): string | undefined;
  objectOfId(id: string): string | undefined;
}

export function checkRow(
  object: ObjectDefinition,
  given: Record<string, unknown>,
  held: Row | null,
  known: Known,
): { values: Row; errors: ApiError[] } {
  const values: Row = {};
  const wrong: ApiError[] = [];
  const refused: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (name === 'attributes') continue;
    const field = object.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!field) return { values, errors: [noSuchColumn(name, object)] };
    if (field.isReadOnly || (held && field.isFixed)) {
      refused.push(field.name);
      continue;
    }
    const checked = checkValue(field, value);
    if ('error' in checked) wrong.push(checked.error);
    else {
      values[field.name] = checked.value;
      const error = typeof checked.value === 'string' ? checkAmongOthers(field, checked.value, held, known) : null;
      if (error) wrong.push(error);
    }
  }
  if (refused.length > 0) wrong.unshift(notWritable(refused));
  const missing = object.fields
    .filter((field) => field.isRequired && !hasValue(field, values, held))
    .map(({ name }) => name);
  if (missing.length > 0 && wrong.length === 0)
    wrong.push({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: `Required fields are missing: [${missing.join(', ')}]`,
      fields: missing,
    });
  return { values, errors: wrong };
}

const hasValue = (field: FieldDefinition, values: Row, held: Row | null): boolean =>
  ((field.name in values ? values[field.name] : held ? held[field.name] : field.initially) ?? null) !== null;

const noSuchColumn = (name: string, { name: object }: ObjectDefinition): ApiError => ({
  errorCode: 'INVALID_FIELD',
  message: `No such column '${name}' on sobject of type ${object}`,
  fields: [],
});

const notWritable = (names: string[]): ApiError => ({
  errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
  message: `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
  fields: names,
});

function checkAmongOthers(field: FieldDefinition, value: string, held: Row | null, known: Known): ApiError | null {
  if (field.type === 'reference') return checkReference(field, value, held, known);
  const holder = field.isUnique ? known.holder(field.name, value) : undefined;
  return holder !== undefined && holder !== held?.['Id']
    ? {
        errorCode: 'DUPLICATE_VALUE',
        message: `duplicate value found: ${field.name} duplicates value on record with id: ${holder}`,
        fields: [],
      }
    : null;
}

function checkReference(
  { name, label, referenceTo }: FieldDefinition,
  id: string,
  held: Row | null,
  known: Known,
): ApiError | null {
  const object = known.objectOfId(id);
  if (object === undefined || !referenceTo.includes(object))
    return {
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: `${label} ID: id value of incorrect type: ${id}`,
      fields: [name],
    };
  const row = known.find(object, id);
  if (!row) return { errorCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] };
  return name === 'OwnerId' && row['IsActive'] === false && held?.['OwnerId'] !== id
    ? {
        errorCode: 'INACTIVE_OWNER_OR_USER',
        message: `operation performed with inactive user [${id}] as owner of record`,
        fields: [],
      }
    : null;
}
