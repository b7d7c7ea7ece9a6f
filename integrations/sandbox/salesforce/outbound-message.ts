/** What an outbound message says: the package's fields of each record, as it is by now. */
import { type MessageObject, messages } from './flow.ts';
import type { Org } from './org.ts';
import { envelopeOf } from './outbound-envelope.ts';
import { recordId } from './record-id.ts';
import type { FieldDefinition, FieldValue, Notification } from './state.ts';

const apiVersion = '66.0';
/** named in messages, and never reached */
const instanceUrl = 'https://northwind.my.salesforce.com';

export function messageOf(org: Org, object: MessageObject, batch: Notification[]): string {
  const definition = org.object(object);
  return envelopeOf({
    organizationId: org.state.organizationId,
    actionId: recordId('04k', messages[object].number),
    apiVersion,
    instanceUrl,
    notifications: batch.map(({ id, recordId: about }) => {
      const row = org.find(object, about);
      const fields = messages[object].fields.flatMap((name): [FieldDefinition, FieldValue][] => {
        const field = definition?.fields.find((one) => one.name === name);
        return field ? [[field, row?.[name] ?? null]] : [];
      });
      return { id, type: object, fields: row ? fields : null };
    }),
  });
}
