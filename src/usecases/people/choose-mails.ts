/** Which kinds of message a person wants by which channel: by one click of a mail provider, on the page behind it, or signed in. */
import type { Database } from '../../db/database.ts';
import { setUnsubscribed, setUnwantedInSlack, unwantedKinds } from '../../db/unsubscribe.ts';
import type { Side } from '../../domain/model.ts';
import { isUnsubscribedFrom, kindsOfTopic, type MailTopic, mailTopics } from '../messages/topics.ts';
import { tellProcesses } from './change-person.ts';

export interface MailPreferences {
  email: string;
  isInSlack: boolean;
  /** `isWanted`: by mail */
  topics: { topic: MailTopic; label: string; isWanted: boolean; isWantedInSlack: boolean }[];
}

type PerTopic = Partial<Record<MailTopic, boolean | undefined>>;
/** by mail, and in Slack */
export type MailChoice = PerTopic & { slack?: PerTopic | undefined };

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
  const person = await unwantedKinds(db, personId);
  if (!person) return null;
  const { email, side, unsubscribed, unwantedInSlack } = person;
  return {
    email,
    isInSlack: unwantedInSlack !== null,
    topics: mailTopics.map((topic) => ({
      topic,
      label: topicLabel(topic, side),
      isWanted: !isUnsubscribedFrom(unsubscribed, topic),
      isWantedInSlack: !isUnsubscribedFrom(unwantedInSlack ?? [], topic),
    })),
  };
}

/**
 * Safe to repeat. Open onboardings hear of it: the next person is asked where somebody wants nothing about what they
 * own, and the CSM is told. @returns whether there is such a person.
 */
export function chooseMails(db: Database, personId: string, choice: MailChoice): Promise<boolean> {
  return db.transaction(async (tx) => {
    for (const topic of mailTopics) {
      const kinds = kindsOfTopic(topic);
      const isWanted = choice[topic];
      const isWantedInSlack = choice.slack?.[topic];
      if (isWantedInSlack !== undefined) await setUnwantedInSlack(tx, personId, kinds, !isWantedInSlack);
      if (isWanted !== undefined && !(await setUnsubscribed(tx, personId, kinds, !isWanted))) return false;
    }
    await tellProcesses(tx, personId);
    return true;
  });
}
