import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPauses, type Pauses } from '../../integrations/hubspot/pauses.ts';

let pauses: Pauses;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(60_000);
  pauses = createPauses();
});
afterEach(() => vi.useRealTimers());

const refused = () => pauses.afterRefusal('burst', 10_000);
/** goes on when the pause is over */
const refusedAgain = (pausedMs: number): number => {
  vi.advanceTimersByTime(pausedMs);
  return refused();
};

test('while nothing gets through, each pause is twice as long, up to the whole window', () => {
  expect([refused(), refusedAgain(2_000), refusedAgain(4_000), refusedAgain(8_000), refusedAgain(10_000)]).toEqual([
    2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
});

test('refusals of calls that were sent together are one', () => {
  refused();
  vi.advanceTimersByTime(500);
  expect(refused()).toBe(1_500);
  expect(refusedAgain(1_500)).toBe(4_000);
});

test('once something got through it begins anew, whichever of the calls sent together was answered first', () => {
  expect([refused(), refusedAgain(2_000)]).toEqual([2_000, 4_000]);
  vi.advanceTimersByTime(4_000);
  const sentAt = performance.now();
  pauses.passed('burst', sentAt);
  expect(refused()).toBe(2_000);
  vi.advanceTimersByTime(2_000);
  const sentAgainAt = performance.now();
  expect(refused()).toBe(2_000 * 2);
  pauses.passed('burst', sentAgainAt);
  expect(refusedAgain(4_000)).toBe(2_000);
});

test('what was sent before the pause and answered late says nothing', () => {
  const sentAt = performance.now();
  refused();
  vi.advanceTimersByTime(2_000);
  expect(refused()).toBe(4_000);
  pauses.passed('burst', sentAt);
  expect(refusedAgain(4_000)).toBe(8_000);
});

test('searches have pauses of their own, never longer than their window', () => {
  refused();
  expect(pauses.afterRefusal('search', 1_000)).toBe(1_000);
});
