/** The sandbox page's clock: where business time stands, and forward it goes. */
import { json, Router } from 'express';
import { z } from 'zod';
import { type ClockDeps, moveClock, viewClock } from '../../usecases/clock/move-clock.ts';

const longestMoveDays = 400;

const clockMove = z.union([
  z.strictObject({ advanceTo: z.iso.datetime() }),
  z.strictObject({ forwardDays: z.number().positive().max(longestMoveDays) }),
  z.strictObject({ toNext: z.literal(true) }),
]);

export function sandboxClockRoutes(deps: ClockDeps): Router {
  const router = Router();
  // one move at a time: two at once would pass wakes out of order
  let moving: Promise<unknown> = Promise.resolve();
  router.get('/', async (_request, response) => {
    response.json(await viewClock(deps));
  });
  router.post('/', json({ limit: '1kb' }), async (request, response) => {
    const move = clockMove.parse(request.body);
    const turn = moving.then(() => moveClock(deps, move));
    moving = turn.catch(() => undefined);
    const moved = await turn;
    response.json({ ...(await viewClock(deps)), ...moved });
  });
  return router;
}
