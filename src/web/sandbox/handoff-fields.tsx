import { FieldsForm, type FormField } from './fields-form.tsx';
import { type Deal, type Property, sandboxActions } from './sandbox-api.ts';

/** HubSpot's own fields and what Gangway writes are shown elsewhere; these are what sales fills in. */
const isHandoffField = ({ name, groupName, readOnly }: Property): boolean =>
  !readOnly &&
  !name.startsWith('gangway_') &&
  (groupName !== 'information' || name === 'amount' || name === 'dealtype');

const isLong = ({ type, name }: Property): boolean =>
  type === 'string' && /note|criteria|purchas|goal|risk|require/.test(name);

function kindOf(property: Property): FormField['kind'] {
  if (property.options.length > 0) return 'choice';
  if (property.type === 'date' || property.type === 'number') return property.type;
  return isLong(property) ? 'long' : 'text';
}

export function HandoffFields({ deal, properties }: { deal: Deal; properties: readonly Property[] }) {
  const fields = properties.filter(isHandoffField).map((property) => ({
    ...property,
    kind: kindOf(property),
    held: deal.properties[property.name] ?? '',
  }));
  return <FieldsForm fields={fields} save={(changed) => sandboxActions.setProperties(deal.id, changed)} />;
}
