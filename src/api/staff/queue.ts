import type { endpoints } from '../../contracts/api/index.ts';
import { dismissQuarantined, replayQuarantined } from '../../db/quarantine.ts';
import { listQuarantine } from '../../db/queries/list-quarantine.ts';
import { listQueue } from '../../db/queries/list-queue.ts';
import { AppError } from '../../errors.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';
import { queueItems } from './queue-words.ts';
import { speakerFor } from './speaker-for.ts';

export const queue: Handler<typeof endpoints.getQueue> = async ({ query, caller }, { db, clock }) => {
  const personId = caller.kind === 'person' ? caller.person.id : null;
  if (query.mine === 'true' && personId === null)
    throw new AppError('invalid_input', { message: 'An API key has no queue of its own' });
  const facts = await listQueue(db, query.mine === 'true' ? personId : null, clock.now());
  return { items: queueItems(facts, personId, speakerFor(caller, clock)) };
};

export const quarantine: Handler<typeof endpoints.listQuarantine> = ({ query }, { db }) => listQuarantine(db, query);

export const dismiss: Handler<typeof endpoints.dismissQuarantined> = async (
  { params, body, caller },
  { db, clock },
) => {
  const wasOpen = await dismissQuarantined(db, {
    eventId: params.eventId,
    reason: body.reason,
    by: actorOf(caller).label,
    now: clock.now(),
  });
  if (!wasOpen)
    throw new AppError('not_found', {
      message: 'There is no such quarantined event, or it was closed before',
      details: { eventId: params.eventId },
    });
};

export const replay: Handler<typeof endpoints.replayQuarantined> = async ({ body, caller }, { db, clock }) => ({
  replayed: await replayQuarantined(db, {
    eventId: body.eventId ?? null,
    by: actorOf(caller).label,
    now: clock.now(),
  }),
});
