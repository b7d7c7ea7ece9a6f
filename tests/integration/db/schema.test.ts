import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffSchemas } from '../../../scripts/schema-engine.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** The applied migrations against what prisma/schema.prisma alone would create. */
let migrated: Row[][];
let described: Row[][];
const databases: TestDatabase[] = [];

type Row = Record<string, unknown>;

const columns = `
  SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default, datetime_precision,
         numeric_precision, numeric_scale, character_maximum_length, is_identity
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  ORDER BY table_name, column_name`;
const keys = `
  SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u')
    AND conrelid <> COALESCE(to_regclass('_prisma_migrations')::oid, 0)
  ORDER BY 1, 2`;
/** Partial and expression indexes are left out: Prisma cannot say them, migrations add them by hand. */
const indexes = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
  FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
  WHERE relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'
    AND indpred IS NULL AND indexprs IS NULL
  ORDER BY 1`;
const enums = `
  SELECT typname, array_agg(enumlabel ORDER BY enumsortorder) AS labels
  FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname ORDER BY typname`;

async function readCatalog(database: TestDatabase, setUp = ''): Promise<Row[][]> {
  databases.push(database);
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    await client.query(setUp);
    const tables: Row[][] = [];
    for (const sql of [columns, keys, indexes, enums]) tables.push((await client.query<Row>(sql)).rows);
    return tables;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  const schema = await readFile(join(import.meta.dirname, '../../../prisma/schema.prisma'), 'utf8');
  migrated = await readCatalog(await createTestDatabase());
  described = await readCatalog(await createEmptyDatabase(), await diffSchemas(null, schema));
});

afterAll(async () => {
  for (const database of databases) await database.drop();
});

describe('the migrations, applied', () => {
  it('give the tables, columns and defaults of schema.prisma', () => {
    expect(migrated[0]).toEqual(described[0]);
    expect(described[0]?.length).toBeGreaterThan(0);
  });

  it('give its keys', () => {
    expect(migrated[1]).toEqual(described[1]);
  });

  it('give its indexes', () => {
    expect(migrated[2]).toEqual(described[2]);
  });

  it('give its enumerations', () => {
    expect(migrated[3]).toEqual(described[3]);
  });

  it('keep what is due at once in microseconds: milliseconds may lie half of one ahead, and a look within it finds nothing', () => {
    const due = (migrated[0] ?? []).filter(
      ({ column_name }) => column_name === 'look_at' || column_name === 'taken_until',
    );
    expect(due.map(({ table_name }) => table_name)).toHaveLength(4);
    expect(due.filter(({ datetime_precision }) => datetime_precision !== 6)).toEqual([]);
  });
});
