import type { RequestHandler } from 'express';
import type { endpoints } from '../../contracts/api/index.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import { readUnsubscribeToken, type Unsubscription } from '../../usecases/messages/unsubscribe-token.ts';
import { chooseMails, mailPreferences } from '../../usecases/people/choose-mails.ts';
import type { Handler } from '../http/handler.ts';
import { noteRoute } from '../http/request-log.ts';

const unknownLink = (): AppError =>
  new AppError('not_found', { message: 'There is no such link. Was it copied whole?' });

function open(secret: string, token: string): Unsubscription {
  const read = readUnsubscribeToken(token, secret);
  if (!read) throw unknownLink();
  return read;
}

async function viewOf(db: Database, { personId, topic, channel }: Unsubscription) {
  const preferences = await mailPreferences(db, personId);
  const own = preferences?.topics.find((one) => one.topic === topic);
  if (!preferences || !own) throw unknownLink();
  const isSent = channel === 'slack' ? preferences.isInSlack && own.isWantedInSlack : own.isWanted;
  return { ...preferences, channel, kind: topic, kindLabel: own.label, isUnsubscribed: !isSent };
}

/** Mail programs without one click open the address in their user's browser. */
export const showPage: RequestHandler<{ token: string }> = (request, response, next) => {
  if (request.accepts(['json', 'html']) !== 'html') return next();
  noteRoute(response, '/api/v1/unsubscribe/:token');
  response.vary('Accept').redirect(303, `/u/${encodeURIComponent(request.params.token)}`);
};

export const view: Handler<typeof endpoints.getUnsubscribe> = ({ params }, { db, secret }) =>
  viewOf(db, open(secret, params.token));

/** Mail providers press this for their users (RFC 8058): no cookie, no origin, and never a redirect. */
export const change: Handler<typeof endpoints.unsubscribe> = async ({ params, body }, { db, secret }) => {
  const { personId, topic, channel } = open(secret, params.token);
  const isWanted = body.undo === true;
  const choice = { [topic]: isWanted };
  if (!(await chooseMails(db, personId, channel === 'slack' ? { slack: choice } : choice))) throw unknownLink();
  return { isUnsubscribed: !isWanted };
};

export const choose: Handler<typeof endpoints.chooseMailsByLink> = async ({ params, body }, { db, secret }) => {
  const link = open(secret, params.token);
  if (!(await chooseMails(db, link.personId, body))) throw unknownLink();
  return viewOf(db, link);
};
