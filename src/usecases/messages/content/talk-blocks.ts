/** Blocks that carry what people wrote, and what was answered. */
import { blockOf, type BlockBuilder, factsOf } from './block-context.ts';

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
    values: { name: data.name ?? '', about: data.about ?? intent.onboarding.name, text: data.text ?? '' },
    facts: factsOf([[speaker.words.labels.youWrote, data.asked]]),
  });
};
