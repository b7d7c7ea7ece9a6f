/** A document's content, for our people. Not JSON, so it stands beside the table of endpoints. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { viewer } from '../../contracts/api/endpoint.ts';
import { readDocument } from '../../db/documents.ts';
import { AppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';
import { noteRoute } from '../http/request-log.ts';
import { sendDocument } from './send-document.ts';

const shape = z.object({ documentId: z.uuid() });

export function documentRoutes(deps: ApiDeps): Router {
  const router = Router();
  const cookieName = sessionCookieName(deps.publicUrl);
  router.get('/documents/:documentId/content', async (request: Request, response: Response) => {
    noteRoute(response, '/api/v1/documents/:documentId/content');
    authorise(await findCaller(deps.db, request, cookieName), viewer);
    const params = shape.safeParse(request.params);
    const document = params.success ? await readDocument(deps.db, params.data.documentId) : null;
    if (!document) throw new AppError('not_found', { message: 'There is no such document' });
    sendDocument(response, document);
  });
  return router;
}
