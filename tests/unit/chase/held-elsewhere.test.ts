import { expect, it } from 'vitest';
import { startOfLocalDay } from '../../../src/domain/calendar.ts';
import { holdEscalation } from '../../../src/domain/commands/hold-escalation.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { at, running, without, World } from './world.ts';

const csm: Actor = { kind: 'person', id: 'csm', label: 'csm', staffRole: 'member' };

it.each([
  ['America/Los_Angeles', 'Australia/Sydney'],
  ['Australia/Sydney', 'America/Los_Angeles'],
])('a hold ends when its day begins in %s for whoever holds it, not in %s for the owner', (timezone, ownerZone) => {
  const people = without('csm', { timezone }).map((one) => (one.id === 'it' ? { ...one, timezone: ownerZone } : one));
  const world = new World(running({ people })).until(at('2026-03-11', '12:00'));
  world.change((state, now) => holdEscalation(state, { taskId: 't', until: '2026-03-18' }, csm, now, null));
  world.until(at('2026-03-20'));
  const escalated = world.planned.find(({ kind }) => kind === 'escalation');
  expect(escalated?.notBefore).toBe(startOfLocalDay('2026-03-18', timezone));
});

it('is held until a day that lies ahead for whoever holds it', () => {
  const state = running({ people: without('csm', { timezone: 'America/Los_Angeles' }) });
  // Wednesday 11 March in Berlin, Tuesday over there
  const now = at('2026-03-11', '02:00');
  const until = (day: string) => holdEscalation(state, { taskId: 't', until: day }, csm, now, null);
  expect(until('2026-03-11').state.tasks[0]?.chase.holdUntil).toBe('2026-03-11');
  expect(() => until('2026-03-10')).toThrow('must lie ahead');
});
