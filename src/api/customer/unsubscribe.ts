import type { endpoints } from '../../contracts/api/index.ts';
import { setUnsubscribed, unsubscribedKinds } from '../../db/unsubscribe.ts';
import { AppError } from '../../errors.ts';
import { isUnsubscribedFrom, kindsOfTopic, type MailTopic } from '../../usecases/messages/topics.ts';
import { readUnsubscribeToken, type Unsubscription } from '../../usecases/messages/unsubscribe-token.ts';
import type { Handler } from '../http/handler.ts';

const labels: Record<MailTopic, string> = {
  tasks: 'your tasks: what is next, due and overdue',
  progress: 'progress: milestones, go-live, pauses',
  escalations: 'escalations',
  portfolio: 'the onboardings you look after',
};

const unknownLink = (): AppError =>
  new AppError('not_found', { message: 'There is no such link. Was it copied whole?' });

function open(secret: string, token: string): Unsubscription {
  const read = readUnsubscribeToken(token, secret);
  if (!read) throw unknownLink();
  return read;
}

export const view: Handler<typeof endpoints.getUnsubscribe> = async ({ params }, { db, secret }) => {
  const { personId, topic } = open(secret, params.token);
  const person = await unsubscribedKinds(db, personId);
  if (!person) throw unknownLink();
  return {
    email: person.email,
    kind: topic,
    kindLabel: labels[topic],
    isUnsubscribed: isUnsubscribedFrom(person.unsubscribed, topic),
  };
};

/** Mail providers press this for their users (RFC 8058): no cookie, no origin, and never a redirect. */
export const change: Handler<typeof endpoints.unsubscribe> = async ({ params, body }, { db, secret }) => {
  const { personId, topic } = open(secret, params.token);
  const isUnsubscribed = body.undo !== true;
  if (!(await setUnsubscribed(db, personId, kindsOfTopic(topic), isUnsubscribed))) throw unknownLink();
  return { isUnsubscribed };
};
