import type { endpoints } from '../../contracts/api/index.ts';
import { listDefaultRoles, setDefaultRole } from '../../usecases/people/default-roles.ts';
import type { Handler } from '../http/handler.ts';

export const list: Handler<typeof endpoints.getDefaultRoles> = async (_call, deps) => ({
  items: await listDefaultRoles(deps),
});

export const set: Handler<typeof endpoints.setDefaultRole> = async ({ params, body }, deps) => {
  await setDefaultRole(deps, params.role, body.personId);
  return { items: await listDefaultRoles(deps) };
};
