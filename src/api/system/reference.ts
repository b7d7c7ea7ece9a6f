/** The OpenAPI document and a page to read it: plain HTML without scripts, so that it works offline and under our CSP. */
import { type Response, Router } from 'express';
import type { ApiDeps } from '../deps.ts';
import { noteRoute } from '../http/request-log.ts';
import { createOpenApiDocument } from './openapi.ts';
import { referencePage, referenceStyle } from './reference-page.ts';

export function referenceRoutes(deps: ApiDeps): Router {
  const router = Router();
  let made: { document: string; page: string } | null = null;
  const documents = (): { document: string; page: string } => {
    if (!made) {
      const document = createOpenApiDocument(deps);
      made = { document: JSON.stringify(document), page: referencePage(document) };
    }
    return made;
  };
  const send = (response: Response, type: string, text: string): void => {
    response.setHeader('Cache-Control', 'no-cache');
    response.type(type).send(text);
  };
  router.get('/api/v1/openapi.json', (_request, response) => {
    noteRoute(response, '/api/v1/openapi.json');
    send(response, 'application/json', documents().document);
  });
  router.get('/api/docs', (_request, response) => {
    noteRoute(response, '/api/docs');
    send(response, 'html', documents().page);
  });
  router.get('/api/docs/style.css', (_request, response) => {
    noteRoute(response, '/api/docs');
    send(response, 'css', referenceStyle);
  });
  return router;
}
