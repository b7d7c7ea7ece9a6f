/**
 * Our links, shown where they are posted. Everybody in the channel sees what is shown: nothing in a channel that is shared
 * with other workspaces or kept for an onboarding, where customers are, and nothing that the poster could not open.
 */
import { z } from 'zod';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { SlackEventOf } from '../../contracts/slack-incoming.ts';
import { findTaskUnfurls, findUnfurls } from '../../db/queries/slack-screens.ts';
import { section } from '../messages/render/slack-parts.ts';
import { onboardingLines } from './blocks/onboarding.ts';
import { taskLines } from './blocks/task.ts';
import type { SlackHandler } from './handler.ts';
import { matchPerson } from './match-person.ts';
import { readerOf, voiceOf } from './reader.ts';

const maxLinks = 5;

export const unfurlLinks: SlackHandler<SlackEventOf<'link_shared'>> = async ({ deps, port }, shared) => {
  const { channelId, messageTs, urls, isSharedChannel, isForeign } = shared;
  const named = urls
    .flatMap((url) => {
      const found = namedIn(url, deps.publicUrl);
      return found === null ? [] : [{ url, ...found }];
    })
    .slice(0, maxLinks);
  if (isSharedChannel || isForeign || named.length === 0) return;
  const person = await matchPerson(deps.db, port, shared);
  if (!person || person.deactivatedAt !== null || !readerOf(person).seesAll) return;
  const now = deps.clock.now();
  const voice = voiceOf(person, now);
  const reader = readerOf(person);
  const where = { channelId, teamId: port.teamId, now };
  const taskIds = named.flatMap(({ taskId }) => taskId ?? []);
  const [rows, tasks] = await Promise.all([
    findUnfurls(deps.db, reader, { ids: named.map(({ id }) => id), ...where }),
    taskIds.length > 0 ? findTaskUnfurls(deps.db, reader, { ids: taskIds, ...where }) : [],
  ]);
  const unfurls: Record<string, { blocks: SlackBlock[] }> = {};
  for (const { url, id, taskId } of named) {
    const task = tasks.find((candidate) => candidate.id === taskId && candidate.onboardingId === id);
    const row = rows.find((candidate) => candidate.id === id);
    if (task) unfurls[url] = { blocks: [section(taskLines(task, voice, url))] };
    // internal work is not told of; its onboarding is
    else if (row) unfurls[url] = { blocks: [section(onboardingLines(row, voice, url))] };
  }
  if (Object.keys(unfurls).length > 0) await port.unfurl({ channelId, ts: messageTs }, unfurls);
};

/** Links that were mailed and those to the portal hold a secret, and stay as they are. */
export function namedIn(url: string, publicUrl: string): { id: string; taskId: string | null } | null {
  const start = `${publicUrl}/console/onboardings/`;
  if (!url.startsWith(start) || !URL.canParse(url)) return null;
  const id = uuid.safeParse(url.slice(start.length).split(/[/?#]/)[0]).data;
  const taskId = uuid.safeParse(new URL(url).searchParams.get('task')).data ?? null;
  return id === undefined ? null : { id, taskId };
}
const uuid = z.uuid();
