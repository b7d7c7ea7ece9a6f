import { createHash } from 'node:crypto';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { readHome } from '../../db/queries/slack-home.ts';
import type { Person } from '../../domain/model.ts';
import { section } from '../messages/render/slack-parts.ts';
import { escape } from '../messages/render/slack-text.ts';
import { homeBlocks, homeLimits } from './blocks/home.ts';
import { readerOf, voiceOf } from './reader.ts';
import { slackWordsFor } from './wording/index.ts';

export interface HomeDeps {
  db: Database;
  clock: Clock;
  publicUrl: string;
}
export interface ComposedHome {
  blocks: SlackBlock[];
  /** hash of what it shows */
  shown: string;
}

/** What the home tab of somebody shows. @param person null: nobody whom we know */
export async function composeHome({ db, clock, publicUrl }: HomeDeps, person: Person | null): Promise<ComposedHome> {
  if (!person || person.deactivatedAt !== null)
    return composed([section(escape(slackWordsFor(person?.locale ?? 'en').refused.unknown))]);
  const now = clock.now();
  const home = await readHome(db, readerOf(person), { now, ...homeLimits });
  const consoleUrl = readerOf(person).seesAll ? `${publicUrl}/console` : null;
  const tasksUrl = consoleUrl === null ? `${publicUrl}/tasks` : `${consoleUrl}/tasks`;
  return composed(homeBlocks({ home, person, consoleUrl, tasksUrl, ...voiceOf(person, now) }));
}

const composed = (blocks: SlackBlock[]): ComposedHome => ({
  blocks,
  shown: createHash('sha256').update(JSON.stringify(blocks)).digest('base64url'),
});
