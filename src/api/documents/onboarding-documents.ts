/**
 * Files of a whole onboarding. Our people hand them in for it or for one of its tasks; whoever has a task of it, signed in,
 * opens those that are not of internal work. Bytes, so beside the table of endpoints.
 */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { member } from '../../contracts/api/endpoint.ts';
import { readVisibleDocument } from '../../db/documents.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { commandRules } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';
import { maxFileBytes } from '../../usecases/documents/check-file.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { actorOf, findCaller, sessionCookieName } from '../http/caller.ts';
import { refuseCrossSite } from '../http/cross-site.ts';
import { invalid } from '../http/problem.ts';
import { noteRoute } from '../http/request-log.ts';
import { ownLink } from './own-link.ts';
import { bytesOf, tooLarge } from './raw-file.ts';
import { sendDocument } from './send-document.ts';

const byId = z.object({ onboardingId: z.uuid() });
const query = z.strictObject({ name: z.string().min(1).max(300), taskId: z.uuid().optional() });
const oneDocument = z.object({ documentId: z.uuid() });

export function onboardingDocumentRoutes(deps: ApiDeps): Router {
  const router = Router();
  const cookieName = sessionCookieName(deps.publicUrl);
  const { origin } = new URL(deps.publicUrl);

  router.get(
    '/task-links/:token/onboarding-documents/:documentId/content',
    async (request: Request, response: Response): Promise<void> => {
      noteRoute(response, '/api/v1/task-links/:token/onboarding-documents/:documentId/content');
      const { onboardingId, personId } = await ownLink(deps, request);
      const params = oneDocument.safeParse(request.params);
      const document = params.success
        ? await readVisibleDocument(deps.db, params.data.documentId, { onboardingId, personId, taskId: null })
        : null;
      if (!document) throw new AppError('not_found', { message: 'There is no such document' });
      sendDocument(response, document);
    },
  );

  // read into memory only for somebody who may hand it in
  const body = express.raw({ type: () => true, limit: maxFileBytes });
  router.post(
    '/onboardings/:onboardingId/documents',
    async (request: Request, response: Response, next: (error?: unknown) => void): Promise<void> => {
      noteRoute(response, '/api/v1/onboardings/:onboardingId/documents');
      refuseCrossSite(request, origin);
      const caller = await findCaller(deps.db, request, cookieName);
      authorise(caller, member);
      const params = byId.safeParse(request.params);
      if (!params.success) throw new AppError('not_found', { message: 'There is no such onboarding' });
      const given = query.safeParse(request.query);
      if (!given.success) throw invalid(given.error, 'query');
      const { onboardingId } = params.data;
      const { name, taskId = null } = given.data;
      const { state } = await loadOnboarding(deps.db, onboardingId);
      if (taskId !== null && !state.tasks.some(({ id }) => id === taskId))
        throw new AppError('not_found', { message: 'This onboarding has no such task' });
      if (!new Set<string>(commandRules.comment.when).has(state.onboarding.status))
        throw new AppError('not_allowed_now', { message: 'This onboarding takes no documents any more' });
      body(request, response, (error?: unknown) => {
        if (error !== undefined) return next(tooLarge(error));
        deps
          .addDocument({ onboardingId, taskId, name, bytes: bytesOf(request), actor: actorOf(caller) })
          .then(() => response.status(204).end(), next);
      });
    },
  );
  return router;
}
