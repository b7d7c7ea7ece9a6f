/** The only place that reads HubSpot's event fields: each event is projected once, at the door, into our own words. */
import { createHash } from 'node:crypto';
import type { CrmEvent } from '../ports.ts';
import { type HubSpotEvent, hubSpotEventSchema } from './schemas.ts';

export { refusedUnread, verifyHubSpotSignature } from './signature.ts';

const dealObjectTypeId = '0-3';

/**
 * One delivery (HubSpot sends up to 100 events) as our events, in its order. What cannot be read becomes `unreadable`
 * by itself, the others go on; a body that is no array is one unreadable event. Types that do not concern deals are `other`.
 * `appId` is ours, where known: HubSpot names the writing app, else the events' own app is taken.
 */
export function projectHubSpotEvents(rawBody: Buffer, { appId = null }: { appId?: string | null } = {}): CrmEvent[] {
  const body = parseJson(rawBody);
  if (body === undefined) return [unreadable(rawBody.toString('utf8'), 'The body is not JSON')];
  if (!Array.isArray(body)) return [unreadable(body, 'The body is not a list of events')];
  return body.map((event: unknown) => projectEvent(event, appId));
}

function projectEvent(raw: unknown, appId: string | null): CrmEvent {
  const parsed = hubSpotEventSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unreadable(raw, `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'not readable'}`);
  }
  const event = parsed.data;
  const type = event.subscriptionType ?? event.eventType ?? '';
  const concerned = concernedDeal(event, dealAction(type, event.objectTypeId));
  if (concerned === null) return unreadable(raw, 'The id of the deal is missing');
  return {
    dedupeKey: dedupeKey(event, type),
    kind: concerned.kind,
    dealId: concerned.dealId,
    mergedDealIds: concerned.mergedDealIds ?? [],
    accountId: String(event.portalId),
    occurredAt: new Date(event.occurredAt).toISOString(),
    isOwnWrite: isOwnWrite(event, appId),
    reason: null,
    raw,
  };
}

const isOwnWrite = ({ changeSource, sourceId, appId: eventsAppId }: HubSpotEvent, appId: string | null): boolean =>
  changeSource === 'INTEGRATION' && sourceId !== undefined && String(sourceId) === (appId ?? String(eventsAppId));

const kinds = {
  propertyChange: 'deal_changed',
  creation: 'deal_created',
  deletion: 'deal_deleted',
  restore: 'deal_restored',
} as const;
type DealAction = keyof typeof kinds | 'merge' | 'associationChange';
const isDealAction = (action: string): action is DealAction =>
  action === 'merge' || action === 'associationChange' || Object.hasOwn(kinds, action);

/** Both families: `deal.creation`, and `object.creation` with the deals' objectTypeId. */
function dealAction(type: string, objectTypeId: string | undefined): DealAction | null {
  const dot = type.indexOf('.');
  const object = type.slice(0, dot);
  const action = type.slice(dot + 1);
  if (!isDealAction(action)) return null;
  if (object === 'deal') return action;
  const isDeal = objectTypeId === dealObjectTypeId || (action === 'associationChange' && objectTypeId === undefined);
  return object === 'object' && isDeal ? action : null;
}

interface ConcernedDeal {
  kind: CrmEvent['kind'];
  dealId: string;
  mergedDealIds?: string[];
}

/** @returns null when the event concerns a deal but does not say which. */
function concernedDeal(event: HubSpotEvent, action: DealAction | null): ConcernedDeal | null {
  if (action === null) return { kind: 'other', dealId: '' };
  if (action === 'merge') return mergedDeals(event);
  if (action === 'associationChange') {
    const dealId = associatedDeal(event);
    return dealId === undefined ? { kind: 'other', dealId: '' } : { kind: 'deal_changed', dealId: String(dealId) };
  }
  return event.objectId === undefined ? null : { kind: kinds[action], dealId: String(event.objectId) };
}

/** A merge may leave a new record that is neither of the two. */
function mergedDeals(event: HubSpotEvent): ConcernedDeal | null {
  const survivor = event.newObjectId || event.primaryObjectId || event.objectId;
  if (!survivor) return null;
  const involved = [...event.mergedObjectIds, event.primaryObjectId, event.objectId].flatMap((id) =>
    id ? [String(id)] : [],
  );
  return {
    kind: 'deal_merged',
    dealId: String(survivor),
    mergedDealIds: [...new Set(involved)].filter((id) => id !== String(survivor)),
  };
}

/** HubSpot sends an association from both of its sides; the deal's side decides which id is the deal's. */
function associatedDeal(event: HubSpotEvent): number | undefined {
  if (event.associationType?.startsWith('DEAL_TO_')) return event.fromObjectId;
  if (event.associationType?.endsWith('_TO_DEAL')) return event.toObjectId;
  if (event.fromObjectTypeId === dealObjectTypeId) return event.fromObjectId;
  if (event.toObjectTypeId === dealObjectTypeId) return event.toObjectId;
  return event.objectTypeId === dealObjectTypeId ? event.objectId : undefined;
}

/** `eventId` alone is not unique, and `attemptNumber` grows with each delivery of the same event. */
function dedupeKey(event: HubSpotEvent, type: string): string {
  const record =
    event.objectId ?? event.newObjectId ?? event.primaryObjectId ?? `${event.fromObjectId}-${event.toObjectId}`;
  return `${event.portalId}|${type}|${record}|${event.propertyName ?? event.associationType ?? ''}|${event.eventId ?? ''}|${event.occurredAt}`;
}

function unreadable(raw: unknown, reason: string): CrmEvent {
  const isRecord = typeof raw === 'object' && raw !== null;
  // the same event delivered again differs in attemptNumber only
  const identity = JSON.stringify(isRecord ? { ...raw, attemptNumber: undefined } : raw);
  const portalId = isRecord && 'portalId' in raw && Number.isSafeInteger(raw.portalId) ? String(raw.portalId) : '';
  return {
    dedupeKey: `unreadable|${createHash('sha256').update(identity).digest('hex')}`,
    kind: 'unreadable',
    dealId: '',
    mergedDealIds: [],
    accountId: portalId,
    occurredAt: null,
    isOwnWrite: false,
    reason,
    raw,
  };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
}
