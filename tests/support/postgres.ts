import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE_DATABASE } from './service-broker.ts';
import { askBroker } from './ask-broker.ts';

export interface TestDatabase {
  url: string;
  /** Fails where a connection was left open. */
  drop: () => Promise<void>;
}

/** A migrated database of its own, cloned from the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return await clone(TEMPLATE_DATABASE);
}

/** A database without any table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await clone('template0');
}

async function clone(template: string): Promise<TestDatabase> {
  const adminUrl = await askBroker('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => execute(adminUrl, `DROP DATABASE ${name}`) };
}

async function execute(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
