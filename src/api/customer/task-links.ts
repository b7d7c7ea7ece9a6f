import type { endpoints } from '../../contracts/api/index.ts';
import { blockersAskedOf } from '../../db/asked-blockers.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { loadTaskLinkFacts } from '../../db/queries/task-link-page.ts';
import type { StoredLink } from '../../db/links.ts';
import { AppError } from '../../errors.ts';
import { renewTaskLink } from '../../usecases/task-links/renew-task-link.ts';
import type { Caller } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';
import { viewTaskLink } from './task-link-view.ts';

/** The link's own person, signed in: more than somebody who has the mail. */
export const isSignedInAs = (link: StoredLink, caller: Caller): boolean =>
  caller.kind === 'person' && caller.person.id === link.personId;

export function openedLink(link: StoredLink | null): StoredLink {
  if (!link) throw new AppError('internal', { message: 'An endpoint for links was called without one' });
  return link;
}

export const view: Handler<typeof endpoints.getTaskLink> = async (call, { db, clock, companyName, playbooks }) => {
  const link = openedLink(call.link);
  const [{ state }, facts, askedIds] = await Promise.all([
    loadOnboarding(db, link.onboardingId),
    loadTaskLinkFacts(db, link.onboardingId, link.taskId),
    blockersAskedOf(db, link, clock.now()),
  ]);
  if (!facts) throw new AppError('not_found', { message: 'This task is no longer part of the plan' });
  return viewTaskLink({
    link,
    state,
    facts,
    companyName,
    playbook: await playbooks.of(state.onboarding),
    askedIds: new Set(askedIds),
    isSignedIn: isSignedInAs(link, call.caller),
    now: clock.now(),
  });
};

export const renew: Handler<typeof endpoints.renewTaskLink> = async ({ params }, deps) => {
  await renewTaskLink(deps, params.token);
};
