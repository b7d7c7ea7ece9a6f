import type { endpoints } from '../../contracts/api/index.ts';
import { findPerson, listPeople, type PersonView } from '../../db/queries/list-people.ts';
import { isAtLeast } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';
import { createPerson, updatePerson } from '../../usecases/people/change-person.ts';
import { tryMailAgain } from '../../usecases/people/try-mail-again.ts';
import type { ApiDeps } from '../deps.ts';
import { hasScope } from '../http/access.ts';
import type { Handler } from '../http/handler.ts';

async function viewOf({ db }: ApiDeps, personId: string): Promise<PersonView> {
  const person = await findPerson(db, personId);
  if (!person) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
  return person;
}

export const list: Handler<typeof endpoints.listPeople> = ({ query }, { db }) =>
  listPeople(db, { side: query.side ?? null, search: query.search || null, cursor: query.cursor, limit: query.limit });

export const create: Handler<typeof endpoints.createPerson> = async ({ body }, deps) => {
  const { name, email } = body;
  return viewOf(deps, await createPerson(deps, { ...body, name, email }));
};

export const update: Handler<typeof endpoints.updatePerson> = async ({ params, body, caller }, deps) => {
  const mayAdminister =
    caller.kind === 'person'
      ? isAtLeast(caller.person.staffRole, 'admin')
      : caller.kind === 'api_key' && hasScope(caller.key.scopes, 'admin');
  await updatePerson(deps, params.personId, body, mayAdminister);
  return viewOf(deps, params.personId);
};

export const tryAgain: Handler<typeof endpoints.tryMailAgain> = async ({ params }, deps) => {
  await tryMailAgain(deps, params.personId);
  return viewOf(deps, params.personId);
};
