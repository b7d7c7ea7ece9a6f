/** Blocks that carry what people wrote, and what was answered. */
import { blockOf, type BlockBuilder, factsOf } from './block-context.ts';

/** An answer keeps its lines, other than a playbook's text: each is a paragraph. */
const inLines = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, '\n\n');

export const commentReceived: BlockBuilder = (context) => {
  const { intent, data, commentUrl } = context;
  if (data.commentId === undefined) return null;
  return blockOf(context, {
    section: 'decisions',
    url: commentUrl(data.commentId),
    values: { name: data.name ?? '', about: data.about ?? intent.onboarding.name, text: data.text ?? '' },
  });
};

export const commentAnswered: BlockBuilder = (context) => {
  const { intent, data, speaker, taskUrl } = context;
  return blockOf(context, {
    section: 'news',
    url: taskUrl,
    values: { name: data.name ?? '', about: data.about ?? intent.onboarding.name, text: inLines(data.text ?? '') },
    facts: factsOf([[speaker.words.labels.youWrote, data.asked?.replaceAll(/\s+/g, ' ')]]),
  });
};
