import { describe, expect, it } from 'vitest';
import { wordings } from '../../../src/usecases/messages/wording/index.ts';
import { slackWordings } from '../../../src/usecases/slack/wording/index.ts';
import type { SlackWords } from '../../../src/usecases/slack/wording/slack-words.ts';

const texts = (part: unknown, path = ''): [string, string][] =>
  typeof part === 'string'
    ? [[path, part]]
    : Object.entries(part ?? {}).flatMap(([key, value]) => texts(value, `${path}.${key}`));
const marks = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const english: [string, string][] = slackWordings['en'] ? texts(slackWordings['en']) : [];

describe.each(Object.entries(slackWordings))('what Slack says in %s', (_, words: SlackWords) => {
  it('has every text, with the same marks', () => {
    expect(texts(words).map(([path, text]) => [path, marks(text)])).toEqual(
      english.map(([path, text]) => [path, marks(text)]),
    );
    expect(texts(words).every(([, text]) => text.trim() !== '')).toBe(true);
  });

  it('fits into Slack’s modals', () => {
    for (const { title, submit } of [words.snooze, words.hold, words.block, words.reassign])
      expect([title.length <= 24, submit.length <= 24]).toEqual([true, true]);
    expect(words.close.length).toBeLessThanOrEqual(24);
  });
});

it('speaks every language that our mails speak', () => {
  expect(Object.keys(slackWordings).sort()).toEqual(Object.keys(wordings).sort());
});
