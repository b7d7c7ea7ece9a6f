import { expect, test } from 'vitest';
import { createClock } from '../../../src/db/clock.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const dayMs = 86_400_000;

test('an answer that was long on its way takes no newer time back', async () => {
  await opened.db.query('INSERT INTO business_clock (id, offset_ms) VALUES (1, $1)', [dayMs]);
  const clock = createClock(opened.db);
  const late = clock.refresh();
  clock.sync(3 * dayMs);
  await late;
  expect(clock.offsetMs()).toBe(3 * dayMs);
  await clock.refresh();
  expect(clock.offsetMs()).toBe(dayMs);
});
