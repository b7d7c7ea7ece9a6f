/** /crm/v4 associations. */
import { z } from 'zod';
import { badRequest, batchAnswer, missingObjects, notFound, partial } from './answers.ts';
import { describeTypes, linksOf } from './links.ts';
import { definedTypeIds, objectTypeFacts } from './object-types.ts';
import type { Portal } from './portal.ts';
import { readBody, readType } from './read-body.ts';
import type { Route } from './routes.ts';
import { type Link, type ObjectType, objectTypes } from './state.ts';

const batchLimit = 1_000;
/** so many of one record's associations come at once */
const pageSize = 500;
const readSchema = z.object({
  inputs: z
    .array(z.object({ id: z.string(), after: z.string().optional() }))
    .min(1)
    .max(batchLimit, `the maximum is ${batchLimit} inputs`),
});
const pairSchema = z.object({
  inputs: z
    .array(z.object({ from: z.object({ id: z.string() }), to: z.object({ id: z.string() }) }))
    .min(1)
    .max(2_000),
});

const scopes = (params: Record<string, string>): string[] => [
  `crm.objects.${objectTypeFacts[readType(params['from'])].scope}.read`,
];
const writeScopes = (params: Record<string, string>): string[] => [
  `crm.objects.${objectTypeFacts[readType(params['from'])].scope}.write`,
];

/** What an association type given by number leads to; HubSpot refuses one that does not fit the two types. */
export function labelledTypes(
  portal: Portal,
  from: ObjectType,
  toId: string,
  typeId: number,
): { to: ObjectType; toId: string; labelTypeIds: number[] } {
  const label = portal.state.labels.find((one) => one.typeId === typeId && one.from === from);
  const to = label?.to ?? objectTypes.find((type) => definedTypeIds(from, type).includes(typeId));
  if (!to)
    throw badRequest(`${typeId} is not a valid association type for ${objectTypeFacts[from].singular}`, {
      context: { INVALID_ASSOCIATION_TYPE: [String(typeId)] },
    });
  const target = portal.find(to, toId);
  if (!target)
    throw badRequest(`${objectTypeFacts[to].singular} ${toId} does not exist`, {
      errors: [{ message: 'Invalid object id', context: { id: [toId] } }],
    });
  return { to, toId: target.id, labelTypeIds: label ? [typeId] : [] };
}

export function associationRoutes(portal: Portal): Route[] {
  const describeLinks = (from: ObjectType, to: ObjectType, links: Link[]) =>
    links.map(({ toId, typeIds }) => ({
      toObjectId: toId,
      associationTypes: describeTypes(portal.state, from, to, typeIds),
    }));
  /** a merged record has none under its old id */
  const present = (from: ObjectType, id: string, to: ObjectType): Link[] =>
    linksOf(portal.state, from, id, to).filter(({ toId }) => portal.find(to, toId) !== undefined);
  return [
    {
      method: 'post',
      path: '/crm/v4/associations/:from/:to/batch/read',
      scopes,
      handle({ params, body }) {
        const startedAt = Date.now();
        const [from, to] = [readType(params['from']), readType(params['to'])];
        const found = readBody(readSchema, body).inputs.map(({ id, after }) => {
          const links = present(from, id, to);
          const offset = Number(after ?? 0);
          const next =
            offset + pageSize < links.length
              ? { paging: { next: { after: String(offset + pageSize), link: '' } } }
              : {};
          return { from: { id }, to: describeLinks(from, to, links.slice(offset, offset + pageSize)), ...next };
        });
        const errors = found
          .filter((one) => one.to.length === 0)
          .map(({ from: { id } }) => ({
            ...partial,
            category: 'OBJECT_NOT_FOUND',
            subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
            message: `No ${objectTypeFacts[to].singular} is associated with ${objectTypeFacts[from].singular} ${id}.`,
            context: {
              fromObjectId: [id],
              fromObjectType: [objectTypeFacts[from].singular],
              toObjectType: [objectTypeFacts[to].singular],
            },
          }));
        return batchAnswer(
          found.filter((one) => one.to.length > 0),
          errors,
          startedAt,
        );
      },
    },
    {
      method: 'get',
      path: '/crm/v4/objects/:from/:id/associations/:to',
      scopes,
      handle({ params }) {
        const [from, to] = [readType(params['from']), readType(params['to'])];
        if (!portal.find(from, params['id'] ?? '')) throw notFound();
        return { status: 200, body: { results: describeLinks(from, to, present(from, params['id'] ?? '', to)) } };
      },
    },
    {
      method: 'post',
      path: '/crm/v4/associations/:from/:to/batch/associate/default',
      scopes: writeScopes,
      handle({ params, body, source }) {
        const startedAt = Date.now();
        const [from, to] = [readType(params['from']), readType(params['to'])];
        const pairs = readBody(pairSchema, body).inputs;
        const isPresent = (pair: (typeof pairs)[number]): boolean =>
          portal.find(from, pair.from.id) !== undefined && portal.find(to, pair.to.id) !== undefined;
        const made = pairs.filter(isPresent);
        for (const pair of made) portal.associate(from, pair.from.id, to, pair.to.id, [], source);
        const spec = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: definedTypeIds(from, to)[0] };
        const errors = pairs
          .filter((pair) => !isPresent(pair))
          .map((pair) => missingObjects(objectTypeFacts[to].singular, [pair.to.id]));
        return batchAnswer(
          made.map((pair) => ({ ...pair, associationSpec: spec })),
          errors,
          startedAt,
          // the one batch whose description knows no 207
          { records: made.length, statusWithErrors: 200 },
        );
      },
    },
    {
      method: 'put',
      path: '/crm/v4/objects/:from/:id/associations/default/:to/:toId',
      scopes: writeScopes,
      handle({ params, source }) {
        const startedAt = Date.now();
        const [from, to, id, toId] = [
          readType(params['from']),
          readType(params['to']),
          params['id'] ?? '',
          params['toId'] ?? '',
        ];
        portal.associate(from, id, to, toId, [], source);
        return batchAnswer(
          [
            {
              from: { id },
              to: { id: toId },
              associationSpec: {
                associationCategory: 'HUBSPOT_DEFINED',
                associationTypeId: definedTypeIds(from, to)[0],
              },
            },
          ],
          [],
          startedAt,
          { records: 1 },
        );
      },
    },
  ];
}
