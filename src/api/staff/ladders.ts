import type { endpoints } from '../../contracts/api/index.ts';
import { checkLadders } from '../../usecases/ladders/check-ladders.ts';
import { lookAtLadders } from '../../usecases/ladders/look-at-ladders.ts';
import { saveLadders } from '../../usecases/ladders/save-ladders.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const ladders: Handler<typeof endpoints.getLadders> = ({ params }, deps) => lookAtLadders(deps, params.key);

export const check: Handler<typeof endpoints.checkLadders> = ({ params, body }, deps) =>
  checkLadders(deps, params.key, body);

export const save: Handler<typeof endpoints.saveLadders> = async ({ params, body, caller }, deps) => {
  const saved = await saveLadders(deps, params.key, { ...body, byId: actorOf(caller).id });
  // what is saved is valid, whatever was wrong when the files were read
  deps.playbookProblems.delete(params.key);
  return { version: saved.version, isNew: saved.isNew };
};
