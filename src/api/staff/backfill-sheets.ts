/** Tables of what runs elsewhere. Bytes, so beside the table of endpoints; kept only as what was read from them. */
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { manager } from '../../contracts/api/endpoint.ts';
import { aboardColumns } from '../../contracts/api/backfills.ts';
import { jsonText } from '../../contracts/api/values.ts';
import { AppError } from '../../errors.ts';
import { giveSheet } from '../../usecases/aboard/give-sheet.ts';
import { lookAtSheet } from '../../usecases/aboard/read-sheet.ts';
import { sheetText } from '../../usecases/aboard/sheet-text.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';
import { refuseCrossSite } from '../http/cross-site.ts';
import { invalid } from '../http/problem.ts';
import { noteRoute } from '../http/request-log.ts';

const maxBytes = 5_000_000;
const byId = z.object({ backfillId: z.uuid() });
const withColumns = z.strictObject({ columns: jsonText.pipe(aboardColumns) });

export function backfillSheetRoutes(deps: ApiDeps): Router {
  const router = Router();
  const cookieName = sessionCookieName(deps.publicUrl);
  const { origin } = new URL(deps.publicUrl);
  // read into memory only for somebody who may
  const allowedAt =
    (path: string): RequestHandler =>
    async (request, response, next) => {
      noteRoute(response, `/api/v1${path}`);
      refuseCrossSite(request, origin);
      authorise(await findCaller(deps.db, request, cookieName), manager);
      next();
    };
  const body = express.raw({ type: () => true, limit: maxBytes });

  router.post('/backfills/sheet', allowedAt('/backfills/sheet'), body, (request: Request, response: Response) => {
    response.json(lookAtSheet(textOf(request)));
  });
  router.put(
    '/backfills/:backfillId/sheet',
    allowedAt('/backfills/:backfillId/sheet'),
    body,
    async (request: Request, response: Response) => {
      const params = byId.safeParse(request.params);
      if (!params.success) throw new AppError('not_found', { message: 'There is no such backfill' });
      const query = withColumns.safeParse(request.query);
      if (!query.success) throw invalid(query.error, 'query');
      await giveSheet(deps, params.data.backfillId, { text: textOf(request), columns: query.data.columns });
      response.status(204).end();
    },
  );
  return router;
}

const textOf = (request: Request): string => {
  const bytes: unknown = request.body;
  return bytes instanceof Uint8Array ? sheetText(bytes) : '';
};
