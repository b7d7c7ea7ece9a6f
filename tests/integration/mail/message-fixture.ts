/** People, one onboarding and wishes, as the tables hold them; and a mail server that does what a test says. */
import type { QueryResultRow } from 'pg';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { MailPort, OutgoingMail } from '../../../integrations/ports-mail.ts';
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

type Row = Record<string, unknown>;

export interface World {
  readonly db: Database;
  readonly clock: Clock;
  readonly mail: ScriptedMail;
  readonly deps: DeliveryDeps;
  readonly onboardingId: string;
  readonly workflowId: string;
  readonly customer: string;
  readonly csm: string;
  setNow(instant: string): Promise<void>;
  addPerson(change?: Row): Promise<string>;
  addTask(change?: Row): Promise<string>;
  addBlocker(change?: Row): Promise<string>;
  addIntent(kind: IntentKind, change?: Row): Promise<string>;
  row<T extends QueryResultRow>(table: string, id: string): Promise<T>;
  signals(): Promise<string[]>;
}

/** A Friday, 10:00 in Berlin. */
export const friday = '2026-11-20T09:00:00.000Z';

/** A database of the file's own; a new onboarding with a customer and a CSM before each test. */
export function useWorld(): World {
  let database: TestDatabase;
  let db: Database;
  let clock: Clock;
  let mail = scriptedMail();
  let [onboardingId, phaseId, customer, csm] = ['', '', '', ''];
  let count = 0;

  const add = async (table: string, row: Row): Promise<string> => {
    const id = uuid();
    await insert(db, table, { id, ...row });
    return id;
  };
  const world: World = {
    get db() {
      return db;
    },
    get clock() {
      return clock;
    },
    get mail() {
      return mail;
    },
    get deps() {
      const links = { publicUrl: 'https://gangway.example', secret: 'a secret of thirty-two characters' };
      return { db, clock, mail, companyName: 'Northwind', ...links };
    },
    get onboardingId() {
      return onboardingId;
    },
    get workflowId() {
      return `onboarding:${onboardingId}`;
    },
    get customer() {
      return customer;
    },
    get csm() {
      return csm;
    },
    async setNow(instant) {
      const offset = Date.parse(instant) - Date.now();
      await db.query(
        'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
        [offset],
      );
      clock.sync(offset);
    },
    async addPerson(change) {
      const id = uuid();
      const email = `${id}@acme.example`;
      const person = { id, side: 'customer', name: 'Somebody', email, timezone: 'Europe/Berlin', created_at: friday };
      await insert(db, 'people', { ...person, ...change });
      return id;
    },
    addTask: (change) =>
      add('tasks', {
        onboarding_id: onboardingId,
        phase_id: phaseId,
        key: `task-${++count}`,
        name: 'Security questionnaire',
        position: count,
        type: 'form',
        side: 'customer',
        role: 'customer.lead',
        owner_id: customer,
        status: 'pending',
        how_to: { text: 'Answer the questions.', links: [], video: null, files: [] },
        schedule: { from: 'dependencies', durationDays: 2 },
        depends_on: [],
        due_on: '2026-11-20',
        ladder: 'default',
        ...change,
      }),
    addBlocker: (change) =>
      add('blockers', {
        onboarding_id: onboardingId,
        what: 'Something',
        side: 'customer',
        opened_at: friday,
        ...change,
      }),
    addIntent: (kind, change) =>
      add('intents', {
        dedupe_key: uuid(),
        onboarding_id: onboardingId,
        person_id: customer,
        kind,
        urgency: 'digest',
        rule: 'a rule',
        not_before: '2026-11-19T00:00:00Z',
        planned_at: friday,
        ...change,
      }),
    async row<T extends QueryResultRow>(table: string, id: string): Promise<T> {
      const [row] = await db.query<T>(`SELECT * FROM ${table} WHERE id = $1`, [id]);
      if (!row) throw new Error(`no ${table} ${id}`);
      return row;
    },
    async signals() {
      const rows = await db.query<{ workflow_id: string }>('SELECT workflow_id FROM outbox ORDER BY 1');
      return rows.map(({ workflow_id }) => workflow_id);
    },
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    db = createDatabase({ url: database.url, poolSize: 6, onError: () => undefined });
    clock = createClock(db);
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });
  beforeEach(async () => {
    mail = scriptedMail();
    await world.setNow(friday);
    customer = await world.addPerson({ name: 'Ana Díaz' });
    csm = await world.addPerson({ name: 'Cem Yılmaz', side: 'team', staff_role: 'member' });
    const accountId = await add('accounts', { name: 'Acme' });
    onboardingId = uuid();
    await insert(db, 'onboardings', {
      id: onboardingId,
      workflow_id: world.workflowId,
      account_id: accountId,
      name: 'Acme onboarding',
      status: 'active',
      deal: {},
      timezone: 'Europe/Berlin',
      created_at: friday,
      updated_at: friday,
    });
    phaseId = await add('phases', {
      onboarding_id: onboardingId,
      key: 'start',
      name: 'Start',
      position: 1,
      status: 'in_progress',
      owner_role: 'team.csm',
      entry_gate: {},
      exit_gate: {},
    });
    await add('members', { onboarding_id: onboardingId, role: 'team.csm', person_id: csm });
    await add('members', { onboarding_id: onboardingId, role: 'customer.lead', person_id: customer });
    await db.query('DELETE FROM outbox');
  });
  return world;
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
  unclear_attempts: number;
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
