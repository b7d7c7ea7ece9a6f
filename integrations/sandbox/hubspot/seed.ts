/** A company's HubSpot as somebody who tries Gangway finds it: two pipelines, a small team, a dozen deals with their quirks. */
import {
  sandboxFaultsSchema,
  sandboxLimitsSchema,
  sandboxWebhooksSchema,
} from '../../../src/contracts/sandbox/hubspot.ts';
import { freshProperties } from './property-list.ts';
import type { ObjectType, Pipeline, PortalState, Stage } from './state.ts';

export const sandboxPortalId = 147_258_369;

const stage = (id: string, label: string, probability: string, isClosed = false): Stage => ({
  id,
  label,
  probability,
  isClosed,
});

/** HubSpot's default stage ids in the first, numbers in the second: only the metadata says what is won. */
const pipelines: Pipeline[] = [
  {
    id: 'default',
    label: 'Sales',
    stages: [
      stage('qualifiedtobuy', 'Qualified', '0.2'),
      stage('presentationscheduled', 'Solution fit', '0.4'),
      stage('contractsent', 'Contract sent', '0.9'),
      stage('closedwon', 'Closed won', '1.0', true),
      stage('1103944211', 'Live', '1.0', true),
      stage('closedlost', 'Closed lost', '0.0', true),
    ],
  },
  {
    id: '74291865',
    label: 'Renewals',
    stages: [
      stage('1103944301', 'Upcoming', '0.5'),
      stage('1103944302', 'In negotiation', '0.7'),
      stage('1103944303', 'Renewed', '1.0', true),
      stage('1103944304', 'Churned', '0.0', true),
    ],
  },
];

const owners: [string, string, string, boolean?][] = [
  ['Priya', 'Nair', 'priya.nair'],
  ['Tom', 'Becker', 'tom.becker'],
  ['Lucía', 'Ferrer', 'lucia.ferrer'],
  ['Marcus', 'Hale', 'marcus.hale', true],
];

const company = 'northwind-crm.example';
/** who sells there now */
export const salespeople = owners
  .filter(([, , , isArchived = false]) => !isArchived)
  .map(([firstName, lastName, local]) => ({ name: `${firstName} ${lastName}`, email: `${local}@${company}` }));

const perType = <T>(make: () => T): Record<ObjectType, T> => ({
  deals: make(),
  companies: make(),
  contacts: make(),
  line_items: make(),
  notes: make(),
  tasks: make(),
});

export const freshState = (): PortalState => ({
  version: 1,
  portalId: sandboxPortalId,
  timezone: 'America/New_York',
  currency: 'USD',
  nextId: 20_441_000_001,
  records: perType(() => ({})),
  links: {},
  labels: [],
  pipelines: structuredClone(pipelines),
  owners: owners.map(([firstName, lastName, local, archived = false], index) => ({
    id: String(78_112_340 + index),
    email: `${local}@${company}`,
    firstName,
    lastName,
    userId: 9_100_200 + index,
    archived,
  })),
  properties: freshProperties(),
  groups: perType(() => [
    { name: 'information', label: 'Information' },
    { name: 'handoff', label: 'Sales handoff' },
  ]),
  faults: sandboxFaultsSchema.parse({}),
  limits: sandboxLimitsSchema.parse({}),
  webhooks: sandboxWebhooksSchema.parse({}),
  deliveries: [],
});
