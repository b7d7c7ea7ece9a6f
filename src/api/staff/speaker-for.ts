import type { Clock } from '../../db/clock.ts';
import { createSpeaker, type Speaker } from '../../usecases/messages/wording/speak.ts';
import type { Caller } from '../http/caller.ts';

/** The screens speak English, so days in their sentences do; which day is today is the reader's. */
export const speakerFor = (caller: Caller, clock: Pick<Clock, 'now'>): Speaker =>
  createSpeaker({
    locale: 'en',
    timezone: (caller.kind === 'person' ? caller.person.timezone : null) ?? 'UTC',
    now: clock.now().toISOString(),
  });

interface Standing {
  problems: { message: string }[];
  health: { reasons: { fact: string }[] };
}

/** What the rules say of how it stands, with its days as the reader would say them. */
export const inWords = <T extends Standing>(view: T, { datesIn }: Speaker): T => ({
  ...view,
  problems: view.problems.map((problem) => ({ ...problem, message: datesIn(problem.message) })),
  health: {
    ...view.health,
    reasons: view.health.reasons.map((reason) => ({ ...reason, fact: datesIn(reason.fact) })),
  },
});
