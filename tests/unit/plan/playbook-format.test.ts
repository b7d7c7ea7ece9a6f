import { describe, expect, it } from 'vitest';
import { type PlaybookIssue, parsePlaybook } from '../../../src/contracts/playbook.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';

const minimal = `
format: 1
key: small
name: Small
selection:
  - { when: always, why: everybody }
roles:
  customer.lead: { label: Lead, from: [champion] }
  team.csm: { label: CSM }
phases:
  start:
    name: Start
    milestones:
      first: { name: First, done: They work in it, firstValue: true }
      live: { name: Live, done: Approved, goLive: true }
    tasks:
      open: { name: Open the doors, role: team.csm, type: configuration, milestone: first, takes: 2w }
`;
const parse = (text: string, files: Record<string, string> = {}) =>
  parsePlaybook(text, 'small.yaml', (name) => (files[name] === undefined ? null : { file: name, text: files[name] }));
const good = (text: string, files?: Record<string, string>): Playbook => {
  const result = parse(text, files);
  if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 1));
  return result.playbook;
};
const issues = (text: string, files?: Record<string, string>): PlaybookIssue[] => {
  const result = parse(text, files);
  return result.ok ? [] : result.issues;
};
const said = (text: string, files?: Record<string, string>): string[] =>
  issues(text, files).map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`);
const lines = (...more: string[]): string => minimal + more.join('\n');

describe('reading a playbook', () => {
  it('joins lines that were only broken to fit the file', () => {
    const how = ['Open the doors, all of', 'them.', '', 'Bring:', '- a key', '- a lamp that is', '  lit', '1. then go'];
    const task = ['name: Close', 'role: team.csm', 'type: configuration', 'milestone: first', 'how: |'];
    const book = good(
      lines('      close:', ...task.map((line) => `        ${line}`), ...how.map((line) => `          ${line}`)),
    );
    expect(book.phases[0]?.tasks[1]?.howTo.text).toBe(
      'Open the doors, all of them.\n\nBring:\n- a key\n- a lamp that is lit\n1. then go',
    );
  });

  it('fills in what need not be said', () => {
    const book = good(minimal);
    expect(book.phases[0]?.tasks[0]).toMatchObject({
      side: 'team',
      ladder: 'team',
      schedule: { from: 'dependencies', durationDays: 10 },
      visibility: 'shared',
      hoursRole: 'team.csm',
    });
    expect(book.phases[0]).toMatchObject({
      entry: null,
      exit: { responsible: 'team.csm', criteria: [{ kind: 'tasks_done' }] },
    });
    expect(book.roles.map(({ role, namedBy, fillFrom }) => [role, namedBy, fillFrom])).toEqual([
      ['customer.lead', 'crm.owner', 'contact_role'],
      ['team.csm', 'crm.owner', 'none'],
      ['crm.owner', null, 'crm_owner'],
      ['team.manager', null, 'none'],
    ]);
    expect(book).toMatchObject({
      publish: { mode: 'person', roles: ['team.csm'] },
      dates: { from: 'kickoff', kickoffAfterDays: 5 },
      checkIns: [30, 60, 90],
    });
    expect(
      book.ladders['default']?.rungs.map(({ at, kind, to, orElse, repeatEvery }) => [
        at,
        kind,
        to,
        orElse,
        repeatEvery,
      ]),
    ).toEqual([
      [-2, 'reminder', 'owner', null, null],
      [0, 'due', 'owner', null, null],
      [1, 'overdue', 'owner', null, null],
      [2, 'hold_notice', 'team.csm', null, null],
      [3, 'escalation', 'customer.lead', 'team.csm', null],
      [5, 'escalation', 'team.manager', null, 5],
    ]);
  });
  it('reads dates, durations, sides and the short forms', () => {
    const book = good(
      lines(
        '      ask: { name: Ask, role: customer.lead, type: form, form: facts, due: kickoff+1w, after: open, internal: true, when: { product: [sso, "scim"], amount: { atLeast: 5 } } }',
        '      late: { name: Late, role: team.csm, type: meeting, due: go-live - 3d, before: [ask], lock: true }',
        '  care:',
        '    name: Care',
        '    entry: [{ milestone: live }, no blockers, { approval: { by: team.csm, label: Go } }]',
        '    tasks:',
        '      watch: { name: Watch, role: team.csm, type: review }',
        'forms: { facts: { title: Facts, fields: { a: { label: A } } } }',
        'publish: automatic',
        'calendar: DE-BY',
        'dates: { from: go-live }',
        'crm: { stages: { live: Live }, fields: { progress: deal.our_progress }, renewal: { pipeline: Renewals, stage: Upcoming } }',
        'handoff: { fields: { goal: { label: Goal, crm: deal.goal }, people: { label: People, crm: contacts, required: false } } }',
      ),
    );
    const [, ask, late] = book.phases[0]?.tasks ?? [];
    expect(ask).toMatchObject({
      side: 'customer',
      schedule: { from: 'kickoff', offsetDays: 5, durationDays: 1 },
      dependsOn: ['open', 'late'],
      visibility: 'internal',
      ladder: 'default',
    });
    expect(ask?.when).toEqual({
      all: [
        { field: 'product', is: ['sso', 'scim'] },
        { field: 'amount', atLeast: 5 },
      ],
    });
    expect(late).toMatchObject({ schedule: { from: 'go_live', offsetDays: -3 }, lockDue: true });
    expect(book.phases[1]?.entry?.criteria).toEqual([
      { kind: 'milestone_done', milestone: 'live' },
      { kind: 'no_open_blockers' },
      { kind: 'approval', role: 'team.csm', label: 'Go' },
    ]);
    expect(book).toMatchObject({
      publish: { mode: 'automatic' },
      calendar: { country: 'DE', region: 'BY' },
      dates: { from: 'go_live' },
      crm: {
        fields: { progress: { object: 'deal', field: 'our_progress' } },
        renewal: { termMonths: 12, createDeal: true },
      },
    });
    expect(book.handoff.fields.map(({ key, crm, required }) => [key, crm, required])).toEqual([
      ['goal', { object: 'deal', field: 'goal' }, true],
      ['people', { object: 'contacts' }, false],
    ]);
  });
});

describe('composing', () => {
  const base =
    'selection: [{ when: always, why: base, priority: 3 }]\nphases: { start: { tasks: { open: { takes: 9d, hours: 3 }, gone: { name: Gone, role: team.csm, type: review } } } }\n';
  const part =
    'phases:\n  start:\n    tasks:\n      extra: { name: Extra, role: team.csm, type: review, when: { region: EMEA }, before: open }\n  middle:\n    name: Middle\n    placeAfter: start\n    tasks:\n      mid: { name: Mid, role: team.csm, type: review }\n';
  const composed = lines(
    '      gone: null',
    '  end:',
    '    name: End',
    '    tasks: { last: { name: Last, role: team.csm, type: review } }',
    'extends: base.yaml',
    'parts: [{ when: { product: x }, add: part.yaml }]',
  );
  it('merges base, file and parts by key', () => {
    const book = good(composed, { 'base.yaml': base, 'part.yaml': part });
    expect(book.composedOf).toEqual(['base.yaml', 'small.yaml', 'part.yaml']);
    expect(book.phases.map(({ key, tasks }) => [key, tasks.map((task) => task.key)])).toEqual([
      ['start', ['open', 'extra']],
      ['middle', ['mid']],
      ['end', ['last']],
    ]);
    expect(book.phases[0]?.tasks[0]).toMatchObject({
      plannedHours: 3,
      schedule: { durationDays: 10 },
      dependsOn: ['extra'],
      when: null,
    });
    expect(book.phases[0]?.tasks[1]?.when).toEqual({
      all: [
        { field: 'product', is: 'x' },
        { field: 'region', is: 'EMEA' },
      ],
    });
    expect(book.selection.map(({ why }) => why)).toEqual(['everybody', 'base']);
  });
  it('shows problems in the file they are in', () => {
    expect(said(composed, { 'part.yaml': part })).toEqual([
      expect.stringMatching(/^small\.yaml:\d+ extends: there is no file "base.yaml"$/),
    ]);
    expect(said(composed, { 'base.yaml': base, 'part.yaml': part.replace('before: open', 'before: opne') })).toEqual([
      'part.yaml:4 phases.start.tasks.extra.before.0: there is no task "opne" – did you mean "open"?',
    ]);
    expect(
      said(composed, {
        'base.yaml': 'phases:\n  start:\n    tasks:\n      open: { takes: soon }\n',
        'part.yaml': part,
      }),
    ).toEqual([
      'base.yaml:4 phases.start.tasks.open.takes: "soon" is no number of business days; write for example 3d or 2w',
    ]);
    expect(
      said(composed, { 'base.yaml': 'extends: small.yaml', 'small.yaml': composed, 'part.yaml': part })[0],
    ).toContain('files extend each other: small.yaml → base.yaml → small.yaml');
    const taking = 'phases: { start: { tasks: { open: { name: Mine } } } }';
    expect(said(composed, { 'base.yaml': base, 'part.yaml': taking })).toEqual([
      expect.stringContaining('part.yaml:1 phases.start.tasks.open: "open" is in the playbook already'),
    ]);
  });
});

describe('saying what is wrong', () => {
  it.each([
    [
      'a typing error',
      lines('      x: { name: X, role: team.csm, tpye: review }'),
      /:18 phases\.start\.tasks\.x\.tpye: "tpye" means nothing here – did you mean "type"\?/,
    ],
    [
      'an unknown type',
      lines('      x: { name: X, role: team.csm, type: metting }'),
      /type: should be one of form, .*, but is the text "metting" – did you mean "meeting"\?/,
    ],
    [
      'an unknown role',
      lines('      x: { name: X, role: customer.it, type: review }'),
      /:18 phases\.start\.tasks\.x\.role: there is no role "customer.it"/,
    ],
    [
      'a role without side',
      lines('      x: { name: X, role: csm, type: review }'),
      /role: a role begins with customer\./,
    ],
    [
      'an unknown ladder',
      lines('      x: { name: X, role: team.csm, type: review, ladder: urgent }'),
      /ladder: there is no ladder "urgent"/,
    ],
    ['an unknown form', lines('      x: { name: X, role: team.csm, form: nope }'), /form: there is no form "nope"/],
    [
      'an unknown integration',
      lines('      x: { name: X, role: team.csm, integration: erp }'),
      /integration: there is no integration "erp"/,
    ],
    [
      'a gate that nobody knows',
      lines(
        '    exit: { responsible: team.boss, needs: [{ phase: nowhere }, { approval: { by: team.x, label: L } }] }',
      ),
      /responsible: there is no role "team.boss"[\s\S]*there is no phase "nowhere"[\s\S]*no role "team.x"/,
    ],
    ['a task without type', lines('      x: { name: X, role: team.csm }'), /needs a type/],
    [
      'a second first value',
      minimal.replace(
        '    tasks:',
        '      more: { name: More, done: d, completion: person, firstValue: true }\n    tasks:',
      ),
      /"more" is a second first-value milestone; "first" is one already/,
    ],
    ['no go-live', minimal.replace(', goLive: true', ''), /no milestone is marked goLive/],
    ['no first value', minimal.replace(', firstValue: true', ''), /no milestone is marked firstValue/],
    ['a milestone that nothing reaches', minimal.replace(', milestone: first', ''), /no task counts towards "first"/],
    [
      'the same key twice',
      lines('      open: { name: Again, role: team.csm, type: review }'),
      /:18 : the same key is written twice here/,
    ],
    [
      'the same task in two phases',
      lines('  two:', '    name: Two', '    tasks: { open: { name: O, role: team.csm, type: review } }'),
      /the task "open" is also in phase "start"/,
    ],
    [
      'a bad pattern',
      minimal.replace('when: always', 'when: { product: { matches: "(" } }'),
      /selection\.0\.when\.product\.matches: "\(" is no regular expression/,
    ],
    [
      'a pattern that may never end',
      minimal.replace('when: always', 'when: { product: { matches: "(a+)+$" } }'),
      /repeats a repetition/,
    ],
    [
      'an unknown deal field',
      minimal.replace('when: always', 'when: { segmnt: smb }'),
      /"segmnt" is no field of a deal.* – did you mean "segment"\?/,
    ],
    [
      'an unknown handoff key',
      minimal.replace('when: always', 'when: { handoff.goal: x }'),
      /there is no handoff field "goal"/,
    ],
    [
      'a date in other words',
      lines('      x: { name: X, role: team.csm, type: review, due: next week }'),
      /"next week" is no due date; write for example kickoff\+5d/,
    ],
    [
      'a text where a map belongs',
      minimal.replace(/phases:[\s\S]*/, 'phases: later'),
      /phases: should be a map .*, but is the text "later"/,
    ],
    ['broken YAML', 'key: [', /small\.yaml:\d+ : /],
    ['nothing at all', '', /should be a map .*, but is empty/],
    [
      'a write where the CRM alone tells',
      lines('crm:', '  stages: { field: deal.Type, when: { live: New } }', '  fields:', '    progress: deal.Amount'),
      /:21 crm\.fields\.progress: deal\.Amount: .*another field[\s\S]*:19 crm\.stages: deal\.Type: Gangway reads “Type”/,
    ],
    ['no lead', minimal.replace(/ {2}customer\.lead.*\n/, ''), /the role customer.lead is needed/],
  ])('%s', (_, text, expected) => expect(said(text).join('\n')).toMatch(expected));

  it('gives all problems at once', () => {
    expect(
      said(
        lines(
          '      x: { name: X, role: team.x, type: review, after: [a, b] }',
          '      y: { name: Y, role: team.csm, type: form }',
        ),
      ),
    ).toHaveLength(4);
  });
  it('names the path of a cycle, also through gates', () => {
    expect(
      said(
        lines(
          '      a: { name: A, role: team.csm, type: review, after: [b] }',
          '      b: { name: B, role: team.csm, type: review, after: [a] }',
        ),
      ),
    ).toEqual(['small.yaml:18 phases.start.tasks.a.after: these wait for each other: a → b → a']);
    const gates = lines(
      '  two:',
      '    name: Two',
      '    tasks: { t: { name: T, role: team.csm, type: review, before: [open] } }',
    );
    expect(said(gates).join()).toMatch(/wait for each other: .*phase Start.*/);
  });
  it('stands alias bombs and keys that are no keys', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdef'[i]}`).join(',')}]`).join('\n')}\n`;
    expect(said(bomb).length).toBeGreaterThan(0);
    expect(said(lines('  Phase Two: { name: P }')).join()).toMatch(/keys are lower case/);
    expect(good(lines('  __proto__: { name: P }')).phases).toHaveLength(1);
    expect(Reflect.get({}, 'name')).toBeUndefined();
  });
});

describe('translations of messages', () => {
  const messages = ['messages:', '  welcome: Hello', '  goLive: Live'];
  const german = (...texts: string[]): string =>
    lines(...messages, 'translations:', '  de:', ...texts.map((text) => `    ${text}`));

  it('are kept by language', () => {
    const book = good(german('messages.welcome: Hallo', 'messages.goLive: Läuft'));
    expect(book.translations).toEqual({ de: { 'messages.welcome': 'Hallo', 'messages.goLive': 'Läuft' } });
  });

  it('name what is missing in a language', () => {
    expect(said(german('messages.welcome: Hallo'))).toEqual([
      expect.stringMatching(/translations\.de: the language de lacks messages\.goLive/),
    ]);
  });

  it('name what there is not', () => {
    expect(said(german('messages.welcome: Hallo', 'messages.goLive: Läuft', 'messages.welcom: Hallo'))).toEqual([
      expect.stringMatching(/there is no text "messages\.welcom" to translate.*messages\.welcome/),
    ]);
  });
});
