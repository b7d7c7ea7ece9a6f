/** Blocks that ask for nothing, or for no more than a word. */
import { blockOf, type BlockBuilder, factsOf } from './block-context.ts';

export const welcome: BlockBuilder = (context) => {
  const {
    intent: { onboarding, translated },
    data,
    speaker,
    consoleUrl,
  } = context;
  const { labels } = speaker.words;
  return blockOf(context, {
    section: null,
    url: consoleUrl,
    values: { text: translated ?? data.text ?? onboarding.welcome ?? '' },
    facts: factsOf([
      [labels.kickoff, onboarding.kickoffOn && speaker.date(onboarding.kickoffOn)],
      [labels.goLive, onboarding.targetGoLiveOn && speaker.date(onboarding.targetGoLiveOn)],
    ]),
  });
};

export const milestoneDone: BlockBuilder = (context) => {
  const {
    intent: { onboarding, translated },
    data,
    speaker,
    consoleUrl,
  } = context;
  const next = onboarding.nextMilestone;
  const { words } = speaker;
  const { milestone = onboarding.name, milestones = [milestone] } = data;
  const isOne = milestones.length === 1;
  return blockOf(context, {
    section: 'news',
    url: consoleUrl,
    ...(isOne ? {} : { words: words.milestonesDone }),
    values: {
      milestone: isOne ? milestone : speaker.list(milestones.map((name) => speaker.fill(words.quoted, { name }))),
      text: translated ?? data.text ?? onboarding.milestoneDone ?? '',
    },
    ...(data.did === undefined ? {} : { paragraphs: [speaker.plural(words.thanks, data.did)] }),
    facts: factsOf([
      [
        words.labels.next,
        next &&
          (next.targetOn !== null && next.targetOn >= speaker.today
            ? `${next.name}, ${speaker.date(next.targetOn)}`
            : next.name),
      ],
    ]),
  });
};

export const goLive: BlockBuilder = (context) => {
  const {
    intent: { onboarding, translated },
    data,
    consoleUrl,
  } = context;
  return blockOf(context, {
    section: 'news',
    url: consoleUrl,
    values: { text: translated ?? data.text ?? onboarding.goLive ?? '' },
  });
};

export const held: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const { labels } = speaker.words;
  return blockOf(context, {
    section: 'news',
    url: consoleUrl,
    facts: factsOf([
      [labels.reasons, data.reason ?? onboarding.holdReason],
      [labels.expected, onboarding.resumeOn && speaker.date(onboarding.resumeOn)],
    ]),
  });
};

export const resumed: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    speaker,
    consoleUrl,
  } = context;
  return blockOf(context, {
    section: 'news',
    url: consoleUrl,
    facts: factsOf([
      [speaker.words.labels.goLive, onboarding.targetGoLiveOn && speaker.date(onboarding.targetGoLiveOn)],
    ]),
  });
};

export const transitioned: BlockBuilder = (context) => blockOf(context, { section: 'news', url: context.consoleUrl });

/** Without its link there is nothing to answer. */
export const pulse: BlockBuilder = (context) => {
  const { data, pulseUrl } = context;
  if (data.checkInId === undefined) return null;
  return blockOf(context, { section: 'decisions', url: pulseUrl(data.checkInId) });
};
