import type { endpoints } from '../../contracts/api/index.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import { chooseMails, mailPreferences, type MailPreferences } from '../../usecases/people/choose-mails.ts';
import { personOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

async function preferencesOf(db: Database, personId: string): Promise<MailPreferences> {
  const preferences = await mailPreferences(db, personId);
  if (!preferences) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
  return preferences;
}

export const view: Handler<typeof endpoints.getMyPreferences> = ({ caller }, { db }) =>
  preferencesOf(db, personOf(caller).id);

export const choose: Handler<typeof endpoints.setMyPreferences> = async ({ caller, body }, { db }) => {
  const { id } = personOf(caller);
  await chooseMails(db, id, body);
  return preferencesOf(db, id);
};
