/** Many claimed messages at once: begun in groups, sent side by side, settled in groups (decision 022). */
import { setTimeout as pause } from 'node:timers/promises';
import { type BegunMail, beginMails } from './begin-mails.ts';
import { deliverMessage, type DeliveryDeps } from './deliver.ts';
import { sendStarted } from './deliver-mail.ts';
import { createSettling } from './settle-in-groups.ts';

const groupSize = 25;
/** Begun and not settled: so many may be left unclear when the process ends; as many as the server takes in `quickMs`. */
const fewestUnderWay = 12;
const mostUnderWay = 50;
const quickMs = 200;
/** then a smaller group goes, so that mails that hang hold up no others */
const patienceMs = 50;

/** @returns the messages that failed and are to be tried again */
export type BulkDelivery = (messageIds: readonly string[]) => Promise<string[]>;

export function createBulkDelivery(deps: DeliveryDeps): BulkDelivery {
  const settle = createSettling(deps);
  let limit = fewestUnderWay;

  const send = async ({ message, mail }: BegunMail): Promise<void> => {
    if (!deps.mail) return;
    const from = performance.now();
    const serverResponse = await sendStarted(deps, deps.mail, mail, message);
    const isQuick = performance.now() - from <= quickMs;
    limit = isQuick ? Math.min(mostUnderWay, limit + 1) : Math.max(fewestUnderWay, limit - 1);
    if (serverResponse !== null) await settle({ messageId: message.id, serverResponse });
  };

  return async (messageIds) => {
    const failed: string[] = [];
    const underWay = new Set<Promise<void>>();
    const run = (messageId: string, work: () => Promise<void>): void => {
      const one = work()
        .catch(() => {
          // it says in its row what went wrong
          failed.push(messageId);
        })
        .finally(() => underWay.delete(one));
      underWay.add(one);
    };
    const room = async (): Promise<number> => {
      const until = performance.now() + patienceMs;
      const isFull = (): boolean =>
        limit - underWay.size < (performance.now() < until ? Math.min(groupSize, limit / 2) : 1);
      while (isFull()) await Promise.race([...underWay, pause(patienceMs)]);
      return Math.min(groupSize, limit - underWay.size);
    };
    for (let next = 0; next < messageIds.length;) {
      const group = messageIds.slice(next, next + (await room()));
      next += group.length;
      const begun = await begin(deps, group);
      for (const mail of begun) run(mail.message.id, () => send(mail));
      const begunIds = new Set(begun.map(({ message }) => message.id));
      for (const id of group.filter((one) => !begunIds.has(one))) run(id, () => deliverMessage(deps, id));
    }
    await Promise.all(underWay);
    return failed;
  };
}

/** What makes one of a group fail must not hold up the others: then each goes its own way. */
const begin = (deps: DeliveryDeps, group: readonly string[]): Promise<BegunMail[]> =>
  beginMails(deps, group).catch(() => []);
