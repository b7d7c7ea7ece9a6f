/** People, one onboarding and wishes, as the tables hold them; and a mail server that does what a test says. */
import type { QueryResultRow } from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { MailPort, OutgoingMail } from '../../../integrations/ports.ts';
import { type Clock, createClock } from '../../../src/db/clock.ts';
import { createDatabase, type Database } from '../../../src/db/database.ts';
import type { IntentKind } from '../../../src/domain/model.ts';
import { AppError, type ErrorCode } from '../../../src/errors.ts';
import type { DeliveryDeps } from '../../../src/usecases/messages/deliver.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

export interface ScriptedMail extends MailPort {
  sent: OutgoingMail[];
  /** what the next attempts end with, one each; then all goes well */
  failures: ErrorCode[];
  /** runs while an attempt is under way */
  meanwhile: (() => Promise<unknown>) | null;
}

export function scriptedMail(): ScriptedMail {
  const port: ScriptedMail = {
    sent: [],
    failures: [],
    meanwhile: null,
    async send(mail) {
      await port.meanwhile?.();
      const code = port.failures.shift();
      if (code !== undefined) throw new AppError(code, { message: `scripted ${code}` });
      port.sent.push(mail);
      return { serverResponse: '250 OK: queued as 4711' };
    },
    check: () => Promise.resolve([]),
  };
  return port;
}

export interface World {
  db: Database;
  clock: Clock;
  mail: ScriptedMail;
  deps: DeliveryDeps;
  onboardingId: string;
  workflowId: string;
  customer: string;
  csm: string;
  setNow(instant: string): Promise<void>;
  addPerson(change?: Record<string, unknown>): Promise<string>;
  addTask(change?: Record<string, unknown>): Promise<string>;
  addBlocker(change?: Record<string, unknown>): Promise<string>;
  addIntent(kind: IntentKind, change?: Record<string, unknown>): Promise<string>;
  row<T extends QueryResultRow>(table: string, id: string): Promise<T>;
  signals(): Promise<string[]>;
}

/** A Friday, 10:00 in Berlin. */
export const friday = '2026-11-20T09:00:00.000Z';

export function useWorld(): World {
  let database: TestDatabase;
  const world = { mail: scriptedMail(), onboardingId: '', workflowId: '', customer: '', csm: '' } as World;

  beforeAll(async () => {
    database = await createTestDatabase();
    world.db = createDatabase({ url: database.url, poolSize: 6, onError: () => undefined });
    world.clock = createClock(world.db);
  });
  afterAll(async () => {
    await world.db.close();
    await database.drop();
  });
  beforeEach(async () => {
    world.mail = scriptedMail();
    world.deps = {
      db: world.db,
      clock: world.clock,
      mail: world.mail,
      publicUrl: 'https://gangway.example',
      secret: 'a secret of thirty-two characters',
      companyName: 'Northwind',
    };
    await world.setNow(friday);
    const accountId = uuid();
    const phaseId = uuid();
    world.onboardingId = uuid();
    world.workflowId = `onboarding:${world.onboardingId}`;
    phases.set(world.onboardingId, phaseId);
    world.customer = await world.addPerson({ name: 'Ana Díaz' });
    world.csm = await world.addPerson({ name: 'Cem Yılmaz', side: 'team', staff_role: 'member' });
    await insert(world.db, 'accounts', { id: accountId, name: 'Acme' });
    await insert(world.db, 'onboardings', {
      id: world.onboardingId,
      workflow_id: world.workflowId,
      account_id: accountId,
      name: 'Acme onboarding',
      status: 'active',
      deal: {},
      timezone: 'Europe/Berlin',
      created_at: friday,
      updated_at: friday,
    });
    await insert(world.db, 'phases', {
      id: phaseId,
      onboarding_id: world.onboardingId,
      key: 'start',
      name: 'Start',
      position: 1,
      status: 'in_progress',
      owner_role: 'team.csm',
      entry_gate: {},
      exit_gate: {},
    });
    for (const [role, personId] of [
      ['team.csm', world.csm],
      ['customer.lead', world.customer],
    ] as const) {
      await insert(world.db, 'members', { id: uuid(), onboarding_id: world.onboardingId, role, person_id: personId });
    }
    await world.db.query('DELETE FROM outbox');
  });

  const phases = new Map<string, string>();
  let count = 0;
  return Object.assign(world, {
    async setNow(instant: string) {
      const offset = Date.parse(instant) - Date.now();
      await world.db.query(
        'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
        [offset],
      );
      world.clock.sync(offset);
    },
    async addPerson(change: Record<string, unknown> = {}) {
      const id = uuid();
      await insert(world.db, 'people', {
        id,
        side: 'customer',
        name: 'Somebody',
        email: `${id}@acme.example`,
        timezone: 'Europe/Berlin',
        created_at: friday,
        ...change,
      });
      return id;
    },
    async addTask(change: Record<string, unknown> = {}) {
      const id = uuid();
      await insert(world.db, 'tasks', {
        id,
        onboarding_id: world.onboardingId,
        phase_id: phases.get(world.onboardingId),
        key: `task-${++count}`,
        name: 'Security questionnaire',
        position: count,
        type: 'form',
        side: 'customer',
        role: 'customer.lead',
        owner_id: world.customer,
        status: 'pending',
        how_to: { text: 'Answer the questions.', links: [], video: null, files: [] },
        schedule: { from: 'dependencies', durationDays: 2 },
        depends_on: [],
        due_on: '2026-11-20',
        ladder: 'default',
        ...change,
      });
      return id;
    },
    async addBlocker(change: Record<string, unknown> = {}) {
      const id = uuid();
      await insert(world.db, 'blockers', {
        id,
        onboarding_id: world.onboardingId,
        what: 'Something',
        side: 'customer',
        opened_at: friday,
        ...change,
      });
      return id;
    },
    async addIntent(kind: IntentKind, change: Record<string, unknown> = {}) {
      const id = uuid();
      await insert(world.db, 'intents', {
        id,
        dedupe_key: id,
        onboarding_id: world.onboardingId,
        person_id: world.customer,
        kind,
        urgency: 'digest',
        rule: 'a rule',
        not_before: '2026-11-19T00:00:00Z',
        planned_at: friday,
        ...change,
      });
      return id;
    },
    async row<T extends QueryResultRow>(table: string, id: string): Promise<T> {
      const [row] = await world.db.query<T>(`SELECT * FROM ${table} WHERE id = $1`, [id]);
      if (!row) throw new Error(`no ${table} ${id}`);
      return row;
    },
    async signals() {
      const rows = await world.db.query<{ workflow_id: string }>('SELECT workflow_id FROM outbox ORDER BY 1');
      return rows.map(({ workflow_id }) => workflow_id);
    },
  });
}

async function insert(db: Database, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  await db.query(
    `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_record(null::${table}, $1::jsonb)`,
    [JSON.stringify(row)],
  );
}

export interface IntentRow {
  state: string;
  reason: string | null;
  message_id: string | null;
}
export interface MessageRow {
  state: string;
  kind: string;
  person_id: string;
  subject: string | null;
  error: string | null;
  attempts: number;
  provider_message_id: string | null;
}
export interface TaskRow {
  nudge_count: number;
  last_nudged_at: Date | null;
}
export interface PersonRow {
  unreachable_since: Date | null;
  unreachable_reason: string | null;
  next_wake_at: Date | null;
}
