/** Who learns of words: our people of what somebody else wrote, and whoever wrote of the answer. */
import { carerToHear } from './chase/who.ts';
import type { Actor, OnboardingState, PlannedIntent } from './model.ts';

/** What a mail quotes; the whole stands on the page that it leads to. */
const quotedLength = 600;

interface Words {
  commentId: string;
  /** null: of the onboarding as a whole */
  taskId: string | null;
  body: string;
}

/** Somebody else than our team wrote: whoever looks after the customer hears it with the day's message. */
export function commentReceived(state: OnboardingState, words: Words, actor: Actor, now: string): PlannedIntent[] {
  const csm = carerToHear({ state, now }, 'comment_received');
  if (csm === null) return [];
  const data = { commentId: words.commentId, name: nameOf(state, actor), about: aboutOf(state, words) };
  return [
    {
      ...intentOf(state, words, csm.id, now),
      kind: 'comment_received',
      urgency: 'digest',
      rule: 'somebody wrote and waits for an answer',
      data: { ...data, text: quoted(words.body) },
    },
  ];
}

/** Whoever asked hears the answer at once, in their working hours: it is they who wait, not we. */
export function commentAnswered(
  state: OnboardingState,
  words: Words,
  asked: { personId: string; body: string },
  actor: Actor,
  now: string,
): PlannedIntent {
  const data = { name: nameOf(state, actor), about: aboutOf(state, words) };
  return {
    ...intentOf(state, words, asked.personId, now),
    kind: 'comment_answered',
    urgency: 'now',
    rule: 'what they wrote was answered',
    data: { ...data, text: quoted(words.body), asked: quoted(asked.body) },
  };
}

const intentOf = (
  { onboarding }: OnboardingState,
  { commentId, taskId }: Words,
  personId: string,
  now: string,
): Pick<PlannedIntent, 'dedupeKey' | 'personId' | 'taskId' | 'blockerId' | 'notBefore'> => ({
  dedupeKey: [onboarding.id, 'comment', commentId, personId].join(':'),
  personId,
  taskId,
  blockerId: null,
  notBefore: now,
});

const nameOf = ({ people }: OnboardingState, actor: Actor): string =>
  people.find(({ id }) => id === actor.id)?.name ?? actor.label;

const aboutOf = ({ onboarding, tasks }: OnboardingState, { taskId }: Words): string =>
  tasks.find(({ id }) => id === taskId)?.name ?? onboarding.name;

const quoted = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length <= quotedLength ? trimmed : `${trimmed.slice(0, quotedLength - 1).trimEnd()}…`;
};
