/** Notes and tasks without doubles: looked for among the deal's own before they are created. Never by search, which lags. */
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects/models/AssociationSpec.js';
import type { BeforeCreate } from '../ports.ts';
import { associationTypeIds, readAssociations } from './associations.ts';
import { readRecords } from './records.ts';
import { referenceOf } from './references.ts';
import { oneRecordSchema } from './schemas.ts';
import type { Transport } from './transport.ts';
import { toHtml } from './values.ts';

export interface Ensured {
  id: string;
  created: boolean;
}

interface Engagement {
  objectType: 'notes' | 'tasks';
  bodyProperty: 'hs_note_body' | 'hs_task_body';
  typeId: number;
  key: string;
  dealId: string;
  body: string;
  properties: Record<string, string>;
  beforeCreate: BeforeCreate | undefined;
}

/** HubSpot takes 65,536 characters; escaping makes a text up to five times as long. */
const maxBody = 13_000;

export const ensureNote = (
  transport: Transport,
  { key, dealId, body, at }: { key: string; dealId: string; body: string; at: string },
  beforeCreate?: BeforeCreate,
): Promise<Ensured> =>
  ensureEngagement(transport, {
    objectType: 'notes',
    bodyProperty: 'hs_note_body',
    typeId: associationTypeIds.noteToDeal,
    key,
    dealId,
    body,
    properties: { hs_timestamp: at },
    beforeCreate,
  });

export const ensureTask = (
  transport: Transport,
  {
    key,
    dealId,
    subject,
    body,
    dueAt,
    ownerId,
  }: {
    key: string;
    dealId: string;
    subject: string;
    body: string;
    dueAt: string;
    ownerId: string | null;
  },
  beforeCreate?: BeforeCreate,
): Promise<Ensured> =>
  ensureEngagement(transport, {
    objectType: 'tasks',
    bodyProperty: 'hs_task_body',
    typeId: associationTypeIds.taskToDeal,
    key,
    dealId,
    body,
    properties: {
      hs_timestamp: dueAt,
      hs_task_subject: subject,
      hs_task_status: 'NOT_STARTED',
      hs_task_priority: 'MEDIUM',
      hs_task_type: 'TODO',
      ...(ownerId && { hubspot_owner_id: ownerId }),
    },
    beforeCreate,
  });

async function ensureEngagement(
  transport: Transport,
  { objectType, bodyProperty, typeId, key, dealId, body, properties, beforeCreate }: Engagement,
): Promise<Ensured> {
  const reference = referenceOf(key);
  const links = await readAssociations(transport, 'deals', objectType, [dealId]);
  const present = await readRecords(transport, objectType, links.get(dealId)?.map(({ toId }) => toId) ?? [], [
    bodyProperty,
  ]);
  const ours = [...present.values()].find((record) => record.properties[bodyProperty]?.includes(reference));
  if (ours) return { id: ours.id, created: false };
  const html = `${toHtml(body.slice(0, maxBody))}<br><br>${reference}`;
  const created = await transport.call({
    doing: objectType === 'notes' ? 'writing a note' : 'writing a task',
    answer: oneRecordSchema,
    beforeSend: beforeCreate,
    send: (client) =>
      client.crm.objects.basicApi.create(objectType, {
        properties: { ...properties, [bodyProperty]: html },
        associations: [
          {
            to: { id: dealId },
            types: [
              { associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: typeId },
            ],
          },
        ],
      }),
  });
  return { id: created.id, created: true };
}
