import type { SlackReader } from '../../db/queries/slack-screens.ts';
import type { Person } from '../../domain/model.ts';
import { isAtLeast } from '../../domain/permissions.ts';
import { createSpeaker, type Speaker } from '../messages/wording/speak.ts';
import { slackWordsFor } from './wording/index.ts';
import type { SlackWords } from './wording/slack-words.ts';

/** As in the console: whoever of ours has a role there sees every onboarding. */
export const readerOf = ({ id, side, staffRole }: Person): SlackReader => ({
  personId: id,
  side,
  seesAll: side === 'team' && isAtLeast(staffRole, 'viewer'),
});

export interface Voice {
  speaker: Speaker;
  words: SlackWords;
}
export const voiceOf = ({ locale, timezone }: Pick<Person, 'locale' | 'timezone'>, now: Date): Voice => ({
  speaker: createSpeaker({ locale, timezone: timezone ?? 'UTC', now: now.toISOString() }),
  words: slackWordsFor(locale),
});
