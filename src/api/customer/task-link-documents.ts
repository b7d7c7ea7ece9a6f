import type { endpoints } from '../../contracts/api/index.ts';
import { listVisibleDocuments } from '../../db/documents.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import type { Handler } from '../http/handler.ts';
import { isSignedInAs, openedLink } from './task-links.ts';

/** Of the link's own task alone; a link to an internal task opens for our people only. */
export const documents: Handler<typeof endpoints.listTaskLinkDocuments> = async ({ link: given, caller }, { db }) => {
  const link = openedLink(given);
  return {
    items: await listVisibleDocuments(db, link),
    isSignedIn: isSignedInAs(link, caller),
  };
};

/** More than the one task that the link was sent for, so for its own person alone, signed in. */
export const ofOnboarding: Handler<typeof endpoints.listOnboardingDocuments> = async (
  { link: given, caller },
  { db },
) => {
  const link = openedLink(given);
  const isSignedIn = isSignedInAs(link, caller);
  const { state } = await loadOnboarding(db, link.onboardingId);
  return {
    onboarding: state.onboarding.name,
    items: isSignedIn ? await listVisibleDocuments(db, { ...link, taskId: null }) : [],
    isSignedIn,
  };
};
