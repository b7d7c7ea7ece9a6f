/** Whether HubSpot would take these values. */
import type { WrongValue } from './answers.ts';
import { objectTypeFacts } from './object-types.ts';
import type { ObjectType, PortalState, PropertyDefinition } from './state.ts';

const maxText = 65_536;

export function checkValues(
  state: PortalState,
  type: ObjectType,
  given: Record<string, string>,
  held: Record<string, string>,
): WrongValue[] {
  const definitions = new Map(state.properties[type].map((definition) => [definition.name, definition]));
  return Object.entries(given).flatMap(([name, value]) => {
    const definition = definitions.get(name);
    if (!definition) return [{ name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` }];
    if (definition.readOnly)
      return [
        { name, error: 'READ_ONLY_VALUE', message: `"${name}" is a read only property; its value cannot be set.` },
      ];
    if (value === '') return [];
    return checkReference(state, type, name, value, { ...held, ...given }) ?? checkType(definition, value);
  });
}

function checkType({ name, type, options }: PropertyDefinition, value: string): WrongValue[] {
  const wrong = (error: string, message: string): WrongValue[] => [{ name, error, message }];
  switch (type) {
    case 'string':
    case 'phone_number':
      return value.length > maxText
        ? wrong('INVALID_STRING_LENGTH', `Property values may not be longer than ${maxText} characters`)
        : [];
    case 'number':
      return Number.isFinite(Number(value)) ? [] : wrong('INVALID_LONG', `${value} was not a valid number.`);
    case 'bool':
      return value === 'true' || value === 'false'
        ? []
        : wrong('INVALID_BOOLEAN', `${value} was not a valid boolean. Valid values are: true, false`);
    case 'enumeration': {
      const allowed = options.map((option) => option.value);
      const unknown = value.split(';').find((part) => part !== '' && !allowed.includes(part));
      return allowed.length > 0 && unknown !== undefined
        ? wrong('INVALID_OPTION', `${unknown} was not one of the allowed options: [${allowed.join(', ')}]`)
        : [];
    }
    case 'date': {
      const at = timeOf(value);
      if (at === null) return wrong('INVALID_DATE', `${value} was not a valid date.`);
      return at % 86_400_000 === 0
        ? []
        : wrong('INVALID_DATE', `${value} is at ${new Date(at).toISOString().slice(11, 19)} UTC, not midnight!`);
    }
    case 'datetime':
      return timeOf(value) === null ? wrong('INVALID_DATE', `${value} was not a valid date.`) : [];
  }
}

/** Milliseconds, or ISO 8601. */
export function timeOf(value: string): number | null {
  const isIso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/.test(value);
  const at = /^-?\d{1,16}$/.test(value) ? Number(value) : isIso ? Date.parse(value) : Number.NaN;
  return Number.isNaN(new Date(at).getTime()) ? null : at;
}

/** As HubSpot gives it back: dates as YYYY-MM-DD, times as ISO text. */
export function stored(definition: PropertyDefinition | undefined, value: string): string {
  const at = definition?.type === 'date' || definition?.type === 'datetime' ? timeOf(value) : null;
  if (at === null) return definition?.type === 'number' && value !== '' ? String(Number(value)) : value;
  const iso = new Date(at).toISOString();
  return definition?.type === 'date' ? iso.slice(0, 10) : iso;
}

/** Values that point at a pipeline, a stage or an owner; null: none of these. */
function checkReference(
  state: PortalState,
  type: ObjectType,
  name: string,
  value: string,
  all: Record<string, string>,
): WrongValue[] | null {
  if (type === 'deals' && name === 'pipeline') {
    const ids = state.pipelines.map((pipeline) => pipeline.id);
    return ids.includes(value)
      ? []
      : [
          {
            name,
            error: 'INVALID_OPTION',
            message: `${value} is not a valid pipeline ID. Valid options are: [${ids.join(', ')}]`,
          },
        ];
  }
  if (type === 'deals' && name === 'dealstage') {
    const pipeline = state.pipelines.find(({ id }) => id === all['pipeline']) ?? state.pipelines[0];
    const ids = pipeline?.stages.map((stage) => stage.id) ?? [];
    return ids.includes(value)
      ? []
      : [
          {
            name,
            error: 'INVALID_OPTION',
            message: `${value} is not a valid pipeline stage ID. Valid options are: pipelineId=${pipeline?.id} : [${ids.join(', ')}]`,
          },
        ];
  }
  if (name === 'hubspot_owner_id') {
    const isKnown = state.owners.some((owner) => owner.id === value && !owner.archived);
    return isKnown
      ? []
      : [{ name, error: 'INVALID_OWNER_ID', message: `Owner with id ${value} does not exist or is deactivated` }];
  }
  return null;
}

export function checkRequired(type: ObjectType, given: Record<string, string>): WrongValue[] {
  const required = type === 'notes' || type === 'tasks' ? ['hs_timestamp'] : [];
  return required
    .filter((name) => !given[name])
    .map((name) => ({
      name,
      error: 'REQUIRED_FIELD',
      message: `${objectTypeFacts[type].singular} needs the property "${name}"`,
    }));
}
