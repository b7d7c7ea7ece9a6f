import { expect, it } from 'vitest';
import { useDatabase } from '../../support/database.ts';

const context = useDatabase();

it('fails a transaction whose connection breaks between two statements, and nothing else', async () => {
  const { db } = context;
  const transaction = db.transaction(async (tx) => {
    const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await db.query('SELECT pg_terminate_backend($1)', [row?.pid]);
    await expect.poll(() => tx.query('SELECT 1').catch(() => null), { timeout: 30_000 }).toBeNull();
    return tx.query('SELECT 1');
  });
  await expect(transaction).rejects.toThrow(/connection|terminat|ECONNRESET/i);
  expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
