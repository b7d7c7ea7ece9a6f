import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { spreadWake } from '../../../src/usecases/spread-wake.ts';

const hourMs = 3_600_000;

test('far wakes of many subjects fall evenly into the five minutes after', () => {
  const perMinute = [0, 0, 0, 0, 0];
  for (let n = 0; n < 5_000; n++) {
    const late = spreadWake(randomUUID(), 20 * hourMs) - 20 * hourMs;
    perMinute[Math.floor(late / 60_000)] = (perMinute[Math.floor(late / 60_000)] ?? Number.NaN) + 1;
  }
  expect(perMinute).toHaveLength(5);
  for (const count of perMinute) expect(count).toBeGreaterThan(800);
});

test('one subject keeps its moment', () => {
  const id = randomUUID();
  expect(spreadWake(id, 20 * hourMs)).toBe(spreadWake(id, 20 * hourMs));
});

test('what is near is not put off, and never lies in the past', () => {
  expect(spreadWake(randomUUID(), 40_000)).toBe(40_000);
  expect(spreadWake(randomUUID(), -5)).toBe(1);
});
