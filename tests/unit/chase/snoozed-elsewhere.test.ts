import { expect, it } from 'vitest';
import { localDate } from '../../../src/domain/calendar.ts';
import { snoozeTask } from '../../../src/domain/commands/snooze-task.ts';
import type { Actor } from '../../../src/domain/model.ts';
import { at, chasing, running, without, World } from './world.ts';

const owner: Actor = { kind: 'link', id: 'it', label: 'the link sent to it' };
const snoozed = (world: World): World => {
  world.heard();
  return world.change((state, now) => snoozeTask(state, { taskId: 't', until: '2026-03-17' }, owner, now, null));
};

it.each([
  ['Asia/Kolkata', 'America/New_York'],
  ['Asia/Tokyo', 'Europe/Berlin'],
  ['America/Los_Angeles', 'Asia/Tokyo'],
])('a snooze ends on its day in %s, where its owner is, whatever day it is in %s', (timezone, onboardingZone) => {
  const initial = running({ people: without('it', { timezone }) });
  initial.onboarding.timezone = onboardingZone;
  const world = snoozed(new World(initial).until(at('2026-03-05'))).until(at('2026-03-19'));
  const heardOn = world.said.filter(({ to }) => to === 'it').map((said) => localDate(said.at, timezone));
  expect(heardOn).toEqual(['2026-03-17']);
});

it('drops what was about to be said when it was pressed', () => {
  const world = snoozed(new World().until(at('2026-03-09', '07:00')));
  expect(chasing(world.until(at('2026-03-16')))).toEqual([]);
});
