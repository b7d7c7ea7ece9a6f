/** Account, token, owners, pipelines and properties. */
import { z } from 'zod';
import { badRequest, conflict, notFound, unauthorized } from './answers.ts';
import { objectTypeFacts } from './object-types.ts';
import type { Portal } from './portal.ts';
import { readBody, readType } from './read-body.ts';
import type { AccessToken, Route } from './routes.ts';
import type { Pipeline, PropertyDefinition } from './state.ts';

export interface DailyUsage {
  used(): number;
  resetsAt(): Date;
}

const epoch = '2024-01-01T00:00:00.000Z';
const describePipeline = ({ id, label, stages }: Pipeline, displayOrder: number) => ({
  id,
  label,
  displayOrder,
  archived: false,
  createdAt: epoch,
  updatedAt: epoch,
  stages: stages.map((stage, order) => ({
    id: stage.id,
    label: stage.label,
    displayOrder: order,
    archived: false,
    createdAt: epoch,
    updatedAt: epoch,
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    metadata: { isClosed: String(stage.isClosed), probability: stage.probability },
  })),
});
const describeProperty = ({ readOnly, ...property }: PropertyDefinition) => ({
  ...property,
  displayOrder: -1,
  calculated: readOnly,
  externalOptions: property.referencedObjectType !== undefined,
  hidden: false,
  formField: false,
  archived: false,
  createdAt: epoch,
  updatedAt: epoch,
  modificationMetadata: {
    archivable: !property.hubspotDefined,
    readOnlyDefinition: property.hubspotDefined,
    readOnlyValue: readOnly,
  },
});

const formula = 'calculation_equation';
/** how values of a type may be entered */
const fieldTypes: Record<PropertyDefinition['type'], string[]> = {
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', formula],
  number: ['number', formula],
  date: ['date'],
  datetime: ['date'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', formula],
  bool: ['booleancheckbox', formula],
  phone_number: ['phonenumber'],
};

const createPropertySchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'must be lower case letters, digits and underscores'),
  label: z.string().min(1),
  groupName: z.string(),
  type: z.enum(['string', 'number', 'date', 'datetime', 'enumeration', 'bool', 'phone_number']),
  fieldType: z.string(),
  description: z.string().default(''),
  hasUniqueValue: z.boolean().default(false),
  options: z
    .array(
      z.object({ value: z.string(), label: z.string(), displayOrder: z.number().default(-1), hidden: z.boolean() }),
    )
    .default([]),
});

const schemaScope =
  (right: 'read' | 'write') =>
  (params: Record<string, string>): string[] => [
    `crm.schemas.${objectTypeFacts[readType(params['type'])].scope}.${right}`,
  ];
const open = (): string[] => [];

export function accountRoutes(portal: Portal, tokens: AccessToken[], usage: DailyUsage): Route[] {
  const { state } = portal;
  return [
    {
      method: 'get',
      path: '/account-info/v3/details',
      scopes: open,
      handle: () => ({
        status: 200,
        body: {
          portalId: state.portalId,
          accountType: 'DEVELOPER_TEST',
          timeZone: state.timezone,
          companyCurrency: state.currency,
          additionalCurrencies: [],
          utcOffset: '-05:00',
          utcOffsetMilliseconds: -18_000_000,
          uiDomain: 'app.hubspot.com',
          dataHostingLocation: 'na1',
        },
      }),
    },
    {
      method: 'get',
      path: '/account-info/v3/api-usage/daily/private-apps',
      scopes: open,
      handle: () => ({
        status: 200,
        body: {
          results: [
            {
              name: 'private-apps-api-calls-daily',
              usageLimit: state.limits.daily,
              currentUsage: usage.used(),
              collectedAt: new Date().toISOString(),
              fetchStatus: 'SUCCESS',
              resetsAt: usage.resetsAt().toISOString(),
            },
          ],
        },
      }),
    },
    {
      method: 'post',
      path: '/oauth/v2/private-apps/get/access-token-info',
      scopes: open,
      handle({ body }) {
        const { tokenKey } = readBody(z.object({ tokenKey: z.string() }), body);
        const token = tokens.find((one) => one.token === tokenKey);
        if (!token) throw unauthorized();
        return { status: 200, body: { userId: 1, hubId: state.portalId, appId: token.appId, scopes: token.scopes } };
      },
    },
    {
      method: 'get',
      path: '/crm/v3/owners',
      scopes: () => ['crm.objects.owners.read'],
      handle({ query }) {
        const isArchived = query.get('archived') === 'true';
        const matching = state.owners.filter(
          (owner) => owner.archived === isArchived && (!query.get('email') || owner.email === query.get('email')),
        );
        const [offset, limit] = [Number(query.get('after') ?? 0), Number(query.get('limit') ?? 100)];
        if (limit < 1 || limit > 500) throw badRequest('limit must be between 1 and 500');
        const next =
          offset + limit < matching.length ? { paging: { next: { after: String(offset + limit), link: '' } } } : {};
        return {
          status: 200,
          body: {
            results: matching.slice(offset, offset + limit).map((owner) => ({
              ...owner,
              userId: owner.archived ? null : owner.userId,
              userIdIncludingInactive: owner.userId,
              type: 'PERSON',
              teams: [],
              createdAt: epoch,
              updatedAt: epoch,
            })),
            ...next,
          },
        };
      },
    },
    {
      method: 'get',
      path: '/crm/v3/pipelines/:type',
      scopes: (params) => [`crm.objects.${objectTypeFacts[readType(params['type'])].scope}.read`],
      handle: ({ params }) => ({
        status: 200,
        body: { results: readType(params['type']) === 'deals' ? state.pipelines.map(describePipeline) : [] },
      }),
    },
    {
      method: 'get',
      path: '/crm/v3/properties/:type',
      scopes: schemaScope('read'),
      handle: ({ params }) => ({
        status: 200,
        body: { results: state.properties[readType(params['type'])].map(describeProperty) },
      }),
    },
    {
      method: 'post',
      path: '/crm/v3/properties/:type',
      scopes: schemaScope('write'),
      handle({ params, body }) {
        const type = readType(params['type']);
        const given = readBody(createPropertySchema, body);
        if (!state.groups[type].some((group) => group.name === given.groupName))
          throw badRequest(`Property group "${given.groupName}" does not exist`);
        if (!fieldTypes[given.type].includes(given.fieldType))
          throw badRequest(`The field type "${given.fieldType}" does not fit the type "${given.type}"`);
        if (state.properties[type].some((property) => property.name === given.name)) {
          throw conflict(`A property named '${given.name}' already exists.`, {
            subCategory: 'Properties.PROPERTY_EXISTS',
          });
        }
        const property: PropertyDefinition = { ...given, readOnly: false, hubspotDefined: false };
        state.properties[type].push(property);
        return { status: 201, body: describeProperty(property), records: 1 };
      },
    },
    {
      method: 'get',
      path: '/crm/v3/properties/:type/groups',
      scopes: schemaScope('read'),
      handle: ({ params }) => ({
        status: 200,
        body: {
          results: state.groups[readType(params['type'])].map((group) => ({
            ...group,
            displayOrder: -1,
            archived: false,
          })),
        },
      }),
    },
    {
      method: 'post',
      path: '/crm/v3/properties/:type/groups',
      scopes: schemaScope('write'),
      handle({ params, body }) {
        const type = readType(params['type']);
        const { name, label } = readBody(z.object({ name: z.string().min(1), label: z.string().min(1) }), body);
        if (state.groups[type].some((group) => group.name === name))
          throw conflict(`A property group named '${name}' already exists.`);
        state.groups[type].push({ name, label });
        return { status: 201, body: { name, label, displayOrder: -1, archived: false }, records: 1 };
      },
    },
    {
      method: 'get',
      path: '/crm/v3/properties/:type/:name',
      scopes: schemaScope('read'),
      handle({ params }) {
        const property = state.properties[readType(params['type'])].find(({ name }) => name === params['name']);
        if (!property) throw notFound(`Property ${params['name']} does not exist`);
        return { status: 200, body: describeProperty(property) };
      },
    },
  ];
}
