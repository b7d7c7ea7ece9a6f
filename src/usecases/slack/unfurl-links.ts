/**
 * Our links, shown where they are posted. Everybody in the channel sees what is shown: nothing in a channel that is shared
 * with other workspaces or kept for an onboarding, where customers are, and nothing that the poster could not open.
 */
import { z } from 'zod';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { findUnfurls } from '../../db/queries/slack-screens.ts';
import { section } from '../messages/render/slack-parts.ts';
import { onboardingLines } from './blocks/onboarding.ts';
import type { SlackHandler } from './handler.ts';
import { matchPerson } from './match-person.ts';
import { readerOf, voiceOf } from './reader.ts';

const maxLinks = 5;

export const unfurlLinks: SlackHandler<SlackEventOf<'link_shared'>> = async ({ deps, port }, shared) => {
  const { channelId, messageTs, urls, isSharedChannel, isForeign } = shared;
  const named = urls.flatMap((url) => {
    const id = onboardingIn(url, deps.publicUrl);
    return id === null ? [] : [{ url, id }];
  });
  if (isSharedChannel || isForeign || named.length === 0) return;
  const person = await matchPerson(deps.db, port, shared);
  if (!person || person.deactivatedAt !== null || !readerOf(person).seesAll) return;
  const now = deps.clock.now();
  const voice = voiceOf(person, now);
  const rows = await findUnfurls(deps.db, readerOf(person), {
    ids: named.slice(0, maxLinks).map(({ id }) => id),
    channelId,
    teamId: port.teamId,
    now,
  });
  const unfurls: Record<string, { blocks: SlackBlock[] }> = {};
  for (const { url, id } of named) {
    const row = rows.find((candidate) => candidate.id === id);
    if (row) unfurls[url] = { blocks: [section(onboardingLines(row, voice, url))] };
  }
  if (Object.keys(unfurls).length > 0) await port.unfurl({ channelId, ts: messageTs }, unfurls);
};

/** Links of tasks and to the portal hold a secret, and stay as they are. */
export function onboardingIn(url: string, publicUrl: string): string | null {
  const start = `${publicUrl}/console/onboardings/`;
  if (!url.startsWith(start)) return null;
  const [id = ''] = url.slice(start.length).split(/[/?#]/);
  return z.uuid().safeParse(id).success ? id : null;
}
