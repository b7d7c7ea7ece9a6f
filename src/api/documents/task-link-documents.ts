/**
 * Files of the one task that a link was sent for. A link alone proves only that somebody has the mail, which may have
 * been passed on: files are opened and handed in by its own person, signed in. Bytes, so beside the table of endpoints.
 */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { readVisibleDocument } from '../../db/documents.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { ownerCommands } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';
import { maxFileBytes } from '../../usecases/documents/check-file.ts';
import { countByLink } from '../../usecases/task-links/link-limits.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseCrossSite } from '../http/cross-site.ts';
import { invalid } from '../http/problem.ts';
import { noteRoute } from '../http/request-log.ts';
import { ownLink } from './own-link.ts';
import { bytesOf, tooLarge } from './raw-file.ts';
import { sendDocument } from './send-document.ts';

const oneDocument = z.object({ documentId: z.uuid() });
const named = z.strictObject({ name: z.string().min(1).max(300) });

export function taskLinkDocumentRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { origin } = new URL(deps.publicUrl);

  router.get(
    '/task-links/:token/documents/:documentId/content',
    async (request: Request, response: Response): Promise<void> => {
      noteRoute(response, '/api/v1/task-links/:token/documents/:documentId/content');
      const link = await ownLink(deps, request);
      const params = oneDocument.safeParse(request.params);
      const document = params.success ? await readVisibleDocument(deps.db, params.data.documentId, link) : null;
      if (!document) throw new AppError('not_found', { message: 'There is no such document' });
      sendDocument(response, document);
    },
  );

  // read into memory only for somebody who may hand it in
  const body = express.raw({ type: () => true, limit: maxFileBytes });
  router.post(
    '/task-links/:token/documents',
    async (request: Request, response: Response, next: (error?: unknown) => void): Promise<void> => {
      noteRoute(response, '/api/v1/task-links/:token/documents');
      refuseCrossSite(request, origin);
      const link = await ownLink(deps, request);
      const query = named.safeParse(request.query);
      if (!query.success) throw invalid(query.error, 'query');
      const { state } = await loadOnboarding(deps.db, link.onboardingId);
      const task = state.tasks.find(({ id }) => id === link.taskId);
      if (!task || !ownerCommands(task, state.onboarding.status, true).can.includes('comment'))
        throw new AppError('not_allowed_now', { message: 'This task takes no documents any more' });
      await countByLink(deps.db, 'upload', link.personId);
      body(request, response, (error?: unknown) => {
        if (error !== undefined) return next(tooLarge(error));
        const actor = { kind: 'person', id: link.personId, label: link.personName } as const;
        deps
          .addDocument({
            onboardingId: link.onboardingId,
            taskId: link.taskId,
            name: query.data.name,
            bytes: bytesOf(request),
            actor,
          })
          .then(() => response.status(204).end(), next);
      });
    },
  );
  return router;
}
