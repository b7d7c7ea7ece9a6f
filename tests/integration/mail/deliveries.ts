/** One task's reminder of the day it is due, claimed to be delivered. */
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import type { IntentRow, MessageRow, World } from './message-fixture.ts';

export function deliveriesIn(world: World) {
  const claimFor = async (personId = world.customer): Promise<string> =>
    (await claimDigest(world.deps, personId)).messageId ?? '';
  return {
    claimFor,
    deliver: (messageId: string): Promise<void> => deliverMessage(world.deps, messageId),
    message: (id: string): Promise<MessageRow> => world.row('messages', id),
    intent: (id: string): Promise<IntentRow> => world.row('intents', id),
    async claimedDue(): Promise<{ messageId: string; taskId: string; intentId: string }> {
      const taskId = await world.addTask();
      const intentId = await world.addIntent('due', { task_id: taskId });
      return { taskId, intentId, messageId: await claimFor() };
    },
  };
}
