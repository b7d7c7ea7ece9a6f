/** A company's Salesforce as somebody who tries Gangway finds it: its people, stages and price book. */
import {
  sandboxOutboundSchema,
  sandboxSalesforceFaultsSchema,
  sandboxSalesforceLimitsSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import { freshObjects } from './objects.ts';
import type { Org } from './org.ts';
import { renewalsRecordType } from './record-types.ts';
import { recordId } from './record-id.ts';
import type { OrgState, Row } from './state.ts';

export const sandboxOrganizationId = recordId('00D', 4_211_907);
/** whom the app runs as */
export const integrationUser = { id: recordId('005', 1), username: 'gangway@northwind.example' };
const standardPricebook = recordId('01s', 1);

const people: [first: string, last: string, isActive?: boolean][] = [
  ['Priya', 'Nair'],
  ['Tom', 'Becker'],
  ['Lucía', 'Ferrer'],
  ['Marcus', 'Hale', false],
];
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^a-z]/gi, '')
    .toLowerCase();

/** Two stages are won: only their own flags say so, never their names. */
const stages: [label: string, probability: number, isClosed: boolean, isWon: boolean, forecast: string][] = [
  ['Prospecting', 10, false, false, 'Pipeline'],
  ['Qualification', 20, false, false, 'Pipeline'],
  ['Proposal/Price Quote', 60, false, false, 'Best Case'],
  ['Negotiation/Review', 90, false, false, 'Commit'],
  ['Closed Won', 100, true, true, 'Closed'],
  ['Live', 100, true, true, 'Closed'],
  ['Closed Lost', 0, true, false, 'Omitted'],
  ['Upcoming', 5, false, false, 'Pipeline'],
];

export const freshState = (): OrgState => ({
  version: 1,
  organizationId: sandboxOrganizationId,
  nextNumber: 20_441,
  objects: freshObjects().map((object) =>
    object.name === 'Opportunity'
      ? {
          ...object,
          fields: object.fields.map((field) =>
            field.name === 'StageName'
              ? { ...field, isRestricted: true, options: stages.map(([value]) => ({ value, label: value })) }
              : field,
          ),
        }
      : object,
  ),
  records: {},
  refreshTokens: {},
  faults: sandboxSalesforceFaultsSchema.parse({}),
  limits: sandboxSalesforceLimitsSchema.parse({}),
  outbound: sandboxOutboundSchema.parse({}),
  notifications: [],
});

/** What an organisation has before anybody has entered anything. */
export function seedOrganization(org: Org): void {
  const put = (object: string, row: Row): void => {
    const at = new Date().toISOString();
    org.put(object, { IsDeleted: false, CreatedDate: at, CreatedById: integrationUser.id, ...row }, integrationUser.id);
  };
  put('Organization', {
    Id: org.state.organizationId,
    Name: 'Northwind',
    InstanceName: 'EU42',
    IsSandbox: false,
    OrganizationType: 'Enterprise Edition',
    TimeZoneSidKey: 'America/New_York',
    DefaultLocaleSidKey: 'en_US',
  });
  put('User', {
    Id: integrationUser.id,
    Username: integrationUser.username,
    FirstName: 'Gangway',
    LastName: 'Integration',
    Email: 'gangway@northwind-crm.example',
    IsActive: true,
    TimeZoneSidKey: 'America/New_York',
    UserType: 'Standard',
  });
  for (const [index, [FirstName, LastName, IsActive = true]] of people.entries()) {
    const address = `${plain(FirstName)}.${plain(LastName)}@northwind-crm.example`;
    put('User', {
      Id: recordId('005', 100 + index),
      Username: address,
      FirstName,
      LastName,
      Email: address,
      IsActive,
      TimeZoneSidKey: 'America/New_York',
      UserType: 'Standard',
    });
  }
  put('RecordType', {
    Id: renewalsRecordType,
    Name: 'Renewals',
    DeveloperName: 'Renewals',
    SobjectType: 'Opportunity',
    IsActive: true,
  });
  for (const [index, [label, probability, isClosed, isWon, forecast]] of stages.entries())
    put('OpportunityStage', {
      Id: recordId('01J', 100 + index),
      MasterLabel: label,
      ApiName: label,
      IsActive: true,
      SortOrder: index + 1,
      IsClosed: isClosed,
      IsWon: isWon,
      ForecastCategoryName: forecast,
      DefaultProbability: probability,
    });
  put('Pricebook2', { Id: standardPricebook, Name: 'Standard Price Book', IsActive: true, IsStandard: true });
}
