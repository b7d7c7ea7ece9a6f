/** One pool for everything: Prisma for screens and single rows, plain SQL for the hot paths. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** Named, each connection plans it once: for the few whose planning costs as much as their work. */
export interface PreparedStatement {
  name: string;
  text: string;
}

/** Runs one statement; dates come as `YYYY-MM-DD`, bigints as strings, timestamps as Date. */
export interface Sql {
  query<T extends pg.QueryResultRow>(statement: string | PreparedStatement, values?: unknown[]): Promise<T[]>;
}

export interface Database extends Sql {
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const dateOid = 1082;
const parserOf: (oid: number, format?: 'text' | 'binary') => (value: string | Buffer) => unknown =
  pg.types.getTypeParser;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((value: string | Buffer) => unknown) =>
    oid === dateOid ? (value: string | Buffer) => String(value) : parserOf(oid, format),
};

export function createDatabase({
  url,
  poolSize,
  onError,
}: {
  url: string;
  poolSize: number;
  onError: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  // an idle connection that breaks (the server restarted) is replaced by the pool; without a listener it would end the process
  pool.on('error', onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    query: async <T extends pg.QueryResultRow>(statement: string | PreparedStatement, values?: unknown[]) =>
      (await pool.query<T>(statement, values)).rows,
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // while it is lent the pool does not listen; a break between two statements would end the process
      const onBroken = (error: Error): void => {
        broken = error;
      };
      client.on('error', onBroken);
      try {
        await client.query('BEGIN');
        const result = await work({
          query: async <T extends pg.QueryResultRow>(statement: string | PreparedStatement, values?: unknown[]) =>
            (await client.query<T>(statement, values)).rows,
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((rollbackError: unknown) => {
          broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
        });
        throw error;
      } finally {
        client.off('error', onBroken);
        client.release(broken);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
