import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { MigrationDirectory } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationsDir } from '../../../src/db/migrate.ts';
import { openSchemaEngine } from '../../../scripts/schema-engine.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let dir: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  dir = await mkdtemp(join(tmpdir(), 'gangway-migrations-'));
});

afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(dir, name), { recursive: true });
  await writeFile(join(dir, name, 'migration.sql'), sql);
}

async function select(sql: string): Promise<unknown[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

describe('migrate', () => {
  it('applies what is missing, in order, and nothing twice', async () => {
    await addMigration('1_first', 'CREATE TABLE first (id int)');
    expect(await migrate(database.url, dir)).toEqual(['1_first']);
    await addMigration('2_second', 'ALTER TABLE first ADD COLUMN name text; CREATE INDEX ON first (name);');
    expect(await migrate(database.url, dir)).toEqual(['2_second']);
    expect(await migrate(database.url, dir)).toEqual([]);
    expect(await select('SELECT id, name FROM first')).toEqual([]);
  });

  it('lets processes start at once', async () => {
    await addMigration('1_slow', 'SELECT pg_sleep(0.2); CREATE TABLE once (id int)');
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, dir)));
    expect(applied.flat()).toEqual(['1_slow']);
  });

  it('leaves nothing behind when one fails, and goes on once that one is mended', async () => {
    await addMigration('1_good', 'CREATE TABLE good (id int)');
    await addMigration('2_bad', 'CREATE TABLE half (id int); SELECT 1/0');
    await expect(migrate(database.url, dir)).rejects.toThrow('2_bad failed: division by zero');
    expect(await select(`SELECT to_regclass('good') AS good, to_regclass('half') AS half`)).toEqual([
      { good: null, half: null },
    ]);
    await addMigration('2_bad', 'CREATE TABLE half (id int)');
    expect(await migrate(database.url, dir)).toEqual(['1_good', '2_bad']);
  });

  it('keeps semicolons in comments and function bodies', async () => {
    await addMigration(
      '1_function',
      `-- one; two\nCREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 42; END $$;`,
    );
    await migrate(database.url, dir);
    expect(await select('SELECT answer()')).toEqual([{ answer: 42 }]);
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await addMigration('1_first', 'CREATE TABLE first (id int)');
    await migrate(database.url, dir);
    await addMigration('1_first', 'CREATE TABLE first (id bigint)');
    await expect(migrate(database.url, dir)).rejects.toThrow('1_first was changed after it had been applied');
  });

  it('refuses to go on over a migration that the command line left unfinished', async () => {
    await addMigration('1_first', 'CREATE TABLE first (id int)');
    await migrate(database.url, dir);
    await select('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrate(database.url, dir)).rejects.toThrow('1_first was begun by another tool');
  });

  it('keeps the same books as the engine of Prisma', async () => {
    await migrate(database.url);
    const pool = new pg.Pool({ connectionString: database.url });
    const engine = await openSchemaEngine(new PrismaPg(pool));
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: migrationsDir,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
        shadowDbInitScript: '',
        migrationDirectories: await listMigrations(),
      },
      optInToShadowDatabase: false,
      filters: { externalTables: [], externalEnums: [] },
    });
    await pool.end();
    expect(diagnosis).toEqual({
      hasMigrationsTable: true,
      editedMigrationNames: [],
      failedMigrationNames: [],
      history: null,
    });
  });
});

async function listMigrations(): Promise<MigrationDirectory[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const value = await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8');
        return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
      }),
  );
}
