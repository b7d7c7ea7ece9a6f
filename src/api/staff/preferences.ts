import type { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import { findPerson } from '../../db/queries/list-people.ts';
import { AppError } from '../../errors.ts';
import { updatePerson } from '../../usecases/people/change-person.ts';
import { chooseMails, mailPreferences } from '../../usecases/people/choose-mails.ts';
import type { ApiDeps } from '../deps.ts';
import { personOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

type Preferences = z.output<typeof endpoints.getMyPreferences.response>;

async function preferencesOf({ db }: ApiDeps, personId: string): Promise<Preferences> {
  const [preferences, person] = await Promise.all([mailPreferences(db, personId), findPerson(db, personId)]);
  if (!preferences || !person)
    throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
  const { timezone, locale, workDays, workStart, workEnd, holidayCountry } = person;
  const { absentFrom, absentUntil, delegate } = person;
  const hours = { timezone, locale, workDays, workStart, workEnd, holidayCountry, absentFrom, absentUntil, delegate };
  return { ...preferences, ...hours };
}

export const view: Handler<typeof endpoints.getMyPreferences> = ({ caller }, deps) =>
  preferencesOf(deps, personOf(caller).id);

export const choose: Handler<typeof endpoints.setMyPreferences> = async ({ caller, body }, deps) => {
  const { id } = personOf(caller);
  const { tasks, progress, escalations, portfolio, slack, ...hours } = body;
  // hours first: what they refuse is refused before anything is changed
  if (Object.keys(hours).length > 0) await updatePerson(deps, id, hours, false);
  await chooseMails(deps.db, id, { tasks, progress, escalations, portfolio, slack });
  return preferencesOf(deps, id);
};
