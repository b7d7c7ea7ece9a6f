/** Whether a value fits its field, as Salesforce checks it, and what it is stored as. */
import type { ApiError } from './answers.ts';
import { readId } from './record-id.ts';
import type { FieldDefinition, FieldValue } from './state.ts';

export type Checked = { value: FieldValue } | { error: ApiError };

const wrong = ({ name, label }: FieldDefinition, errorCode: string, words: string): Checked => ({
  error: { errorCode, message: `${label}: ${words}`, fields: [name] },
});
const wrongType = (field: FieldDefinition, given: unknown): Checked =>
  wrong(field, 'INVALID_TYPE_ON_FIELD_IN_RECORD', `value not of required type: ${shown(given)}`);
const shown = (given: unknown): string => (typeof given === 'string' ? given : JSON.stringify(given));

export function checkValue(field: FieldDefinition, given: unknown): Checked {
  if (given === null || given === '') return field.type === 'boolean' ? wrongType(field, given) : { value: null };
  switch (field.type) {
    case 'boolean':
      return readBoolean(field, given);
    case 'double':
    case 'currency':
    case 'percent':
    case 'int':
      return readNumber(field, given);
    case 'date':
      return readDate(field, given);
    case 'datetime':
      return readDateTime(field, given);
    case 'id':
    case 'reference':
      return readReference(field, given);
    default:
      return readText(field, given);
  }
}

function readBoolean(field: FieldDefinition, given: unknown): Checked {
  if (typeof given === 'boolean') return { value: given };
  return given === 'true' || given === 'false' ? { value: given === 'true' } : wrongType(field, given);
}

function readNumber(field: FieldDefinition, given: unknown): Checked {
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isFinite(number)) return wrongType(field, given);
  if (field.type === 'int') return Number.isInteger(number) ? { value: number } : wrongType(field, given);
  if (Math.abs(number) >= 10 ** (field.precision - field.scale))
    return wrong(field, 'NUMBER_OUTSIDE_VALID_RANGE', `value outside of valid range on numeric field: ${number}`);
  return { value: Number(number.toFixed(field.scale)) };
}

const instantOf = (text: string): Date | null => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
};

/** a date, or the date of an instant */
function readDate(field: FieldDefinition, given: unknown): Checked {
  const day = typeof given === 'string' && /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(given)?.[0];
  const at = day ? instantOf(`${day}T00:00:00Z`) : null;
  return at && at.toISOString().slice(0, 10) === day ? { value: day } : wrongType(field, given);
}

function readDateTime(field: FieldDefinition, given: unknown): Checked {
  const at =
    typeof given === 'string' &&
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(given)
      ? instantOf(given.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
      : null;
  return at ? { value: at.toISOString() } : wrongType(field, given);
}

function readReference(field: FieldDefinition, given: unknown): Checked {
  const id = typeof given === 'string' ? readId(given) : null;
  return id === null ? wrong(field, 'MALFORMED_ID', `id value of incorrect type: ${shown(given)}`) : { value: id };
}

function readText(field: FieldDefinition, given: unknown): Checked {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean')
    return wrongType(field, given);
  const text = String(given);
  if (text.length > field.length)
    return wrong(field, 'STRING_TOO_LONG', `data value too large: ${text.slice(0, 255)} (max length=${field.length})`);
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
    return wrong(field, 'INVALID_EMAIL_ADDRESS', `invalid email address: ${text}`);
  if (field.isRestricted && !field.options.some(({ value }) => value === text))
    return wrong(field, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `bad value for restricted picklist field: ${text}`);
  return { value: text };
}
