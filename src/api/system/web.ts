/** The built web. Its one page serves every room; the paths carry tokens, so they are never logged. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { AppError } from '../../errors.ts';
import type { ApiDeps } from '../deps.ts';
import { noteRoute } from '../http/request-log.ts';

const rooms = [
  '/',
  '/console',
  '/console/*rest',
  '/t/*rest',
  '/u/*rest',
  '/p/*rest',
  '/sandbox',
  '/tasks',
  '/sign-in',
  '/sign-in/*rest',
];
/** Programs ask here, whatever they accept. */
const forPrograms = /^\/(api|assets|webhooks|sandbox\/api)(\/|$)/;
const yearMs = 31_536_000_000;

export function webRoutes(deps: ApiDeps): Router {
  const router = Router();
  const index = join(deps.webDir, 'index.html');
  router.use(
    '/assets',
    express.static(join(deps.webDir, 'assets'), {
      immutable: true,
      maxAge: yearMs,
      index: false,
      redirect: false,
      fallthrough: true,
    }),
  );
  router.use(
    express.static(deps.webDir, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      maxAge: 0,
      setHeaders: (response) => void response.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  const sendPage: RequestHandler = (_request, response) => {
    if (!existsSync(index))
      throw new AppError('not_found', { message: 'The web has not been built yet: npm run build' });
    response.sendFile(index, { headers: { 'Cache-Control': 'no-cache' }, lastModified: true, etag: true });
  };
  router.get(rooms, (request, response, next) => {
    noteRoute(response, `/${request.path.split('/')[1] ?? ''}`);
    sendPage(request, response, next);
  });
  // who mistyped an address sees a page that leads on; everybody else gets the problem as JSON
  router.get('/*rest', (request, response, next) => {
    if (forPrograms.test(request.path) || request.accepts(['application/problem+json', 'html']) !== 'html') {
      next();
      return;
    }
    response.status(404);
    sendPage(request, response, next);
  });
  return router;
}
