import { describe, expect, it } from 'vitest';
import {
  digestContent,
  type DigestOptions,
  linkedTaskIds,
} from '../../../src/usecases/messages/content/digest-content.ts';
import { alsoOpen, nothingElse } from '../../../src/usecases/messages/content/also-open.ts';
import type { MailContent } from '../../../src/usecases/messages/content/mail-content.ts';
import { renderHtml } from '../../../src/usecases/messages/render/html.ts';
import { renderText } from '../../../src/usecases/messages/render/text.ts';
import { signInContent } from '../../../src/usecases/messages/send-sign-in-mail.ts';
import { taskLinkContent } from '../../../src/usecases/messages/send-task-link.ts';
import { createSpeaker } from '../../../src/usecases/messages/wording/speak.ts';
import { wordings } from '../../../src/usecases/messages/wording/index.ts';
import { type IntentKind, intentKinds } from '../../../src/domain/model.ts';
import type { IntentFacts, MessageFacts, TaskFacts } from '../../../src/db/message-facts.ts';
import type { OpenTask } from '../../../src/db/open-tasks.ts';
import { acme, ana, asked, cem, intent, message, now, questionnaire, samples } from './facts.ts';

const languages = Object.keys(wordings);
const taskUrl = 'https://gangway.example/t/token';

const compose = (facts: MessageFacts, locale = 'en', options: Partial<DigestOptions> = {}): MailContent => {
  const digest = digestContent({
    facts,
    companyName: 'Northwind',
    speaker: createSpeaker({ locale, timezone: facts.recipient.timezone ?? 'UTC', now }),
    taskUrl: () => taskUrl,
    consoleUrl: (id) => `https://gangway.example/console/onboardings/${id}`,
    allTasksUrl: 'https://gangway.example/console/tasks',
    pulseUrl: (checkInId) => `https://gangway.test/p/${checkInId}`,
    commentUrl: (id) => `https://gangway.test/console/queue?comment=${id}`,
    unsubscribeUrl: () => 'https://gangway.example/u/token',
    ...options,
  });
  if (!digest) throw new Error('nothing to say');
  return digest.content;
};
const subjectOf = (...intents: IntentFacts[]): string => compose(message(intents)).subject;

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&[#\w]+;/g, (entity) => entities[entity] ?? ' ')
    .replaceAll(/\s+/g, ' ');
const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

describe.each(languages)('in %s', (locale) => {
  it.each(intentKinds)('%s reads whole, as html and as text', (kind: IntentKind) => {
    for (const recipient of [ana, cem]) {
      const content = compose(message([samples[kind]()], { ...recipient, locale }), locale);
      const html = renderHtml(content);
      const text = renderText(content);
      for (const said of [content.subject, content.preview, html, text]) {
        expect(said).not.toMatch(/undefined|\[object|NaN|\{\w+\}|: $/);
        expect(said.trim()).not.toBe('');
      }
      expect(content.subject.length).toBeLessThan(120);
      expect(html).toContain(`lang="${content.locale}"`);
      // what one says, the other says: the links aside, which html hides behind words
      const inHtml = new Set(words(visible(html)));
      expect(words(text.replaceAll(/https:\S+/g, '')).filter((word) => !inHtml.has(word))).toEqual([]);
      for (const [, url = ''] of html.matchAll(/href="([^"]+)"/g)) expect(text).toContain(url);
    }
  });

  it('what else is open reads whole, as html and as text', () => {
    const open = (name: string, dueOn: string, change: Partial<OpenTask> = {}): OpenTask => ({
      id: name,
      ownerId: ana.id,
      ownerName: 'Ana Díaz',
      name,
      visibility: 'shared',
      dueOn,
      snoozedUntil: null,
      isReady: true,
      waitsFor: [],
      onboarding: { id: 'globex', name: 'Globex onboarding', version: 1 },
      ...change,
    });
    const waitsFor = ['Contract', 'Budget'].map((name) => ({ name, visibility: 'shared' as const }));
    const facts = message([samples.due()], { ...ana, locale });
    const late = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => open(`Late ${name}`, '2026-11-18'));
    const speaker = createSpeaker({ locale, timezone: 'UTC', now });
    const also = alsoOpen(facts, [...late, open('Soon', '2026-11-24', { isReady: false, waitsFor })], speaker);
    const content = compose(facts, locale, { also });
    const [html, text] = [renderHtml(content), renderText(content)];
    expect(text).not.toMatch(/undefined|\[object|\{\w+\}/);
    const inHtml = new Set(words(visible(html)));
    expect(words(text.replaceAll(/https:\S+/g, '')).filter((word) => !inHtml.has(word))).toEqual([]);
    for (const said of ['Late E', 'Soon', 'Contract', 'Globex onboarding', content.also[0]?.more?.label ?? '?'])
      for (const whole of [visible(html), text]) expect(whole).toContain(said);
    expect(text).not.toContain('Late F');
    expect(alsoOpen(message([samples.comment_answered()]), late, speaker)).toEqual(nothingElse);
  });

  it('the sign-in mail has the link and the code', () => {
    const content = signInContent(
      {
        name: 'Cem',
        url: 'https://gangway.example/sign-in?token=t&next=%2Fconsole',
        code: '40718263',
        companyName: 'Northwind',
      },
      createSpeaker({ locale, timezone: 'UTC', now }),
    );
    expect(renderHtml(content)).toContain('href="https://gangway.example/sign-in?token=t&amp;next=%2Fconsole"');
    expect(renderHtml(content)).toContain('40718263');
    expect(renderText(content)).toContain('https://gangway.example/sign-in?token=t&next=%2Fconsole');
    expect(renderText(content)).toContain('40718263');
  });

  it('the new link names its task', () => {
    const task = {
      name: 'Security questionnaire',
      dueOn: '2026-11-27',
      onboardingId: 'o',
      onboardingName: 'Acme onboarding',
    };
    const content = taskLinkContent(
      { name: 'ana@acme.example', task, url: taskUrl },
      createSpeaker({ locale, timezone: 'UTC', now }),
    );
    expect(content.subject).toContain('Security questionnaire (Acme onboarding)');
    expect(content.greeting).not.toContain('@');
    expect(renderText(content)).toContain(taskUrl);
  });
});

describe('the subject', () => {
  it('says what is wanted and when', () => {
    expect(subjectOf(intent('reminder', { task: questionnaire({ dueOn: '2026-11-26' }) }))).toBe(
      'Due Thursday: Security questionnaire (Acme onboarding)',
    );
    expect(subjectOf(intent('reminder', { task: questionnaire({ dueOn: '2026-12-04' }) }))).toBe(
      'Due Fri 4 Dec: Security questionnaire (Acme onboarding)',
    );
    expect(subjectOf(samples.due())).toBe('Due today: Security questionnaire (Acme onboarding)');
    expect(subjectOf(samples.overdue(), samples.milestone_done())).toBe(
      'Overdue: Security questionnaire (Acme onboarding), and 1 more',
    );
  });

  it('leads with what is urgent', () => {
    expect(
      subjectOf(samples.overdue(), {
        ...samples.task_ready(),
        task: questionnaire({ id: 'other', name: 'Choose a date', dueOn: null }),
      }),
    ).toBe('You can start: Choose a date (Acme onboarding), and 1 more');
  });

  it('stays one line whatever people typed', () => {
    expect(subjectOf(intent('reminder', { task: questionnaire({ name: 'A\r\nBcc: x@evil.example' }) }))).not.toMatch(
      /[\r\n]/,
    );
  });
});

describe('a message', () => {
  it('goes by the day on which it is read, not by the day on which the reminder was planned', () => {
    const content = compose(message([intent('reminder', { task: questionnaire({ dueOn: '2026-11-19' }) })]));
    expect(content.subject).toMatch(/^Overdue:/);
    expect(content.sections[0]?.blocks[0]?.status).toEqual({ text: 'Was due Thu 19 Nov, 1 day ago', tone: 'late' });
  });

  it('says what is there of that for which a task waited, also where it is due by then', () => {
    const told = intent('task_ready', {
      task: questionnaire({ dueOn: '2026-11-20' }),
      data: { resolved: ['the list of systems', 'the firewall'] },
    });
    const content = compose(message([told]));
    expect(content.subject).toMatch(/^Due today:/);
    expect(content.sections[0]?.blocks[0]?.paragraphs.slice(0, 2)).toEqual([
      'Resolved: the list of systems',
      'Resolved: the firewall',
    ]);
  });

  it.each([
    ['2026-11-19', 'Overdue'],
    ['2026-11-20', 'Due today'],
  ])('stands where what is missing was expected on %s: %s', (expectedOn, heading) => {
    const { blocker } = samples.blocker();
    if (!blocker) throw new Error('the sample has no blocker');
    const about = compose(
      message([intent('blocker', { blocker: { ...blocker, expectedOn } }), samples.milestone_done()]),
    );
    expect(about.sections.find(({ blocks }) => blocks.some(({ title }) => title === blocker.what))?.heading).toBe(
      heading,
    );
  });

  it('goes by the reader’s own date', () => {
    const facts = message([intent('due', { task: questionnaire({ dueOn: '2026-11-20' }) })], {
      ...ana,
      timezone: 'Pacific/Auckland',
    });
    const late = createSpeaker({ locale: 'en', timezone: 'Pacific/Auckland', now: '2026-11-20T12:00:00.000Z' });
    expect(compose(facts, 'en', { speaker: late }).subject).toMatch(/^Overdue:/);
  });

  it('tells several reminders of one task once, and each task in a block of its own with one button', () => {
    const other = questionnaire({ id: 'other', name: 'Export the customer list', dueOn: '2026-11-25' });
    const content = compose(message([samples.task_ready(), samples.overdue(), intent('reminder', { task: other })]));
    const blocks = content.sections.flatMap((section) => section.blocks);
    expect(blocks.map(({ title }) => title)).toEqual(['Security questionnaire', 'Export the customer list']);
    expect(blocks.every(({ button }) => button?.url === taskUrl)).toBe(true);
  });

  it('keeps its order: welcome, overdue, today, coming up, ready, news', () => {
    const of = (kind: IntentKind, id: string, dueOn: string | null): IntentFacts =>
      intent(kind, { task: questionnaire({ id, name: id, dueOn }) });
    const content = compose(
      message([
        samples.milestone_done(),
        of('task_ready', 'ready', null),
        of('reminder', 'soon', '2026-11-25'),
        of('due', 'today', '2026-11-20'),
        of('overdue', 'late', '2026-11-10'),
        samples.welcome(),
      ]),
    );
    expect(content.sections.map(({ heading }) => heading)).toEqual([
      null,
      'Overdue',
      'Due today',
      'Coming up',
      'Ready for you',
      'News',
    ]);
    expect(content.subject).toBe('Your onboarding with Northwind');
  });

  it('names the onboarding of each block only where there are several', () => {
    const globex = {
      ...samples.reminder(),
      onboarding: acme({ id: 'globex', name: 'Globex onboarding' }),
      task: questionnaire({ id: 'other', name: 'Other' }),
    };
    const contexts = (facts: MessageFacts): (string | null)[] =>
      compose(facts).sections.flatMap((section) => section.blocks.map(({ context }) => context));
    expect(contexts(message([samples.reminder()]))).toEqual([null]);
    expect(contexts(message([samples.overdue(), globex]))).toEqual(['Acme onboarding', 'Globex onboarding']);
  });

  it('says for whom somebody stands in', () => {
    const facts = message([
      intent('due', {
        task: questionnaire({ dueOn: '2026-11-20' }),
        person: { id: 'bo', name: 'Bo Li', absentUntil: '2026-11-27', coverId: null, coverUntil: null },
      }),
    ]);
    expect(compose(facts).intro[0]).toBe('You stand in for Bo Li, who is away until Fri 27 Nov, so this comes to you.');
  });

  it('says for whom somebody covers, and until when', () => {
    const person = { id: 'bo', name: 'Bo Li', absentUntil: null, coverId: message([]).recipient.id };
    const facts = message([
      intent('due', { task: questionnaire({ dueOn: '2026-11-20' }), person: { ...person, coverUntil: '2026-11-27' } }),
    ]);
    expect(compose(facts).intro[0]).toBe('You cover for Bo Li until Fri 27 Nov, so this comes to you.');
  });

  it('never shows an internal task to a customer', () => {
    const facts = message([
      intent('escalation', { task: questionnaire({ visibility: 'internal', name: 'Check their credit' }) }),
      samples.milestone_done(),
    ]);
    expect(linkedTaskIds(facts)).toEqual([]);
    expect(renderText(compose(facts))).not.toContain('credit');
    expect(
      digestContent({
        facts: message([facts.intents[0] ?? samples.due()]),
        companyName: 'Northwind',
        speaker: createSpeaker({ locale: 'en', timezone: 'UTC', now }),
        taskUrl: () => taskUrl,
        consoleUrl: () => '',
        allTasksUrl: 'https://gangway.example/console/tasks',
        pulseUrl: (checkInId) => `https://gangway.test/p/${checkInId}`,
        commentUrl: (id) => `https://gangway.test/console/queue?comment=${id}`,
        unsubscribeUrl: () => '',
      }),
    ).toBeNull();
  });

  it('sends customers to their task and our people to the console', () => {
    const urls = (facts: MessageFacts): (string | undefined)[] =>
      compose(facts).sections.flatMap((section) => section.blocks.map(({ button }) => button?.url));
    expect(urls(message([samples.escalation()], ana))).toEqual([taskUrl]);
    for (const kind of ['escalation', 'hold_notice', 'blocker'] as const)
      expect(urls(message([{ ...samples[kind](), task: questionnaire() }], cem))).toEqual([
        `https://gangway.example/console/onboardings/${acme().id}?task=${questionnaire().id}`,
      ]);
    expect(urls(message([samples.go_live()], ana))).toEqual([undefined]);
  });

  it('tells who was asked already, and whom nothing reaches', () => {
    const unreachable = questionnaire({
      dueOn: '2026-11-17',
      owner: { id: ana.id, name: 'Ana Díaz', email: 'ana@acme.example', unreachableReason: '550 User unknown' },
    });
    const [block] = compose(message([samples.escalation()], cem)).sections[0]?.blocks ?? [];
    expect(block?.list).toEqual({
      heading: 'Asked so far',
      items: ['Ana Díaz, 2 times, last Wed 18 Nov', 'Bo Li, once, Thu 19 Nov'],
    });
    const text = renderText(compose(message([intent('escalation', { task: unreachable })], cem)));
    expect(text).toContain('Messages to Ana Díaz do not arrive: 550 User unknown');
    expect(text).toContain('Nobody could be asked yet');
  });

  it('names whom it goes to next, and when, to whoever could hold it', () => {
    expect(renderText(compose(message([samples.hold_notice()])))).toContain('Next: Samir Haddad, Mon 23 Nov');
  });

  it('escalates what a task waits for, and what a milestone waits for', () => {
    const blocker = {
      what: 'Firewall opening',
      resolvedAt: null,
      id: '018f4d5e-0000-7000-8000-0000000000b2',
      personName: 'Bo Li',
      expectedOn: '2026-11-18',
      taskName: 'Connect the file server',
    };
    const task = questionnaire({ name: 'Connect the file server', dueOn: '2026-12-01' });
    for (const about of [{ blocker, task }, { blocker: { ...blocker, taskName: null } }]) {
      const content = compose(
        message([intent('escalation', { ...about, asked, data: { name: 'Bo Li', dueOn: '2026-11-18' } })], cem),
      );
      expect(content.subject).toBe('Needs your help: Firewall opening (Acme onboarding)');
      expect(content.sections[0]?.blocks[0]?.status?.text).toBe('Was due Wed 18 Nov, 2 days ago');
      expect(renderText(content)).toContain('Who has it: Bo Li');
    }
  });

  it('tells whoever is asked in the owner’s place why', () => {
    const task = questionnaire({
      owner: { id: 'bo', name: 'Bo Li', email: 'bo@acme.example', unreachableReason: '550 User unknown' },
    });
    const text = renderText(compose(message([intent('reminder', { task })])));
    expect(text).toContain('Messages to Bo Li do not arrive: 550 User unknown');
    expect(text).toContain('Who has it: Bo Li');
  });

  it('mentions a moved date only while that is news', () => {
    const moved = (at: string): string =>
      renderText(
        compose(
          message([
            intent('reminder', {
              task: questionnaire({ dueMoved: { from: '2026-11-24', reason: { said: 'Kickoff moved' }, at } }),
            }),
          ]),
        ),
      );
    expect(moved('2026-11-18T08:00:00.000Z')).toContain('Moved from Tue 24 Nov: Kickoff moved');
    expect(moved('2026-11-02T08:00:00.000Z')).not.toContain('Moved');
  });

  it('names what blocks an onboarding: what is missing, who has it, when it is expected', () => {
    const stuck = acme({
      openBlockers: [
        { what: 'Firewall opening', side: 'customer', personName: 'Bo Li', expectedOn: '2026-11-24', taskName: 'SSO' },
        { what: 'The contract', side: 'team', personName: null, expectedOn: null, taskName: null },
      ],
    });
    const turned = intent('health_turned', {
      onboarding: stuck,
      data: { to: 'blocked', score: 90, reasons: ['Stuck'] },
    });
    const text = renderText(compose(message([turned], cem)));
    expect(text).toContain('Acme onboarding is blocked now');
    expect(text).toContain('Firewall opening (holds up SSO): Bo Li, expected Tue 24 Nov');
    expect(text).toContain('The contract: our team, nobody has said by when');
    expect(text).toContain('Stuck');
  });

  it('says days in the facts of the rules as its reader would', () => {
    const turned = intent('health_turned', { data: { to: 'at_risk', score: 62, reasons: ['Live on 2026-11-30'] } });
    expect(renderText(compose(message([turned], cem)))).toContain('Live on Mon 30 Nov');
  });

  it('previews the first answers to a form', () => {
    const { task, data } = samples.comment_received();
    const text = 'Company name:\nAcme\n\nWhich team starts:\nSupport\n\nHow many people:\n40\n\nToday:\nMails';
    const content = compose(message([intent('comment_received', { task, data: { ...data, text } })], cem));
    expect(content.preview).toBe('“Company name: Acme · Which team starts: Support · How many people: 40');
  });

  it('asks before it tells, and previews each thing once', () => {
    const content = compose(
      message([samples.milestone_done(), samples.go_live_request(), samples.milestone_done()], cem),
    );
    expect(content.subject).toMatch(/^Go-live waits for your approval: Acme/);
    expect(content.sections.map(({ heading }) => heading)).toEqual(['Needs your decision', 'News']);
    expect(content.preview.match(/is reached/g)).toHaveLength(1);
  });

  it('names the next milestone without a day that is over', () => {
    const next = (targetOn: string): string =>
      renderText(
        compose(
          message([intent('milestone_done', { onboarding: acme({ nextMilestone: { name: 'Live', targetOn } }) })]),
        ),
      );
    expect(next('2026-11-20')).toContain('Next: Live, Fri 20 Nov');
    expect(next('2026-11-19')).toMatch(/Next: Live$/m);
  });

  it('offers no word that completes what is filled in, handed in or decided', () => {
    const hint = (...types: TaskFacts['type'][]): string =>
      compose(
        message(types.map((type, index) => intent('due', { task: questionnaire({ id: `${index}`, type }) }))),
        'en',
        { isAnswerable: true },
      ).answer?.hint ?? '';
    expect(hint('approval')).toMatch(/Begin with: blocked: .* It is done on its own page\.$/);
    expect(hint('form', 'document')).toMatch(/number: 2 blocked: .* They are done on their own pages\.$/);
    expect(hint('configuration')).toMatch(/Begin with: done ·/);
    expect(hint('form', 'configuration')).toMatch(/number: 2 done ·/);
  });

  it('keeps the lines of an answer, and says in one what was asked', () => {
    const data = { text: 'Two things:\n1. the logo\n2. the colours', asked: 'What next?\n\nClaire', name: 'Cem' };
    const text = renderText(compose(message([intent('comment_answered', { data })])));
    expect(text).toContain('Two things:\n\n1. the logo\n\n2. the colours\n');
    expect(text).toContain('You wrote: What next? Claire\n');
  });

  it('begins no signature where it has nothing to say below', () => {
    const content = { ...compose(message([samples.due()])), footer: [], unsubscribe: null };
    expect(renderText(content)).not.toMatch(/^-- $/m);
    expect(renderHtml(content)).not.toContain('class="outside"');
  });

  it('writes a colon as the language does', () => {
    expect(renderText(compose(message([samples.publish_request()], cem), 'fr'))).toContain('Tâches\u00a0: 42');
    expect(renderText(compose(message([samples.publish_request()], cem), 'de'))).toContain('Aufgaben: 42');
  });

  it('tells a cancelled onboarding as what it is', () => {
    const cancelled = intent('deal_changed', {
      onboarding: acme({ status: 'cancelled' }),
      data: { reason: 'Cancelled: they chose not to' },
    });
    expect(compose(message([cancelled], cem)).subject).toBe('Cancelled: Acme onboarding');
  });

  it('says how many days ahead or after', () => {
    expect(compose(message([samples.check_in()], cem)).subject).toBe('Check-in with Acme, 30 days after go-live');
    expect(compose(message([samples.renewal_reminder()], cem)).subject).toBe('Renewal in 120 days: Acme');
  });

  it('escapes what people typed', () => {
    const html = renderHtml(
      compose(
        message([
          intent('due', {
            task: questionnaire({ name: '<img src=x onerror=alert(1)>', howTo: '"><script>alert(1)</script>' }),
          }),
        ]),
      ),
    );
    expect(html).not.toMatch(/<img|<script/);
  });
});
