/** The custom properties that `gangway crm setup hubspot` creates. What an account has already is left as it is. */
import { type CrmFieldDefinition, crmFieldDefinitions, handoffFieldDefinitions } from '../../src/domain/crm-fields.ts';

export const propertyDefinitions: readonly CrmFieldDefinition[] = [...crmFieldDefinitions, ...handoffFieldDefinitions];
