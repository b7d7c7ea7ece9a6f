/** Reading onboardings: portfolio, one of them, its nudges, story, comments. */
import { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import { onboardingStatus } from '../../contracts/api/values.ts';
import { listComments } from '../../db/queries/list-comments.ts';
import { listNudges, listSilences } from '../../db/queries/list-nudges.ts';
import { listOnboardings } from '../../db/queries/list-onboardings.ts';
import { listStory } from '../../db/queries/list-story.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { requireOnboarding } from '../../db/queries/require-onboarding.ts';
import { planAmendment } from '../../domain/amend-plan.ts';
import type { Task } from '../../domain/model.ts';
import { planIds } from '../../domain/plan-ids.ts';
import { AppError } from '../../errors.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';
import { viewOnboarding } from './onboarding-view/view-onboarding.ts';
import { inWords, speakerFor } from './speaker-for.ts';
import { sentenceOf } from './story-sentences.ts';

const statuses = z.array(onboardingStatus);

function statusesOf(given: string | undefined): z.output<typeof statuses> | null {
  if (given === undefined || given === '') return null;
  const parsed = statuses.safeParse(given.split(','));
  if (!parsed.success)
    throw new AppError('invalid_input', {
      message: 'The query is not valid: status: name statuses, separated by commas',
      cause: parsed.error,
    });
  return parsed.data;
}

export const portfolio: Handler<typeof endpoints.listOnboardings> = async ({ query, caller }, { db, clock }) => {
  const page = await listOnboardings(
    db,
    {
      statuses: statusesOf(query.status),
      health: query.health ?? null,
      personId: query.personId ?? null,
      search: query.search || null,
      sort: query.sort,
      cursor: query.cursor,
      limit: query.limit,
    },
    clock.now(),
  );
  const speaker = speakerFor(caller, clock);
  return { ...page, items: page.items.map((item) => inWords(item, speaker)) };
};

export const start: Handler<typeof endpoints.startOnboarding> = ({ body, caller }, deps) =>
  deps.startOnboarding(body, actorOf(caller));

export const one: Handler<typeof endpoints.getOnboarding> = async ({ params, caller }, deps) =>
  inWords(await viewOnboarding(deps, params.onboardingId, caller), speakerFor(caller, deps.clock));

export const amendment: Handler<typeof endpoints.getAmendment> = async ({ params }, { db, clock, playbooks }) => {
  await requireOnboarding(db, params.onboardingId);
  const { state } = await loadOnboarding(db, params.onboardingId);
  const playbook = await playbooks.of(state.onboarding);
  const { added, dropped, integrations } = planAmendment(state, playbook, clock.now().toISOString());
  const phases = new Map(
    [...(playbook?.phases ?? [])].map(({ key, name }) => [planIds(params.onboardingId)('phase', key), name]),
  );
  const view = ({ id, name, phaseId, side, dueOn }: Task) => ({
    id,
    name,
    phase: phases.get(phaseId) ?? '',
    side,
    dueOn,
  });
  return { added: added.map(view), dropped: dropped.map(view), integrations };
};

export const nudges: Handler<typeof endpoints.getNudges> = async ({ params, query, caller }, deps) => {
  const { db } = deps;
  await requireOnboarding(db, params.onboardingId);
  const filter = {
    onboardingId: params.onboardingId,
    taskId: query.taskId ?? null,
    personId: query.personId ?? null,
    cursor: query.cursor,
    limit: query.limit,
  };
  const [page, silences, upcoming] = await Promise.all([
    listNudges(db, filter),
    listSilences(db, filter),
    deps.previewChase(params.onboardingId),
  ]);
  const { datesIn } = speakerFor(caller, deps.clock);
  return {
    ...page,
    items: page.items.map((nudge) => ({
      ...nudge,
      rule: datesIn(nudge.rule),
      reason: nudge.reason === null ? null : datesIn(nudge.reason),
    })),
    silences: silences.map((silence) => ({ ...silence, reason: datesIn(silence.reason) })),
    upcoming: upcoming.map((nudge) => ({
      ...nudge,
      rule: datesIn(nudge.rule),
      withheld: nudge.withheld === null ? null : datesIn(nudge.withheld),
    })),
  };
};

export const story: Handler<typeof endpoints.getStory> = async ({ params, query, caller }, { db, clock }) => {
  await requireOnboarding(db, params.onboardingId);
  const { items, next } = await listStory(db, {
    onboardingId: params.onboardingId,
    cursor: query.cursor,
    limit: query.limit,
  });
  const speaker = speakerFor(caller, clock);
  return { items: items.map((row) => sentenceOf(row, speaker)), next };
};

export const comments: Handler<typeof endpoints.getComments> = async ({ params, query }, { db }) => {
  await requireOnboarding(db, params.onboardingId);
  return listComments(db, {
    onboardingId: params.onboardingId,
    taskId: query.taskId ?? null,
    cursor: query.cursor,
    limit: query.limit,
  });
};
