import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '../../../src/contracts/playbook.ts';
import { standardLadder } from '../../../src/domain/chase/default-ladders.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';

const book = (...more: string[]): string => `format: 2
key: small
name: Small
selection:
  - { when: always, why: everybody }
roles:
  customer.lead: { label: Lead, from: [champion] }
  customer.sponsor: { label: Sponsor }
  customer.it: { label: IT }
  team.csm: { label: CSM }
phases:
  start:
    name: Start
    milestones:
      first: { name: First, done: They work in it, firstValue: true }
      live: { name: Live, done: Approved, goLive: true }
    tasks:
      open: { name: Open, role: customer.it, type: configuration, milestone: first }
      agree: { name: Agree, role: customer.sponsor, type: approval }
      own: { name: Own, role: customer.it, type: review, ladder: quick }
      ours: { name: Ours, role: team.csm, type: review }
  close:
    name: Close
    ladder: { customer: quick }
    tasks:
      last: { name: Last, role: customer.it, type: review }
      ours-too: { name: Ours too, role: team.csm, type: review }
ladders:
  quick:
    caps: { perTask: 4, apart: 2d, perDay: 3 }
    steps:
      - { at: -1d, to: owner, channels: [slack, email] }
      - { at: 1d, to: owner, every: 1d, until: 10d }
      - { at: 2d, kind: hold_notice, to: csm }
      - { at: 3d, to: lead, orElse: sponsor, channels: email }
      - { at: 5d, to: manager, every: 1w }
${more.join('\n')}
`;
const parse = (text: string) => parsePlaybook(text, 'small.yaml', () => null);
const good = (text: string): Playbook => {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 1));
  return parsed.playbook;
};
const said = (text: string): string[] => {
  const parsed = parse(text);
  return parsed.ok
    ? []
    : parsed.issues.map(({ file, line, path, message }) => `${file}:${line ?? '?'} ${path}: ${message}`);
};
const laddersByTask = ({ phases }: Playbook): Record<string, string> =>
  Object.fromEntries(phases.flatMap(({ tasks }) => tasks.map(({ key, ladder }) => [key, ladder])));
/** The playbook with its only ladder replaced by these steps. */
const withSteps = (...steps: string[]): string =>
  book().replace(/ {4}steps:\n(?: {6}- .*\n)+/, `    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`);

describe('ladders of format 2', () => {
  it('has steps with short names, kinds by their day, channels in order, an end, and caps', () => {
    expect(good(book()).ladders['quick']).toEqual({
      urgent: false,
      caps: { perTask: 4, apartDays: 2, perDay: 3 },
      rungs: [
        { at: -1, kind: 'reminder', to: 'owner', orElse: null, repeatEvery: null, channels: ['slack', 'email'] },
        { at: 1, kind: 'overdue', to: 'owner', orElse: null, repeatEvery: 1, until: 10 },
        { at: 2, kind: 'hold_notice', to: 'team.csm', orElse: null, repeatEvery: null },
        {
          at: 3,
          kind: 'escalation',
          to: 'customer.lead',
          orElse: 'customer.sponsor',
          repeatEvery: null,
          channels: ['email'],
        },
        { at: 5, kind: 'escalation', to: 'team.manager', orElse: null, repeatEvery: 5 },
      ],
    });
  });

  it('has the default of the issue from one source', () => {
    expect(good(book()).ladders['default']).toEqual(standardLadder);
    expect(
      standardLadder.rungs.map(({ at, kind, to, orElse, repeatEvery }) => [at, kind, to, orElse, repeatEvery]),
    ).toEqual([
      [-2, 'reminder', 'owner', null, null],
      [0, 'due', 'owner', null, null],
      [1, 'overdue', 'owner', null, null],
      [2, 'hold_notice', 'team.csm', null, null],
      [3, 'escalation', 'customer.lead', 'customer.sponsor', null],
      [5, 'escalation', 'team.manager', null, 5],
    ]);
  });

  it('resolves by the kind of task, then the task, its phase, the playbook and the default', () => {
    expect(laddersByTask(good(book()))).toEqual({
      open: 'default',
      agree: 'default',
      own: 'quick',
      ours: 'team',
      last: 'quick',
      'ours-too': 'team',
    });
    const chase = ['chase:', '  ladder: cutover', '  kinds: { approval: { customer: handoff } }'];
    expect(laddersByTask(good(book(...chase)))).toEqual({
      open: 'cutover',
      agree: 'handoff',
      own: 'quick',
      ours: 'cutover',
      last: 'quick',
      'ours-too': 'cutover',
    });
  });

  it('names file, line and path of what is wrong', () => {
    expect(said(withSteps('{ at: 1d, to: owner }'))).toEqual([
      'small.yaml:31 ladders.quick.steps: nobody above the owner ever hears of it: end with a step such as { at: 5d, to: manager, every: 1w }',
    ]);
    expect(said(withSteps('{ at: 1d, to: csm, kind: hold_notice }'))).toEqual([
      'small.yaml:32 ladders.quick.steps.0.kind: announces an escalation that no later step makes',
    ]);
    expect(said(withSteps('{ at: 1d, to: lead }'))).toEqual([
      'small.yaml:32 ladders.quick.steps.0: the last escalation must repeat for ever (every: 1w, without until), or all falls silent after it',
    ]);
    expect(
      said(withSteps('{ at: 1d, to: boss }', '{ at: 2d, channels: [fax], until: soon }', '{ after: 3d }')),
    ).toEqual([
      'small.yaml:32 ladders.quick.steps.0.to: should be owner, blocker_owner, lead, sponsor, csm, manager or a role such as customer.it',
      'small.yaml:33 ladders.quick.steps.1.until: "soon" is no number of business days; write for example 3d or 2w',
      'small.yaml:33 ladders.quick.steps.1.channels.0: should be one of slack, email, but is the text "fax"',
      'small.yaml:34 ladders.quick.steps.2.at: is missing',
      'small.yaml:34 ladders.quick.steps.2.after: "after" means nothing here; known here: at, kind, to, orElse, every, until, channels',
    ]);
    expect(
      said(
        withSteps(
          '{ at: 1d, until: 3d }',
          '{ at: 2d, to: team.nobody, channels: [slack, slack] }',
          '{ at: 5d, to: manager, every: 1w }',
        ),
      ),
    ).toEqual([
      'small.yaml:32 ladders.quick.steps.0.until: ends a step that repeats: say every: … too',
      'small.yaml:33 ladders.quick.steps.1.to: there is no role "team.nobody"',
      'small.yaml:33 ladders.quick.steps.1.channels: the same channel stands twice',
    ]);
  });

  it('refuses a ladder that would never be used, and one that is not there', () => {
    expect(said(book('chase: { ladder: quikc, kinds: { review: handoff } }'))).toEqual([
      'small.yaml:37 chase.ladder: there is no ladder "quikc" – did you mean "quick"?',
      'small.yaml:20 phases.start.tasks.own.ladder: "quick" would never be used: every review goes by "handoff" (chase.kinds)',
    ]);
  });

  it('tells the formats apart', () => {
    expect(said(book().replace('format: 2', 'format: 1')).map((line) => line.replace(/^.*?yaml:/, ''))).toEqual([
      '31 ladders.quick.steps: belongs to format 2; write format: 2 at the top of this file',
      '30 ladders.quick.caps: belongs to format 2; write format: 2 at the top of this file',
      '24 phases.close.ladder: belongs to format 2; write format: 2 at the top of this file',
    ]);
    expect(said(book().replace('    steps:', '    rungs:'))[0]).toMatch(/ladders\.quick\.rungs/);
    expect(said(book().replace('format: 2', 'format: 3'))).toEqual([
      'small.yaml:1 format: should be 1 or 2, the formats there are',
    ]);
  });
});
