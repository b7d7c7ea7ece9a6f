/** The rules of mappings for an editor that says at each press what fits; the server holds to the same ones. */
export { ourValue } from '../domain/mapping/catalogue.ts';
export { cautionOf, isOwnField } from '../domain/mapping/caution.ts';
export { checkMapping, type MappingIssue, type MappingWorld } from '../domain/mapping/check.ts';
export { emptyMapping } from '../domain/mapping/model.ts';
export { whyNotWritten } from '../domain/mapping/told-by-crm.ts';
export { offerOf } from '../domain/mapping/offer.ts';
