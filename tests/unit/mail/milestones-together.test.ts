/** Several milestones that one message tells of: one sentence names them all. */
import { expect, it } from 'vitest';
import type { IntentFacts, Recipient } from '../../../src/db/message-facts.ts';
import { digestContent } from '../../../src/usecases/messages/content/digest-content.ts';
import type { MailContent } from '../../../src/usecases/messages/content/mail-content.ts';
import { createSpeaker } from '../../../src/usecases/messages/wording/speak.ts';
import { acme, ana, cem, intent, message, now, samples } from './facts.ts';

const thanks = 'Thank you for the work behind it.';
let count = 0;
const reached = (milestone: string, data: Record<string, unknown> = {}): IntentFacts => ({
  ...intent('milestone_done', { data: { milestone, text: thanks, ...data } }),
  id: `reached ${(count += 1)}`,
});

const compose = (intents: IntentFacts[], locale = 'en', recipient: Recipient = ana): MailContent => {
  const digest = digestContent({
    facts: message(intents, recipient),
    companyName: 'Northwind',
    speaker: createSpeaker({ locale, timezone: 'Europe/Berlin', now }),
    taskUrl: () => null,
    consoleUrl: (id) => `https://gangway.example/console/onboardings/${id}`,
    allTasksUrl: 'https://gangway.example/console/tasks',
    pulseUrl: () => 'https://gangway.example/p',
    commentUrl: () => 'https://gangway.example/c',
    unsubscribeUrl: () => 'https://gangway.example/u/token',
  });
  if (!digest) throw new Error('nothing to say');
  return digest.content;
};
const blocksOf = (content: MailContent) => content.sections.flatMap(({ blocks }) => blocks);

it.each([
  ['en', '“Project team stands”, “Data migrated” and “Design approved” are reached', 'Reached: “Project team stands”'],
  ['de', 'Erreicht: „Project team stands“, „Data migrated“ und „Design approved“', 'Erreicht: „Project team stands“'],
  ['fr', 'Étapes atteintes : « Project team stands », « Data migrated » et « Design approved »', 'Étapes atteintes : '],
  ['es', 'Hitos alcanzados: «Project team stands», «Data migrated» y «Design approved»', 'Hitos alcanzados: '],
])('are named together, in %s', (locale, title, subject) => {
  const content = compose(
    ['Project team stands', 'Data migrated', 'Design approved'].map((name) => reached(name)),
    locale,
  );
  const [block, ...others] = blocksOf(content);
  expect(others).toEqual([]);
  expect(block).toMatchObject({ title, paragraphs: [thanks] });
  expect(content.subject).toContain(subject);
  expect(content.subject).toMatch(/\(Acme onboarding\)$/);
});

it('a single one is told as before', () => {
  expect(blocksOf(compose([reached('Data migrated')])).map(({ title }) => title)).toEqual([
    '“Data migrated” is reached',
  ]);
});

it('all the reader’s tasks behind them are thanked for at once', () => {
  const content = compose([reached('A', { did: 2 }), reached('B'), reached('C', { did: 1 })]);
  expect(blocksOf(content)[0]?.paragraphs).toEqual([thanks, '3 tasks of yours were part of it. Thank you!']);
});

it('each onboarding has its own, and so has what reads otherwise', () => {
  const globex = { ...reached('C'), onboarding: acme({ id: 'globex', name: 'Globex onboarding' }) };
  const other = reached('D', { text: 'A word of its own.' });
  const titles = blocksOf(compose([reached('A'), globex, reached('B'), other], 'en', cem)).map(({ title }) => title);
  expect(titles).toEqual(['“A” and “B” are reached', '“C” is reached', '“D” is reached']);
});

it('one of which two people are told in one message is named once', () => {
  expect(blocksOf(compose([reached('A'), reached('A')])).map(({ title }) => title)).toEqual(['“A” is reached']);
});

it('counts as one thing behind the subject of something else', () => {
  expect(compose([samples.overdue(), reached('A'), reached('B')]).subject).toBe(
    'Overdue: Security questionnaire (Acme onboarding), and 1 more',
  );
});
