import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { IntentFacts, MessageFacts, Recipient, TaskFacts } from '../../../src/db/message-facts.ts';
import { intentKinds } from '../../../src/domain/model.ts';
import type { BlockerPress } from '../../../src/domain/blocker-presses.ts';
import { taskPresses } from '../../../src/domain/task-presses.ts';
import { digestContent } from '../../../src/usecases/messages/content/digest-content.ts';
import type { Block, MailContent } from '../../../src/usecases/messages/content/mail-content.ts';
import { renderSlack } from '../../../src/usecases/messages/render/slack.ts';
import { wordings } from '../../../src/usecases/messages/wording/index.ts';
import { createSpeaker, type Speaker } from '../../../src/usecases/messages/wording/speak.ts';
import { acme, ana, asked, cem, intent, message, now, questionnaire, samples } from '../mail/facts.ts';
import { buttonsIn, limitsBroken, textsIn } from './slack-limits.ts';

const speakerOf = (locale: string): Speaker => createSpeaker({ locale, timezone: 'Europe/Madrid', now });
const english = speakerOf('en');
const restUrl = 'https://gangway.example/console';

const compose = (facts: MessageFacts, speaker = english): MailContent => {
  const digest = digestContent({
    facts,
    speaker,
    companyName: 'Northwind',
    taskUrl: (id) => `https://gangway.example/t/${id}`,
    consoleUrl: (id) => `https://gangway.example/console/onboardings/${id}`,
    allTasksUrl: 'https://gangway.example/console/tasks',
    pulseUrl: (id) => `https://gangway.example/p/${id}`,
    commentUrl: (id) => `https://gangway.test/console/queue?comment=${id}`,
    unsubscribeUrl: () => 'https://gangway.example/u/token',
    isInteractive: true,
  });
  if (!digest) throw new Error('nothing to say');
  return digest.content;
};
const show = (intents: IntentFacts[], recipient: Recipient = ana): SlackBlock[] =>
  renderSlack(compose(message(intents, recipient)), english, restUrl).blocks;
const labels = (intents: IntentFacts[], recipient: Recipient = ana): string[] =>
  buttonsIn(show(intents, recipient)).map(({ text }) => text);
const configure = (change: Partial<TaskFacts> = {}): TaskFacts => questionnaire({ type: 'configuration', ...change });
const due = (change: Partial<TaskFacts> = {}, more: Partial<IntentFacts> = {}): IntentFacts =>
  intent('due', { task: configure(change), ...more });

describe.each(Object.keys(wordings))('in %s', (locale) => {
  it.each(intentKinds)('%s is a message that Slack takes', (kind) => {
    for (const recipient of [ana, cem]) {
      const speaker = speakerOf(locale);
      const { text, blocks } = renderSlack(compose(message([samples[kind]()], recipient), speaker), speaker, restUrl);
      expect(limitsBroken(blocks)).toEqual([]);
      expect([text, ...textsIn(blocks)].join('\n')).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
      expect(text.trim()).not.toBe('');
    }
  });
});

it('names the onboarding of a notice, since Slack shows no subject', () => {
  const texts = textsIn(show([intent('hold_notice', { task: configure() })], cem));
  expect(texts.join('\n')).toMatch(/Security questionnaire\*?\nAcme onboarding\n/);
});

it('names the onboarding once where the notice itself names it', () => {
  expect(
    textsIn(show([samples.health_turned()], cem))
      .join('\n')
      .match(/Acme onboarding/g),
  ).toHaveLength(2);
});

it('names the leading thing once where there is no more to say', () => {
  const content = { ...compose(message([due()], ana)), subject: 'Acme is blocked now', preview: 'Acme is blocked now' };
  expect(renderSlack(content, english, restUrl).text).toBe('Acme is blocked now');
});

describe('the buttons beside a task', () => {
  it('are those that its owner may press', () => {
    expect(labels([due()])).toEqual(['Done', 'Snooze', 'Blocked', 'Reassign', 'Open the task']);
    expect(buttonsIn(show([due()]))[0]).toMatchObject({ action_id: 'task_done', value: questionnaire().id });
  });

  it('leave done to the page where something is filled in, handed in or decided', () => {
    for (const type of ['form', 'document', 'approval', 'sign_off'] as const)
      expect(labels([due({ type })])).not.toContain('Done');
  });

  it('offer hold with an escalation to our people alone', () => {
    const escalation = intent('escalation', { asked, task: configure({ dueOn: '2026-11-17' }) });
    expect(labels([escalation], cem)[0]).toBe('Hold');
    expect(labels([escalation], { ...cem, staffRole: 'viewer' })).toEqual(['Open the task']);
    expect(labels([escalation], ana)).not.toContain('Hold');
    expect(labels([due()], cem)).not.toContain('Hold');
  });

  it('of what is missing mean that, and not the task that waits for it', () => {
    const blocker = { id: 'b', what: 'A key', personName: null, expectedOn: null, taskName: 'SSO', resolvedAt: null };
    const missing = intent('blocker', { blocker, task: configure({ status: 'blocked' }) });
    expect(labels([missing])).toEqual(['Resolved', 'New date', 'Give an update']);
    expect(buttonsIn(show([missing]))[0]).toMatchObject({ action_id: 'blocker_resolved', value: 'b' });
    const late = intent('escalation', { asked, blocker, task: configure({ status: 'blocked' }) });
    expect(labels([late], cem)).toEqual(['Hold', 'Resolved', 'New date', 'Open the task']);
  });

  it('are gone while the onboarding is on hold, but for what still makes sense', () => {
    expect(labels([due({}, { onboarding: acme({ status: 'on_hold' }) })])).toEqual(['Reassign', 'Open the task']);
  });

  it('let sales fill in the handoff where they are', () => {
    const request = (status: 'handoff' | 'active'): IntentFacts =>
      intent('handoff_request', { onboarding: acme({ status }), data: { missing: ['Goals'] } });
    expect(buttonsIn(show([request('handoff')], cem))[0]).toMatchObject({
      action_id: 'open_handoff',
      value: acme().id,
    });
    expect(labels([request('active')], cem)).toEqual([]);
    expect(textsIn(show([request('active')], cem)).join('\n')).toContain('Settled');
  });
});

describe('what became of a task', () => {
  const shown = (change: Partial<TaskFacts>): { text: string; buttons: string[] } => ({
    text: textsIn(show([due(change)])).join('\n'),
    buttons: labels([due(change)]),
  });

  it('done is struck through, says by whom and when, and asks nothing', () => {
    const { text, buttons } = shown({ status: 'done', done: { at: now, byName: 'Bo Li', via: null } });
    expect(text).toContain('~Security questionnaire~\nAcme onboarding\nDone by Bo Li, Fri 20 Nov');
    expect(buttons).toEqual([]);
  });

  it('that is over waits for nobody in the introduction', () => {
    const done = { status: 'done', done: { at: now, byName: null, via: null } } as const;
    const both = [due({ id: cem.id }), due(done)];
    expect(textsIn(show(both))[0]).toBe('One task waits for you in Acme onboarding.');
    expect(textsIn(show([due(done)])).join('\n')).not.toContain('waits for you');
  });

  it('skipped and handed on are over as well', () => {
    expect(shown({ status: 'skipped' })).toMatchObject({
      text: expect.stringContaining('No longer needed'),
      buttons: [],
    });
    const bo = { id: cem.id, name: 'Bo Li', email: 'bo@acme.example', unreachableReason: null };
    expect(shown({ hasChangedHands: true, owner: bo })).toMatchObject({
      text: expect.stringContaining('With Bo Li now'),
      buttons: [],
    });
  });

  it('snoozed and blocked say so and can still be done', () => {
    const snoozed = shown({ snoozedUntil: '2026-11-24' });
    expect(snoozed.text).toContain('*Snoozed until Tue 24 Nov*');
    expect(snoozed.buttons).toContain('Done');
    const blocked = shown({ status: 'blocked', waitsFor: 'a password' });
    expect(blocked.text).toContain('*Blocked: a password*');
    expect(blocked.buttons).toEqual(['Done', 'Reassign', 'Open the task']);
  });

  it('held, announces no escalation any more', () => {
    const announced = (change: Partial<TaskFacts> = {}): string =>
      textsIn(show([intent('hold_notice', { task: configure(change) })], cem)).join('\n');
    expect(announced()).toContain('goes to a further person');
    expect(announced({ heldUntil: '2026-11-24' })).toContain('*Held until Tue 24 Nov*');
    expect(announced({ heldUntil: '2026-11-24' })).not.toContain('goes to a further person');
  });

  it('that went to whom it was announced for is announced no more', () => {
    const announced = { nextName: 'Samir Haddad', nextOn: '2026-11-19' };
    const texts = textsIn(show([intent('hold_notice', { asked, task: configure(), data: announced })], cem)).join('\n');
    expect(texts).not.toMatch(/Unless somebody|Next/);
    expect(texts).toContain('Asked so far');
  });

  it('a resolved blocker asks nothing any more', () => {
    const blocker = { id: 'b', what: 'Firewall', personName: null, expectedOn: null, taskName: null, resolvedAt: now };
    const blocks = show([intent('blocker', { blocker })]);
    expect(textsIn(blocks).join('\n')).toContain('~Firewall~');
    expect(buttonsIn(blocks)).toEqual([]);
  });
});

describe('what people wrote', () => {
  it('makes no link, mention or style of theirs', () => {
    const name = 'A & B <!channel> <https://evil.example|press> *now* ~not~';
    const text = textsIn(show([due({ name })])).join('\n');
    expect(text).toContain('*A &amp; B &lt;!channel&gt; &lt;https://evil.example|press&gt; ∗now∗ ∼not∼*');
    expect(text.match(/<[^>]*>/g)).toEqual(['<https://gangway.example/u/token|Stop messages like this>']);
  });
});

describe('more than Slack takes', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    due({ id: `0190d3f0-0000-7000-8000-${String(index).padStart(12, '0')}`, name: `Task ${index}` }),
  );

  it('is named with a link each, then counted with a link to all', () => {
    const blocks = show(many);
    expect(limitsBroken(blocks)).toEqual([]);
    const texts = textsIn(blocks);
    const full = texts.filter((text) => /^\*Task \d+\*/.test(text)).length;
    const named = texts.join('\n').match(/•  <https:/g)?.length ?? 0;
    expect(full).toBeGreaterThan(5);
    expect(named).toBeGreaterThan(10);
    expect(texts.join('\n')).toContain(`<${restUrl}|And ${200 - full - named} more>`);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('&', '<', '>', '*', '~', '\n', '😀', 'a'), minLength: 1, maxLength: 4000 }),
);
const anyBlock: fc.Arbitrary<Block> = fc.record({
  section: fc.constant('overdue' as const),
  title: text,
  context: fc.option(text),
  status: fc.option(fc.record({ text, tone: fc.constantFrom('late' as const, 'plain' as const) })),
  paragraphs: fc.array(text, { maxLength: 5 }),
  facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 5 }),
  list: fc.option(fc.record({ heading: text, items: fc.array(text, { maxLength: 8 }) })),
  button: fc.option(fc.record({ label: text, url: fc.webUrl({ withQueryParameters: true }) })),
  subject: text,
  inPlace: fc.record({
    task: fc.option(fc.record({ id: fc.uuid(), presses: fc.subarray([...taskPresses]) })),
    blocker: fc.option(fc.record({ id: fc.uuid(), presses: fc.subarray<BlockerPress>(['resolve', 'expect']) })),
    handoffOf: fc.option(fc.uuid()),
    outcome: fc.option(fc.record({ text, isOver: fc.boolean() })),
  }),
});
const anyContent: fc.Arbitrary<MailContent> = fc.record({
  locale: fc.constant('en-GB'),
  subject: text,
  preview: text,
  greeting: text,
  intro: fc.array(text, { maxLength: 3 }),
  sections: fc.array(fc.record({ heading: fc.option(text), blocks: fc.array(anyBlock, { maxLength: 30 }) }), {
    maxLength: 4,
  }),
  answer: fc.constant(null),
  also: fc.array(
    fc.record({
      heading: text,
      groups: fc.array(
        fc.record({
          onboarding: fc.option(text),
          items: fc.array(
            fc.record({
              title: text,
              url: fc.option(fc.webUrl()),
              text,
              tone: fc.constantFrom('late' as const, 'plain' as const),
            }),
            { maxLength: 5 },
          ),
        }),
        { maxLength: 3 },
      ),
      more: fc.option(fc.record({ label: text, url: fc.option(fc.webUrl()) })),
    }),
    { maxLength: 2 },
  ),
  code: fc.constant(null),
  footer: fc.array(text, { maxLength: 2 }),
  unsubscribe: fc.option(fc.record({ label: text, url: fc.webUrl() })),
});

describe('any content', () => {
  it('is within the limits of Slack', () => {
    fc.assert(
      fc.property(anyContent, fc.constantFrom(...Object.keys(wordings)), (content, locale) => {
        const rendered = renderSlack(content, speakerOf(locale), restUrl);
        expect(limitsBroken(rendered.blocks)).toEqual([]);
        expect(rendered.text.length).toBeLessThanOrEqual(600);
        for (const said of textsIn(rendered.blocks)) expect(said.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
