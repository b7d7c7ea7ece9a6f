import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeBlocks, homeLimits } from '../../../src/usecases/slack/blocks/home.ts';
import { handoffBlocks } from '../../../src/usecases/slack/handoff/handoff-form.ts';
import { voiceOf } from '../../../src/usecases/slack/reader.ts';
import { namedIn } from '../../../src/usecases/slack/unfurl-links.ts';
import { slackWordings } from '../../../src/usecases/slack/wording/index.ts';
import { limitsBroken } from './slack-limits.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 400 });
const date = fc.constantFrom('2026-11-10', '2026-11-20', '2027-01-05');
const task = fc.record({
  id: fc.uuid(),
  name: text,
  type: fc.constantFrom('form' as const, 'configuration' as const, 'approval' as const),
  status: fc.constantFrom('pending' as const, 'in_progress' as const, 'blocked' as const),
  dueOn: fc.option(date),
  onboardingId: fc.uuid(),
  onboardingName: text,
  onboardingStatus: fc.constantFrom('active' as const, 'live' as const),
  isReady: fc.boolean(),
  blockerId: fc.option(fc.uuid()),
  taskName: text,
  insteadOf: fc.option(text),
  waitsFor: fc.array(fc.record({ name: text, visibility: fc.constantFrom('shared' as const, 'internal' as const) }), {
    maxLength: 3,
  }),
});

const onboarding = fc.record({
  id: fc.uuid(),
  name: text,
  status: fc.constantFrom('handoff' as const, 'active' as const, 'on_hold' as const),
  phase: fc.option(text),
  health: fc.option(fc.constantFrom('on_track' as const, 'at_risk' as const, 'blocked' as const)),
  goLiveOn: fc.option(date),
  next: fc.option(fc.record({ name: text, targetOn: fc.option(date) })),
  late: fc.record({ customer: fc.nat(99), team: fc.nat(99), partner: fc.nat(99) }, { requiredKeys: [] }),
});
const home = fc.record({
  tasks: fc.uniqueArray(task, { maxLength: homeLimits.tasks, selector: ({ id }) => id }),
  taskCount: fc.nat(500),
  onboardings: fc.array(onboarding, { maxLength: homeLimits.onboardings }),
  onboardingCount: fc.nat(500),
  covered: fc.array(
    fc.record({
      ownerName: text,
      until: date,
      onboardings: fc.array(onboarding, { maxLength: homeLimits.onboardings }),
      count: fc.nat(500),
    }),
    { maxLength: 5 },
  ),
  waitingComments: fc.nat(9),
});
const person = fc.constantFrom(
  { side: 'team', staffRole: 'manager' } as const,
  { side: 'customer', staffRole: null } as const,
);

describe('the home tab', () => {
  it('keeps Slack’s limits, whatever is in it, in each language', () => {
    fc.assert(
      fc.property(home, person, fc.constantFrom('en', 'de', 'fr', 'es'), (shown, reader, locale) => {
        const voice = voiceOf({ locale, timezone: 'Europe/Berlin' }, new Date('2026-11-20T09:00:00Z'));
        const blocks = homeBlocks({
          ...voice,
          home: shown,
          person: reader,
          consoleUrl: reader.side === 'team' ? 'https://gangway.example/console' : null,
          tasksUrl: 'https://gangway.example/tasks',
        });
        expect(blocks.length).toBeLessThanOrEqual(100);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
        for (let at = 0; at < blocks.length; at += 10) expect(limitsBroken(blocks.slice(at, at + 10))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the handoff form', () => {
  it('asks for a property in a line, for anything else in several, and never for more than fits', () => {
    const field = { label: 'Goals', help: 'What they want', required: true };
    const [line, lines] = handoffBlocks([
      { ...field, key: 'a', crm: { object: 'deal', field: 'goals' } },
      { ...field, key: 'b', crm: { object: 'notes' } },
    ]);
    expect(line).toMatchObject({
      block_id: 'a',
      optional: true,
      hint: { text: 'What they want' },
      element: { type: 'plain_text_input' },
    });
    expect(line).not.toMatchObject({ element: { multiline: true } });
    expect(lines).toMatchObject({ block_id: 'b', element: { multiline: true } });
    const many = Array.from({ length: 90 }, (_, at) => ({
      ...field,
      key: `k${at}`,
      crm: { object: 'contacts' as const },
    }));
    expect(handoffBlocks(many).length).toBeLessThan(100);
  });

  it('has a title and a button that fit in every language', () => {
    for (const { handoff } of Object.values(slackWordings))
      expect([handoff.title.length <= 24, handoff.submit.length <= 24]).toEqual([true, true]);
  });
});

it.each([
  ['https://g.example/console/onboardings/018f4d5e-0000-7000-8000-00000000abcd', true],
  ['https://g.example/console/onboardings/018f4d5e-0000-7000-8000-00000000abcd/plan?x=1', true],
  ['https://g.example/console/onboardings/new', false],
  ['https://g.example.evil/console/onboardings/018f4d5e-0000-7000-8000-00000000abcd', false],
  ['https://g.example/t/secret', false],
])('knows %s: %s', (url, isOurs) => {
  expect(namedIn(url, 'https://g.example') !== null).toBe(isOurs);
});
