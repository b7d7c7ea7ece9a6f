import { describe, expect, it } from 'vitest';
import type { TrialLine } from '../../../src/domain/simulate/trial-lines.ts';
import { ownerDeed } from '../../../src/domain/simulate/owner-acts.ts';
import { type LadderTrial, trialState } from '../../../src/domain/simulate/trial-state.ts';
import { tryLadder } from '../../../src/domain/simulate/try-ladder.ts';
import { loadPlaybookFile } from '../../../src/usecases/playbook-files.ts';
import { at, World } from './world.ts';

const read = await loadPlaybookFile('playbooks/standard-mid-market.yaml');
if (!read.parsed.ok) throw new Error('the standard playbook is not valid');
const { playbook } = read.parsed;

/** Due on the Monday on which German clocks have just changed, two weeks before Easter Monday. */
const trial = (over: Partial<LadderTrial> = {}): LadderTrial => ({
  playbook,
  ladder: 'default',
  role: 'customer.it',
  dueOn: '2026-03-30',
  from: '2026-03-16',
  to: '2026-04-14',
  timezone: 'Europe/Berlin',
  country: 'DE',
  owner: { does: 'nothing', on: null, until: null },
  inSlack: 'team',
  ...over,
});
const tried = (over: Partial<LadderTrial> = {}): TrialLine[] => tryLadder(trial(over));
const said = (lines: TrialLine[]): string[] =>
  lines
    .filter(({ withheld }) => withheld === null)
    .map(({ local, kind, to, channel }) => `${local} ${kind ?? ''} → ${to.role ?? ''} (${channel ?? ''})`);
const reasons = (lines: TrialLine[]): string[] =>
  lines.flatMap(({ local, withheld }) => (withheld === null ? [] : [`${local.slice(0, 10)} ${withheld}`]));

describe('a ladder that is tried', () => {
  it('says who would be told what, when in their own time and by which way', () => {
    expect(said(tried())).toEqual([
      '2026-03-16 09:00 task_ready → customer.it (email)',
      '2026-03-26 09:00 reminder → customer.it (email)',
      '2026-03-30 09:00 due → customer.it (email)',
      '2026-03-31 09:00 overdue → customer.it (email)',
      '2026-04-01 09:00 hold_notice → team.csm (slack)',
      '2026-04-02 09:00 escalation → customer.lead (email)',
      '2026-04-08 09:00 escalation → team.manager (slack)',
    ]);
  });

  it('goes by the zone and the holidays that are chosen', () => {
    const american = said(tried({ timezone: 'America/New_York', country: 'US' }));
    expect(american).toContain('2026-04-06 09:00 escalation → team.manager (slack)');
  });

  it('says what is not said and why: snoozed, blocked, away, unreachable, held', () => {
    const silent = (owner: LadderTrial['owner']): string[] => reasons(tried({ owner }));
    expect(silent({ does: 'snoozed', on: '2026-03-27', until: '2026-04-07' })).toEqual([
      '2026-03-27 Snoozed until 2026-04-07',
    ]);
    expect(silent({ does: 'blocked', on: '2026-03-27', until: null })[0]).toBe(
      '2026-03-27 Blocked: waits for something of theirs',
    );
    expect(silent({ does: 'away', on: '2026-03-23', until: '2026-04-03' })[0]).toMatch(/^2026-03-2\d .* is away/);
    expect(silent({ does: 'held', on: '2026-04-01', until: '2026-04-10' })).toEqual([
      '2026-04-02 Escalation held by a person until 2026-04-10',
    ]);
    const gone = said(tried({ owner: { does: 'unreachable', on: '2026-03-17', until: null } }));
    expect(gone).toContain('2026-03-30 09:00 due → customer.lead (email)');
  });

  it.each([
    { does: 'nothing', on: null, until: null },
    { does: 'done', on: '2026-03-27', until: null },
    { does: 'blocked', on: '2026-03-18', until: '2026-03-23' },
    { does: 'blocked', on: '2026-03-31', until: null },
    { does: 'snoozed', on: '2026-03-27', until: '2026-04-07' },
    { does: 'away', on: '2026-03-23', until: '2026-04-03' },
    { does: 'unreachable', on: '2026-03-17', until: null },
    { does: 'held', on: '2026-04-01', until: '2026-04-10' },
  ] as const)('says what would be said in earnest: $does on $on until $until', (owner) => {
    const given = trial({ owner });
    const state = trialState(given, at('2026-03-16'));
    const world = new World(state, playbook);
    const deed = ownerDeed(given, state);
    world.now = at('2026-03-16');
    if (deed) world.until(deed.at).change(deed.run, deed.at);
    world.until(at('2026-04-14', '21:00'));
    const inEarnest = world.said.filter(({ taskId }) => taskId !== null);
    const lines = tryLadder(given).filter(({ withheld }) => withheld === null);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map(({ at: when, kind, to }) => [when, kind, to.name])).toEqual(
      inEarnest.map(({ at: when, kind, to }) => [when, kind, state.people.find(({ id }) => id === to)?.name]),
    );
  });

  it('ends when the task is done', () => {
    expect(said(tried({ owner: { does: 'done', on: '2026-03-27', until: null } })).at(-1)).toMatch(/^2026-03-26/);
  });

  it('is urgent where it is for a cutover, by the channels that it names', () => {
    const lines = tried({ ladder: 'cutover', inSlack: 'everybody', to: '2026-04-02' });
    expect(lines.filter(({ message }) => message === 'now').map(({ local, kind }) => `${local} ${kind ?? ''}`)).toEqual(
      [
        '2026-03-16 09:00 task_ready',
        '2026-03-27 09:00 reminder',
        '2026-03-30 09:00 due',
        '2026-03-31 09:00 overdue',
        '2026-03-31 09:00 escalation',
        '2026-04-01 09:00 overdue',
        '2026-04-01 09:00 escalation',
        '2026-04-02 09:00 overdue',
        '2026-04-02 09:00 escalation',
      ],
    );
    expect(new Set(lines.map(({ channel }) => channel))).toEqual(new Set(['slack']));
  });
});
