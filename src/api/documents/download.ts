/**
 * A document's content: for our people, only as a download and never shown by the browser on our origin, whatever it
 * claims to be. Not JSON, so it stands beside the table of endpoints.
 */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { viewer } from '../../contracts/api/endpoint.ts';
import { readDocument } from '../../db/documents.ts';
import { AppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';
import { noteRoute } from '../http/request-log.ts';

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
    response.setHeader('Content-Type', document.mediaType);
    response.setHeader('Content-Disposition', attachmentNamed(document.name));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'private, no-store');
    response.send(document.bytes);
  });
  return router;
}

/** RFC 6266: a plain name for old browsers, the real one encoded. */
export function attachmentNamed(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
