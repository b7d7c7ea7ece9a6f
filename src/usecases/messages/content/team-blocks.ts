/** Blocks for our own people: what needs their decision, and what they should know. */
import { daysBetween } from '../../../domain/local-date.ts';
import { blockOf, type BlockBuilder, type BlockContext, factsOf } from './block-context.ts';
import type { IntentData } from './intent-data.ts';

const healthFacts = ({ intent: { onboarding }, data, speaker }: BlockContext): [string, string | null][] => {
  const { labels, score, health } = speaker.words;
  const now = data.score ?? onboarding.health;
  const baseline = onboarding.baselineScore;
  const status = data.to ?? onboarding.healthStatus;
  return [
    [
      labels.health,
      now === null ? null : [speaker.fill(score, { score: now }), status && health[status]].filter(Boolean).join(', '),
    ],
    [labels.baseline, baseline === null ? null : speaker.fill(score, { score: baseline })],
  ];
};

const reasonList = ({
  intent: { onboarding },
  data,
  speaker,
}: BlockContext): { heading: string; items: string[] } | null => {
  const items = data.reasons ?? onboarding.healthReasons.map(({ fact }) => fact);
  return items.length === 0 ? null : { heading: speaker.words.labels.reasons, items };
};

/** What stands in the way now: what is missing, who has it, when it is expected. */
const missingList = ({
  intent: { onboarding },
  speaker: { words, fill, date },
}: BlockContext): { heading: string; items: string[] } | null => {
  const items = onboarding.openBlockers.map(({ what, side, personName, expectedOn, taskName }) => {
    const values = {
      what: taskName === null ? what : fill(words.blocker.holdsUp, { what, task: taskName }),
      who: personName ?? words.sides[side],
    };
    return expectedOn === null
      ? fill(words.blocker.undated, values)
      : fill(words.blocker.expected, { ...values, date: date(expectedOn) });
  });
  return items.length === 0 ? null : { heading: words.labels.missing, items };
};

/** check_in_30, renewal_120: the days are in the name. */
const daysIn = ({ checkIn }: IntentData): number => Number(/\d+$/.exec(checkIn ?? '')?.[0] ?? 0);

export const handoffRequest: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const missing = data.missing ?? [];
  return blockOf(context, {
    section: 'decisions',
    url: onboarding.dealUrl ?? consoleUrl,
    values: { count: missing.length },
    list: missing.length > 0 ? { heading: speaker.words.labels.missing, items: missing } : null,
  });
};

export const problem: BlockBuilder = (context) => {
  const { data, speaker, consoleUrl } = context;
  return blockOf(context, {
    section: 'decisions',
    url: consoleUrl,
    values: { reason: data.reason ?? '' },
    facts: factsOf([[speaker.words.labels.fixBy, data.fixBy]]),
  });
};

export const publishRequest: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    speaker,
    consoleUrl,
  } = context;
  const { labels } = speaker.words;
  return blockOf(context, {
    section: 'decisions',
    url: consoleUrl,
    facts: factsOf([
      [labels.tasks, String(onboarding.taskCount)],
      [labels.kickoff, onboarding.kickoffOn && speaker.date(onboarding.kickoffOn)],
      [labels.goLive, onboarding.targetGoLiveOn && speaker.date(onboarding.targetGoLiveOn)],
    ]),
  });
};

export const gateApproval: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    consoleUrl,
  } = context;
  return blockOf(context, {
    section: 'decisions',
    url: consoleUrl,
    values: { phase: data.phase ?? onboarding.name, label: data.label ?? '' },
  });
};

export const goLiveRequest: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    speaker,
    consoleUrl,
  } = context;
  return blockOf(context, {
    section: 'decisions',
    url: consoleUrl,
    facts: factsOf([
      [speaker.words.labels.goLive, onboarding.targetGoLiveOn && speaker.date(onboarding.targetGoLiveOn)],
      ...healthFacts(context),
    ]),
  });
};

export const successHandover: BlockBuilder = (context) => {
  const { data, speaker, consoleUrl } = context;
  return blockOf(context, {
    section: 'decisions',
    url: consoleUrl,
    facts: factsOf([[speaker.words.labels.dueOn, data.dueOn && speaker.date(data.dueOn)], ...healthFacts(context)]),
  });
};

export const checkIn: BlockBuilder = (context) =>
  blockOf(context, {
    section: 'decisions',
    url: context.consoleUrl,
    values: { days: daysIn(context.data) },
    facts: factsOf(healthFacts(context)),
  });

export const pulseAnswered: BlockBuilder = (context) => {
  const { data, speaker, consoleUrl } = context;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { name: data.name ?? '', answer: speaker.words.pulse[data.answer ?? 'fine'] },
    paragraphs: data.text === undefined ? [] : [`“${data.text}”`],
    facts: factsOf(healthFacts(context)),
  });
};

export const renewalReminder: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const renewalOn = data.renewalOn ?? onboarding.renewalOn;
  const days = renewalOn === null ? daysIn(data) : daysBetween(speaker.today, renewalOn);
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { days },
    facts: factsOf([[speaker.words.labels.renewal, renewalOn && speaker.date(renewalOn)], ...healthFacts(context)]),
  });
};

export const bounceNotice: BlockBuilder = (context) => {
  const { intent, data, speaker, consoleUrl } = context;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { name: data.name ?? intent.task?.owner?.name ?? '' },
    facts: factsOf([[speaker.words.labels.reasons, data.reason]]),
  });
};

export const slackChannelNotice: BlockBuilder = (context) => {
  const { data, speaker, consoleUrl } = context;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { channel: data.name ?? '' },
    facts: factsOf([[speaker.words.labels.reasons, data.reason]]),
  });
};

export const healthTurned: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const status = speaker.words.health[data.to ?? onboarding.healthStatus ?? 'on_track'];
  const reasons = reasonList(context);
  const missing = missingList(context);
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { status },
    facts: factsOf([
      ...healthFacts(context),
      [speaker.words.labels.reasons, missing && reasons && reasons.items.join('; ')],
    ]),
    list: missing ?? reasons,
  });
};

export const forecastSlipped: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const { labels } = speaker.words;
  const forecast = data.p80 ?? onboarding.forecastP80;
  const promised = data.promisedOn ?? onboarding.promisedGoLiveOn;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    facts: factsOf([
      [labels.forecast, forecast && speaker.date(forecast)],
      [labels.promised, promised && speaker.date(promised)],
      [labels.reasons, data.reason],
    ]),
  });
};

export const milestoneAtRisk: BlockBuilder = (context) => {
  const {
    intent: { onboarding },
    data,
    speaker,
    consoleUrl,
  } = context;
  const { labels } = speaker.words;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    values: { milestone: data.milestone ?? onboarding.name },
    facts: factsOf([
      [labels.dueOn, data.dueOn && speaker.date(data.dueOn)],
      [labels.expected, data.expectedOn && speaker.date(data.expectedOn)],
      [labels.reasons, data.reason],
    ]),
  });
};

/** A cancelled onboarding is told as what it is. */
export const dealChanged: BlockBuilder = (context) => {
  const { intent, data, speaker, consoleUrl } = context;
  const { words } = speaker;
  return blockOf(context, {
    section: 'notices',
    url: consoleUrl,
    words: intent.onboarding.status === 'cancelled' ? words.cancelled : words.kinds.deal_changed,
    values: { reason: data.reason ?? '' },
    facts: factsOf([[words.labels.fixBy, data.fixBy]]),
  });
};
