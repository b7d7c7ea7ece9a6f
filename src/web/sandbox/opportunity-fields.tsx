import { FieldsForm, type FormField } from './fields-form.tsx';
import { type Opportunity, type Organization, salesforceActions } from './salesforce-api.ts';

type Definition = Organization['opportunityFields'][number];

/** The standard fields that are worth changing here; an amount with products is theirs. */
const standard = ['OwnerId', 'Amount', 'CloseDate', 'Type'];
const isShown = ({ name, isWritable }: Definition): boolean =>
  isWritable && !name.startsWith('Gangway_') && (name.endsWith('__c') || standard.includes(name));

const isIntegration = ({ name }: Organization['owners'][number]): boolean => /\bintegration\b/i.test(name);

const kinds: Record<string, FormField['kind']> = {
  double: 'number',
  currency: 'number',
  date: 'date',
  picklist: 'choice',
  reference: 'choice',
  textarea: 'long',
};

export function OpportunityFields({
  opportunity,
  organization,
}: {
  opportunity: Opportunity;
  organization: Organization;
}) {
  const { id, fields: held, lineItems } = opportunity;
  const owners = organization.owners
    .filter((owner) => owner.isActive || owner.id === held['OwnerId'])
    // deals are hardly ever an integration's own
    .sort((one, other) => Number(isIntegration(one)) - Number(isIntegration(other)))
    .map((owner) => ({ value: owner.id, label: owner.isActive ? owner.name : `${owner.name} (inactive)` }));
  const definitions = organization.opportunityFields.filter(
    (one) => isShown(one) && (one.name !== 'Amount' || lineItems.length === 0),
  );
  const fields = definitions
    .map(({ name, label, type, options }): FormField => ({
      name,
      label: name === 'OwnerId' ? 'Owner' : label,
      kind: kinds[type] ?? 'text',
      options: name === 'OwnerId' ? owners : options,
      held: String(held[name] ?? ''),
      isRequired: name === 'OwnerId',
    }))
    .sort((one, other) => rank(one) - rank(other));
  return <FieldsForm fields={fields} save={(changed) => salesforceActions.setFields(id, changed)} />;
}

const rank = ({ name }: FormField): number => (standard.includes(name) ? standard.indexOf(name) : standard.length);
