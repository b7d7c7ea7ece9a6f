import type { endpoints } from '../../contracts/api/index.ts';
import { listDocuments } from '../../db/documents.ts';
import type { Handler } from '../http/handler.ts';
import { isSignedInAs, openedLink } from './task-links.ts';

/** Of the link's own task alone; a link to an internal task opens for our people only. */
export const documents: Handler<typeof endpoints.listTaskLinkDocuments> = async ({ link: given, caller }, { db }) => {
  const link = openedLink(given);
  return {
    items: await listDocuments(db, link.onboardingId, link.taskId),
    isSignedIn: isSignedInAs(link, caller),
  };
};
