import { crmFieldDefinitions } from '../domain/crm-fields.ts';
import { isDealStageField } from '../domain/mapping/model.ts';

const own = new Map(
  crmFieldDefinitions.map(({ object, name, options }) => [
    `${object}.${name}`,
    new Map(options.map(({ value, label }) => [value, label])),
  ]),
);

/** A stage or pipeline is wanted as a mark and its label or id; people and the CRM know it without the mark. */
export const withoutMark = <T>(field: string, value: T): T | string =>
  typeof value === 'string' && isDealStageField(field) ? value.replace(/^(?:stage|pipeline):/, '') : value;

/**
 * What people read in the CRM for a value: of an option or a stage its label; null: the value as it is.
 * @param known labels of this field by the values that the CRM stores; our own fields need none
 */
export function crmValueLabel(
  object: string,
  field: string,
  value: unknown,
  known: Record<string, string> | null = null,
): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const stored = withoutMark(field, String(value));
  const label = known?.[stored] ?? own.get(`${object}.${field}`)?.get(stored) ?? null;
  return label === stored ? null : label;
}
