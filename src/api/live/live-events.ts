/** `GET /api/v1/events`: hints to read again, over SSE. One database connection serves every stream of this process. */
import { type Request, type Response, Router } from 'express';
import { viewer } from '../../contracts/api/endpoint.ts';
import type { LiveEvent } from '../../contracts/live-events.ts';
import { listenLive } from '../../db/live.ts';
import { liveStaffSessions } from '../../db/sessions.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';
import { noteRoute } from '../http/request-log.ts';
import { createCoalescer } from './coalesce.ts';

const everyMs = 25_000;
/** A reader that falls this far behind is let go; it reconnects and reads everything again. */
const maxBufferedBytes = 256 * 1024;

/** An API key's stream ends after this long and shows its key again. */
const keyStreamMs = 600_000;

interface Stream {
  response: Response;
  sessionHash: string | null;
  until: number;
}

export interface LiveEvents {
  routes: Router;
  close(): Promise<void>;
}

export function createLiveEvents(deps: ApiDeps, heartbeatMs = everyMs): LiveEvents {
  const streams = new Set<Stream>();
  const send = (event: LiveEvent): void => {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    for (const stream of streams) {
      stream.response.write(text);
      if (stream.response.writableLength > maxBufferedBytes) stream.response.destroy();
    }
  };
  const coalesce = createCoalescer(send);
  // after a gap anything may have changed
  const listener = listenLive({
    databaseUrl: deps.databaseUrl,
    logger: deps.logger,
    onEvent: (event) => coalesce.push(event),
    onGap: () => send({ type: 'clock' }),
  });
  const heartbeat = setInterval(() => {
    keepAuthorised(deps, streams).catch((error: unknown) =>
      deps.logger.warn({ err: error }, 'Live streams could not be checked'),
    );
  }, heartbeatMs).unref();

  const routes = Router();
  routes.get('/events', async (request: Request, response: Response) => {
    noteRoute(response, '/api/v1/events');
    const caller = await findCaller(deps.db, request, sessionCookieName(deps.publicUrl));
    authorise(caller, viewer);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    if (request.method === 'HEAD') return response.end();
    response.write('retry: 2000\n: welcome\n\n');
    const stream = {
      response,
      sessionHash: caller.kind === 'person' ? caller.sessionHash : null,
      until: performance.now() + keyStreamMs,
    };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
  });
  return {
    routes,
    async close() {
      clearInterval(heartbeat);
      coalesce.stop();
      for (const { response } of streams) response.end();
      await listener.stop();
    },
  };
}

/** Keeps proxies from closing streams, and ends those whose session has ended. */
async function keepAuthorised(deps: ApiDeps, streams: Set<Stream>): Promise<void> {
  const hashes = [...streams].flatMap(({ sessionHash }) => sessionHash ?? []);
  const live = hashes.length > 0 ? await liveStaffSessions(deps.db, [...new Set(hashes)]) : new Set<string>();
  for (const { response, sessionHash, until } of streams) {
    const isOver = sessionHash === null ? performance.now() > until : !live.has(sessionHash);
    if (isOver) response.end();
    else response.write(': still here\n\n');
  }
}
