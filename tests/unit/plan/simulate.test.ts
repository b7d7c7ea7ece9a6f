import { describe, expect, it } from 'vitest';
import { isWorkingDay, localDate, localMinutes } from '../../../src/domain/calendar.ts';
import type { SampleDeal } from '../../../src/domain/sample-onboarding.ts';
import { type Behaviour, type Simulation, simulate } from '../../../src/domain/simulate.ts';
import { behaviours } from '../../../src/domain/simulate/behaviour.ts';
import { loadPlaybookFile } from '../../../src/usecases/playbook-files.ts';
import { deal } from './fixtures.ts';

const read = await loadPlaybookFile('playbooks/standard-mid-market.yaml');
if (!read.parsed.ok) throw new Error('the standard playbook is not valid');
const { playbook } = read.parsed;
const startAt = '2026-03-02T09:00:00.000Z';
const zone = 'Europe/Berlin';
const sample = (over: Partial<SampleDeal> = {}): SampleDeal => ({
  deal: deal(),
  country: 'DE',
  timezone: zone,
  handoff: {},
  kickoffOn: null,
  roles: null,
  ...over,
});
const run = (behaviour: Behaviour, over: Partial<SampleDeal> = {}, days = 365): Simulation =>
  simulate(playbook, sample(over), behaviour, startAt, { days });
const punctual = run(behaviours.punctual);
const slow = run(behaviours.slow);

describe('simulate', () => {
  it('leads punctual people to go-live by the planned date and on to customer success', () => {
    expect(punctual.outcome).toBe('live and handed over to customer success');
    expect(punctual.goLiveOn! <= punctual.state.onboarding.planBaseline!.goLiveOn!).toBe(true);
    expect(punctual.messages.filter(({ kind }) => kind === 'escalation' || kind === 'overdue')).toEqual([]);
    expect(punctual.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['published', 'phase_started', 'first_value', 'live', 'transitioned']),
    );
  });
  it('is later, and louder, with slow customers', () => {
    expect(slow.goLiveOn! > punctual.goLiveOn!).toBe(true);
    expect(slow.messages.length).toBeGreaterThan(punctual.messages.length);
    expect(slow.messages.some(({ kind }) => kind === 'overdue')).toBe(true);
  });
  it('never goes quiet on a customer who does nothing, and never gets anywhere', () => {
    const silent = run(behaviours.silent, {}, 60);
    expect(silent.goLiveOn).toBeNull();
    expect(silent.outcome).toMatch(/not live when the simulated time was over/);
    const escalations = silent.messages.filter(({ kind }) => kind === 'escalation');
    expect(escalations.length).toBeGreaterThan(2);
    const last = escalations.at(-1)!;
    expect(Date.parse(silent.endedAt) - Date.parse(last.at)).toBeLessThan(10 * 86_400_000);
  });
  it('says everything in working hours, and one digest a day at most', () => {
    const digests = new Set<string>();
    for (const { at, to, digest } of slow.messages) {
      expect(localMinutes(at, zone)).toBeGreaterThanOrEqual(540);
      expect(localMinutes(at, zone)).toBeLessThan(1020);
      expect(isWorkingDay(localDate(at, zone), { country: 'DE' })).toBe(true);
      if (digest === 'digest') digests.add(`${to.id} ${localDate(at, zone)} ${at}`);
    }
    const days = [...digests].map((key) => key.split(' ').slice(0, 2).join(' '));
    expect(new Set(days).size).toBe(days.length);
  });
  it('tells nobody at the customer anything before the plan is published', () => {
    const published = punctual.timeline.find(({ kind }) => kind === 'published')!.at;
    const customers = new Set(punctual.state.people.filter(({ side }) => side === 'customer').map(({ id }) => id));
    expect(punctual.messages.filter(({ at, to }) => at < published && customers.has(to.id))).toEqual([]);
  });
  it('has open roles filled by whoever can name somebody', () => {
    const roles = {
      'team.csm': 'Mia',
      'crm.owner': 'Sam',
      'customer.lead': 'Ana',
      'team.implementation_manager': 'Tim',
    };
    const result = run(behaviours.punctual, { roles }, 20);
    expect(result.timeline.filter(({ kind }) => kind === 'role_assigned').length).toBeGreaterThan(0);
    expect(result.state.tasks.filter(({ type, status }) => type === 'role' && status !== 'done')).toEqual([]);
    const admin = result.state.members.find(({ role }) => role === 'customer.admin')?.personId;
    expect(
      result.state.tasks.filter(({ role }) => role === 'customer.admin').every(({ ownerId }) => ownerId === admin),
    ).toBe(true);
  });
  it('is the same every time', () => {
    expect(run(behaviours.slow, {}, 25).messages).toEqual(run(behaviours.slow, {}, 25).messages);
  });
});
