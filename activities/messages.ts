/** What workflows cause in people's inboxes. */
import { deliverMessage, type DeliveryDeps } from '../src/usecases/messages/deliver.ts';
import type { DeliveryActivities } from '../workflows/person-digest/messages.ts';

export const createMessageActivities = (deps: DeliveryDeps): DeliveryActivities => ({
  deliverMessage: ({ messageId }) => deliverMessage(deps, messageId),
});
