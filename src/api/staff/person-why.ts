import type { endpoints } from '../../contracts/api/index.ts';
import { listNudges, listSilences } from '../../db/queries/list-nudges.ts';
import { personReach } from '../../db/queries/person-reach.ts';
import { AppError } from '../../errors.ts';
import type { Handler } from '../http/handler.ts';
import { speakerFor } from './speaker-for.ts';

/** Playing one forward takes tens of milliseconds; those that wake first say most about what comes next. */
const mostPlayed = 5;

export const why: Handler<typeof endpoints.getPersonWhy> = async ({ params, query, caller }, deps) => {
  const { personId } = params;
  const reach = await personReach(deps.db, personId);
  if (!reach) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
  const { onboardings, ...rest } = reach;
  const filter = { onboardingId: null, taskId: null, personId, cursor: query.cursor, limit: query.limit };
  // further pages repeat nothing of what stands above them
  const played = query.cursor === undefined ? onboardings.slice(0, mostPlayed) : [];
  const { datesIn } = speakerFor(caller, deps.clock);
  const [page, silences, upcoming] = await Promise.all([
    listNudges(deps.db, filter),
    query.cursor === undefined ? listSilences(deps.db, filter) : [],
    Promise.all(
      played.map(async (onboarding) =>
        (await deps.previewChase(onboarding.id))
          .filter(({ person }) => person?.id === personId)
          .map((nudge) => ({ ...nudge, onboarding })),
      ),
    ),
  ]);
  return {
    ...page,
    ...rest,
    items: page.items.map((nudge) => ({
      ...nudge,
      rule: datesIn(nudge.rule),
      reason: nudge.reason === null ? null : datesIn(nudge.reason),
    })),
    silences: silences.map((silence) => ({ ...silence, reason: datesIn(silence.reason) })),
    upcoming: upcoming
      .flat()
      .map((nudge) => ({
        ...nudge,
        rule: datesIn(nudge.rule),
        withheld: nudge.withheld === null ? null : datesIn(nudge.withheld),
      }))
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    onboardings: { open: onboardings.length, played: played.length },
  };
};
