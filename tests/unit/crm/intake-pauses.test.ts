import { expect, test } from 'vitest';
import { createIntakePauses } from '../../../src/temporal/intake-pauses.ts';

const waiting = (newest: string) => ({ connectionId: 'c', newest });

/** looked at every second while `newest` stays. @returns the seconds at which it was signalled */
function signalsIn(seconds: number, newest: (second: number) => string): number[] {
  const pauses = createIntakePauses();
  return Array.from({ length: seconds }, (_, second) => second).filter((second) => {
    const events = waiting(newest(second));
    if (!pauses.isDue(events, second * 1_000)) return false;
    pauses.noteSignalled(events, second * 1_000);
    return true;
  });
}

test('an event that stays where it is begins an intake later and later, at last once a minute', () => {
  expect(signalsIn(240, () => '7')).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
});

test('what is new is signalled at once, and begins anew', () => {
  expect(signalsIn(20, (second) => (second < 10 ? '7' : '8'))).toEqual([0, 1, 3, 7, 10, 11, 13, 17]);
});

test('once all was read, the same event left alone again is news', () => {
  const pauses = createIntakePauses();
  pauses.noteSignalled(waiting('7'), 0);
  expect(pauses.isDue(waiting('7'), 10)).toBe(false);
  pauses.keep([]);
  expect(pauses.isDue(waiting('7'), 20)).toBe(true);
});
