import type { endpoints } from '../../contracts/api/index.ts';
import { listBackfillItems, listBackfills } from '../../db/queries/list-backfills.ts';
import { choosePlaybook } from '../../usecases/aboard/choose-playbook.ts';
import { beginBackfill, resumeBackfill, runBackfill, stopBackfill } from '../../usecases/aboard/steer-backfill.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const list: Handler<typeof endpoints.listBackfills> = async (_call, { db }) => ({
  items: await listBackfills(db),
});

export const create: Handler<typeof endpoints.createBackfill> = async ({ body, caller }, deps) => ({
  backfillId: await beginBackfill(deps, { ...body, startedBy: actorOf(caller).label }),
});

export const items: Handler<typeof endpoints.listBackfillItems> = ({ params, query }, { db }) =>
  listBackfillItems(db, {
    backfillId: params.backfillId,
    state: query.state,
    cursor: query.cursor,
    limit: query.limit,
  });

export const run: Handler<typeof endpoints.runBackfill> = async ({ params, body }, deps) => ({
  chosen: await runBackfill(deps, params.backfillId, body.dealIds ?? null),
});

export const choose: Handler<typeof endpoints.choosePlaybookAboard> = async ({ params, body }, deps) => {
  await choosePlaybook(deps.crm, { id: params.backfillId, ...body });
};

export const stop: Handler<typeof endpoints.stopBackfill> = async ({ params }, deps) => {
  await stopBackfill(deps, params.backfillId);
};

export const resume: Handler<typeof endpoints.resumeBackfill> = async ({ params }, deps) => {
  await resumeBackfill(deps, params.backfillId);
};
