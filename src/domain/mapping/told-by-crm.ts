/**
 * What the CRM alone tells: Gangway reads it of each deal and company, whatever the mapping. Written by us as well, it
 * would come back as a change by sales, again and again. Whose the deal is may be written: owners are compared as people.
 */
import { crmPipelineField, crmStageField, type Mapping, type MappingEntry, type StageSync, writes } from './model.ts';

export type Place = Pick<MappingEntry, 'object' | 'field'>;
/** "deal.amount" */
export const placeName = ({ object, field }: Place): string => `${object}.${field}`;

/** HubSpot's names, which playbooks may use for either CRM, and Salesforce's. */
const stage = [crmStageField, crmPipelineField, 'StageName', 'RecordTypeId'];
const names = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const told = {
  deal: names(
    'dealname amount deal_currency_code dealtype closedate Name Amount CurrencyIsoCode Type CloseDate AccountId',
  ),
  company: names(
    'name domain country hs_country_code industry timezone numberofemployees Name Website BillingCountry BillingCountryCode Industry NumberOfEmployees',
  ),
};

const isOwnStage = ({ object, field }: Place): boolean => object === 'deal' && stage.includes(field);
const isToldByCrm = (place: Place): boolean => told[place.object].has(place.field) || isOwnStage(place);

/** Why nothing may write there, and where to go instead; null: it may. @param label as people know the field */
export const whyNotWritten = (
  place: Place,
  label: string = place.field,
): { problem: string; remedy: string } | null => {
  if (isOwnStage(place))
    return {
      problem: 'the deal’s stage is set by the stages of the mapping',
      remedy: 'Write it as a rule of the stages',
    };
  if (!isToldByCrm(place)) return null;
  return {
    problem: `Gangway reads “${label}” from the ${place.object}, and would take what it wrote there for a change made by sales`,
    remedy: `Choose or make another field of the ${place.object} for it; “${label}” is left to sales`,
  };
};

/** All that a mapping writes, stages among it. */
export const writtenPlaces = ({
  entries,
  stages,
}: Pick<Mapping, 'entries' | 'stages'>): (Place & Pick<StageSync, 'whoWins'>)[] => [
  ...entries.filter(writes).map(({ object, field, whoWins }) => ({ object, field, whoWins })),
  ...(stages ? [{ object: 'deal' as const, field: stages.field, whoWins: stages.whoWins }] : []),
];
