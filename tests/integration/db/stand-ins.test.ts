/** How a person's colleagues are found among very many people. */
import { expect, it } from 'vitest';
import { actsForSql, standsInSql } from '../../../src/db/queries/acts-for.ts';
import { useWorld } from '../mail/message-fixture.ts';

const world = useWorld();

it.each([
  ['for whom somebody acts', `SELECT ${actsForSql('$1::uuid', 'now()')}`],
  ['in whose place somebody is asked', `SELECT id FROM people w WHERE ${standsInSql('w', '$1::uuid', 'now()')}`],
])('%s is found without a look at everybody', async (_, query) => {
  await world.db.query(
    `INSERT INTO people (id, side, name, email, created_at)
     SELECT id, 'customer', 'Somebody', id || '@many.example', now() FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 5000)) many`,
  );
  await world.db.query('ANALYZE people');
  const plan = await world.db.query(`EXPLAIN ${query}`, [world.csm]);
  expect(JSON.stringify(plan)).not.toContain('Seq Scan on people');
});
