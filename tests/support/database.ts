import { afterAll, beforeAll } from 'vitest';
import { createDatabase, type Database } from '../../src/db/database.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** For a test file: an open `Database` on a clone of the migrated template. */
export function useDatabase(): { readonly db: Database; readonly url: string } {
  let opened: { test: TestDatabase; db: Database } | undefined;
  const use = () => {
    if (!opened) throw new Error('the database is there from the first beforeAll on');
    return opened;
  };
  beforeAll(async () => {
    const test = await createTestDatabase();
    opened = {
      test,
      db: createDatabase({
        url: test.url,
        poolSize: 8,
        onError: (error) => {
          throw error;
        },
      }),
    };
  });
  afterAll(async () => {
    await opened?.db.close();
    await opened?.test.drop();
  });
  return {
    get db() {
      return use().db;
    },
    get url() {
      return use().test.url;
    },
  };
}
