/** What HubSpot tells an app about a change, in either family of event types. */
import type { SandboxWebhooks } from '../../../src/contracts/sandbox/hubspot.ts';
import type { Change } from './changes.ts';
import { objectTypeFacts } from './object-types.ts';
import type { ObjectType, WebhookEvent } from './state.ts';

/** HubSpot never announces these, and calculated ones neither. */
const silent = new Set([
  'hs_lastmodifieddate',
  'lastmodifieddate',
  'createdate',
  'hs_createdate',
  'hs_object_id',
  'num_unique_conversion_events',
  'hs_is_closed',
  'hs_is_closed_won',
  'hs_deal_stage_probability',
  'hs_merged_object_ids',
  'hs_updated_by_user_id',
]);
interface AppOfEvents {
  portalId: number;
  appId: number;
  nextEventId(): number;
}

export function eventsOf(
  change: Change,
  { objects, families, events, properties, typeKey }: SandboxWebhooks,
  { portalId, appId, nextEventId }: AppOfEvents,
): WebhookEvent[] {
  if (!events.includes(change.kind)) return [];
  if (
    change.kind === 'propertyChange' &&
    (silent.has(change.name) || (properties.length > 0 && !properties.includes(change.name)))
  )
    return [];
  // notes and tasks have no events of their own, and being associated with one is not announced either
  if (
    change.kind === 'associationChange' &&
    [change.from, change.to].some((type) => type === 'notes' || type === 'tasks')
  )
    return [];
  const sides: [type: ObjectType, facts: Record<string, unknown>, typeIds: Record<string, string>][] =
    change.kind === 'associationChange'
      ? [
          [
            change.from,
            association(change, change.from, change.fromId, change.to, change.toId),
            typesOfEnds(change.from, change.to),
          ],
          [
            change.to,
            association(change, change.to, change.toId, change.from, change.fromId),
            typesOfEnds(change.to, change.from),
          ],
        ]
      : [[change.type, facts(change), { objectTypeId: objectTypeFacts[change.type].typeId }]];
  return sides
    .filter(([type]) => objects.some((object) => object === type))
    .flatMap(([type, more, typeIds]) =>
      families.map((family) => {
        const eventId = nextEventId();
        return {
          eventId,
          subscriptionId: subscriptionId(family, change.kind),
          portalId,
          appId,
          occurredAt: change.at,
          [typeKey]: family === 'deal' ? `${objectTypeFacts[type].singular}.${change.kind}` : `object.${change.kind}`,
          attemptNumber: 0,
          ...more,
          ...(family === 'object' && typeIds),
          changeSource: change.source.changeSource,
          sourceId: change.source.sourceId,
        };
      }),
    );
}

/** An association names the types of both its ends, whatever else happens to a record names the record's. */
const typesOfEnds = (from: ObjectType, to: ObjectType): Record<string, string> => ({
  fromObjectTypeId: objectTypeFacts[from].typeId,
  toObjectTypeId: objectTypeFacts[to].typeId,
});

function facts(change: Exclude<Change, { kind: 'associationChange' }>): Record<string, unknown> {
  switch (change.kind) {
    case 'propertyChange':
      return { objectId: Number(change.id), propertyName: change.name, propertyValue: change.value };
    case 'creation':
      return { objectId: Number(change.id), changeFlag: 'CREATED' };
    case 'deletion':
      return { objectId: Number(change.id), changeFlag: 'DELETED' };
    case 'restore':
      return { objectId: Number(change.id), changeFlag: 'RESTORED' };
    case 'merge':
      return {
        objectId: Number(change.newId),
        primaryObjectId: Number(change.primaryId),
        mergedObjectIds: change.mergedIds.map(Number),
        newObjectId: Number(change.newId),
        numberOfPropertiesMoved: change.moved,
      };
  }
}

const association = (
  change: Extract<Change, { kind: 'associationChange' }>,
  from: ObjectType,
  fromId: string,
  to: ObjectType,
  toId: string,
): Record<string, unknown> => ({
  associationType: `${objectTypeFacts[from].singular}_TO_${objectTypeFacts[to].singular}`.toUpperCase(),
  associationCategory: 'HUBSPOT_DEFINED',
  associationTypeId: change.typeId,
  fromObjectId: Number(fromId),
  toObjectId: Number(toId),
  associationRemoved: false,
  isPrimaryAssociation: false,
});

const kinds = ['propertyChange', 'creation', 'deletion', 'merge', 'restore', 'associationChange'];
const subscriptionId = (family: 'deal' | 'object', kind: string): number =>
  1_000 + (family === 'object' ? 100 : 0) + kinds.indexOf(kind);
