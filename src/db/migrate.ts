import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '../errors.ts';

/** Any number that nothing else locks; it lets one of several starting processes migrate. */
const MIGRATION_LOCK = 7_204_911;

export const migrationsDir = join(import.meta.dirname, '..', '..', 'prisma', 'migrations');

interface Migration {
  name: string;
  checksum: string;
  sql: string;
}

interface AppliedRow {
  migration_name: string;
  checksum: string;
  is_finished: boolean;
}

/**
 * Brings the database up to date and returns the names of the migrations that were applied. All of them commit
 * together or not at all, with their rows in `_prisma_migrations`, the table that Prisma's command line reads and
 * writes as well. (Its engine, through the pg adapter, cuts a script at every semicolon and commits piece by piece.)
 */
export async function migrate(databaseUrl: string, dir: string = migrationsDir): Promise<string[]> {
  const migrations = await readMigrations(dir);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    if ((await findPending(client, migrations)).length === 0) return [];
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(createTable);
    const pending = await findPending(client, migrations); // another process may have been faster
    for (const migration of pending) await apply(client, migration);
    await client.query('COMMIT');
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // an open transaction ends with its connection
  }
}

/** The names of migrations that the database lacks. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await findPending(client, await readMigrations(migrationsDir))).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function findPending(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const table = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (table.rows[0]?.exists !== true) return [...migrations];
  const { rows } = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS is_finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  for (const migration of migrations) refuseDivergence(migration, applied.get(migration.name));
  return migrations.filter(({ name }) => !applied.has(name));
}

function refuseDivergence(migration: Migration, row: AppliedRow | undefined): void {
  if (row === undefined) return;
  if (!row.is_finished) {
    throw new AppError('internal', {
      message: `The migration ${migration.name} was begun by another tool and not finished: see _prisma_migrations.logs, and settle it with "prisma migrate resolve".`,
    });
  }
  if (row.checksum !== migration.checksum) {
    throw new AppError('internal', {
      message: `The migration ${migration.name} was changed after it had been applied to this database. Restore the file, and put the change into a new migration.`,
    });
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('internal', { message: `The migration ${migration.name} failed: ${reason}`, cause });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), now(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  );
}

/** As Prisma's engine creates it. */
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;
