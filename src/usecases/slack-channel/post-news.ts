import type { SlackMessage } from '../../../integrations/ports-slack.ts';
import { type ChannelFacts, findSharedMilestoneName, loadChannelFacts } from '../../db/slack-channels.ts';
import type { SlackPayload } from '../../domain/model.ts';
import { paragraphsOf } from '../messages/content/block-context.ts';
import { section } from '../messages/render/slack-parts.ts';
import { bold, cut, escape } from '../messages/render/slack-text.ts';
import { createSpeaker, type Speaker } from '../messages/wording/speak.ts';
import type { ChannelEffect, Done } from './carry-out-slack-effect.ts';
import { afterRefusal, openChannel } from './open-channel.ts';

type News = Extract<SlackPayload, { kind: 'slack_post' }>;

/** Slack's clock may go before ours, and an attempt may be days old where Slack was away. */
const lookBackMs = 7 * 24 * 3_600_000;
/** What waited longer, because Slack did not allow it, is known to everybody by then. */
const newsForMs = 14 * 24 * 3_600_000;

/** Good news, once: after an attempt whose end nobody saw it is looked for first. */
export async function postNews(context: ChannelEffect, news: News): Promise<Done> {
  const { deps, effect, hold } = context;
  const channel = await openChannel(context);
  if (!channel) return { skipped: 'There is no channel' };
  const message = await write(context, news);
  if (!message) return { skipped: 'There is nothing to say to everybody in it' };
  try {
    if (effect.attempts > 1) {
      // Slack's time is real
      const found = await channel.port.findByKey(channel.channelId, effect.id, new Date(Date.now() - lookBackMs));
      if (found) return { ...found };
    }
    if (deps.clock.now().getTime() - effect.plannedAt.getTime() > newsForMs)
      return { skipped: 'It waited until it was no news any more' };
    await hold();
    return { ...(await channel.port.post(channel.channelId, message)) };
  } catch (error) {
    const refused = await afterRefusal(context, channel, error);
    deps.logger.warn({ effectId: effect.id, err: error }, 'News were not posted');
    return refused;
  }
}

async function write({ deps, effect }: ChannelEffect, news: News): Promise<SlackMessage | null> {
  const facts = await loadChannelFacts(deps.db, effect.onboardingId);
  if (!facts) return null;
  const speaker = createSpeaker({
    locale: facts.locale ?? 'en',
    timezone: facts.timezone,
    now: deps.clock.now().toISOString(),
  });
  const said =
    news.about === 'go_live' ? goLive(facts, speaker) : await milestone(deps.db, news.milestoneId, facts, speaker);
  if (!said) return null;
  const text = [bold(said.title), ...said.paragraphs.map(escape)].join('\n');
  return { key: effect.id, text: cut(escape(said.title), 300), blocks: [section(text)] };
}

interface Said {
  title: string;
  paragraphs: string[];
}

const goLive = ({ accountName, goLive: text }: ChannelFacts, { words, fill }: Speaker): Said => ({
  title: fill(words.kinds.go_live.title, { account: accountName }),
  paragraphs: paragraphsOf(text ?? ''),
});

async function milestone(
  db: ChannelEffect['deps']['db'],
  milestoneId: string,
  facts: ChannelFacts,
  { words, fill, date }: Speaker,
): Promise<Said | null> {
  const name = await findSharedMilestoneName(db, milestoneId);
  if (name === null) return null;
  const next = facts.nextMilestone;
  const ahead = next && [next.name, next.targetOn && date(next.targetOn)].filter(Boolean).join(', ');
  return {
    title: fill(words.kinds.milestone_done.title, { milestone: name }),
    paragraphs: [...paragraphsOf(facts.milestoneDone ?? ''), ...(ahead ? [`${words.labels.next}: ${ahead}`] : [])],
  };
}
