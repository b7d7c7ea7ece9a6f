import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diffSchemas } from './schema-engine.ts';

const root = join(import.meta.dirname, '..');
const schemaPath = 'prisma/schema.prisma';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: 'HEAD' } },
});
const [name] = positionals;
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: npm run migration -- <name_in_lower_case> [--from <commit that holds the schema before>]');
  process.exit(2);
}

const migrationsDir = join(root, 'prisma', 'migrations');
mkdirSync(migrationsDir, { recursive: true });
const isFirst = !readdirSync(migrationsDir, { withFileTypes: true }).some((entry) => entry.isDirectory());
const before = isFirst
  ? null
  : execFileSync('git', ['show', `${values.from}:${schemaPath}`], { cwd: root, encoding: 'utf8' });
const sql = await diffSchemas(before, readFileSync(join(root, schemaPath), 'utf8'));

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const dir = join(migrationsDir, `${stamp}_${name}`);
mkdirSync(dir);
writeFileSync(join(dir, 'migration.sql'), sql);
if (isFirst) writeFileSync(join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
console.log(`${dir}/migration.sql: ${sql === '' ? 'nothing differs; write by hand' : `${sql.length} characters`}`);
console.log('What Prisma cannot say (partial indexes, checks, fillfactor) goes below it by hand.');
