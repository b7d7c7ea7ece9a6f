/** Which kinds of mail a person wants: by one click of a provider, on the page behind it, or signed in. */
import type { Database } from '../../db/database.ts';
import { setUnsubscribed, unsubscribedKinds } from '../../db/unsubscribe.ts';
import type { Side } from '../../domain/model.ts';
import { isUnsubscribedFrom, kindsOfTopic, type MailTopic, mailTopics } from '../messages/topics.ts';
import { tellProcesses } from './change-person.ts';

export interface MailPreferences {
  email: string;
  topics: { topic: MailTopic; label: string; isWanted: boolean }[];
}

const labels: Record<MailTopic, string> = {
  tasks: 'your tasks: what is next, due and overdue',
  progress: 'progress: milestones, go-live, pauses',
  escalations: 'escalations',
  portfolio: 'the onboardings you look after',
};

const topicLabel = (topic: MailTopic, side: Side): string =>
  topic === 'portfolio' && side !== 'team' ? 'approvals that wait for you' : labels[topic];

/** Null: there is no such person. */
export async function mailPreferences(db: Database, personId: string): Promise<MailPreferences | null> {
  const person = await unsubscribedKinds(db, personId);
  if (!person) return null;
  const { email, side, unsubscribed } = person;
  return {
    email,
    topics: mailTopics.map((topic) => ({
      topic,
      label: topicLabel(topic, side),
      isWanted: !isUnsubscribedFrom(unsubscribed, topic),
    })),
  };
}

/**
 * Safe to repeat. Open onboardings hear of it: the next person is asked where somebody wants nothing about what they
 * own, and the CSM is told. @returns whether there is such a person.
 */
export function chooseMails(
  db: Database,
  personId: string,
  choice: Partial<Record<MailTopic, boolean>>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    for (const topic of mailTopics) {
      const isWanted = choice[topic];
      if (isWanted === undefined) continue;
      if (!(await setUnsubscribed(tx, personId, kindsOfTopic(topic), !isWanted))) return false;
    }
    await tellProcesses(tx, personId);
    return true;
  });
}
