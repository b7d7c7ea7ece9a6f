/** Stores what one pass decided: everything that differs, and all wishes, in one statement. */
import { v7 as uuid } from 'uuid';
import type { Actor, Decision, OnboardingState } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { linksOfFormerOwners, revokeTaskLinks } from './links.ts';
import { toRow, toSnakeKey } from './rows.ts';

export interface StoreOptions {
  before: OnboardingState | null;
  decision: Decision;
  actor: Actor;
  now: Date;
  /** the workflow itself needs no signal about what it just did */
  signalWorkflow: boolean;
  priority: number;
}

const childTables = [
  ['phases', 'phases'],
  ['milestones', 'milestones'],
  ['tasks', 'tasks'],
  ['blockers', 'blockers'],
  ['integrationItems', 'integration_items'],
  ['members', 'members'],
] as const;

/** @returns whether anything but the next wake was stored. */
export async function storeDecision(
  tx: Sql,
  { before, decision, actor, now, signalWorkflow, priority }: StoreOptions,
): Promise<boolean> {
  const at = now.toISOString();
  const { onboarding } = decision.state;
  const statement = createStatement();
  const changedChildren = childTables.flatMap(([name, table]) => {
    const rows = changedRows<{ id: string }>(before?.[name] ?? [], decision.state[name]);
    return rows.length > 0 ? [{ table, rows }] : [];
  });
  const removed = childTables.flatMap(([name, table]) => {
    const kept = new Set(decision.state[name].map(({ id }) => id));
    const ids = (before?.[name] ?? []).map(({ id }) => id).filter((id) => !kept.has(id));
    return ids.length > 0 ? [{ table, ids }] : [];
  });
  const hasContent =
    changedChildren.length > 0 ||
    removed.length > 0 ||
    decision.activity.length > 0 ||
    decision.intents.length > 0 ||
    decision.effects.length > 0 ||
    decision.crmValues.length > 0 ||
    decision.silences.length > 0 ||
    decision.checkIns.length > 0 ||
    !before ||
    JSON.stringify({ ...before.onboarding, nextWakeAt: null }) !== JSON.stringify({ ...onboarding, nextWakeAt: null });
  const stored = hasContent
    ? { ...onboarding, nextWakeAt: decision.nextWakeAt, version: onboarding.version + 1, updatedAt: at }
    : { ...onboarding, nextWakeAt: decision.nextWakeAt };
  decision.state.onboarding = stored;

  if (!before || JSON.stringify(before.onboarding) !== JSON.stringify(stored))
    statement.upsert('onboardings', [stored]);
  for (const { table, rows } of changedChildren) statement.upsert(table, rows);
  for (const { table, ids } of removed)
    statement.add(`DELETE FROM ${table} WHERE id = ANY(${statement.value(ids)}::uuid[])`);
  if (decision.activity.length > 0) {
    const rows = decision.activity.map((entry) => ({
      ...entry,
      onboardingId: onboarding.id,
      at,
      actorKind: actor.kind,
      actorId: actor.id,
      data: { ...entry.data, by: actor.label },
    }));
    statement.add(`INSERT INTO activity (onboarding_id, at, kind, actor_kind, actor_id, subject_id, data)
      SELECT onboarding_id, at, kind, actor_kind, actor_id, subject_id, data FROM jsonb_populate_recordset(null::activity, ${statement.json(rows)})`);
  }
  if (decision.effects.length > 0) {
    const rows = decision.effects.map((effect) => ({
      id: uuid(),
      onboardingId: onboarding.id,
      step: effect.step,
      version: effect.version,
      kind: effect.payload.kind,
      payload: effect.payload,
      plannedAt: at,
      state: 'planned',
      attempts: 0,
    }));
    statement.add(
      `INSERT INTO effects SELECT * FROM jsonb_populate_recordset(null::effects, ${statement.json(rows)}) ON CONFLICT (onboarding_id, step, version) DO NOTHING`,
    );
  }
  if (decision.checkIns.length > 0) {
    const rows = decision.checkIns.map((checkIn) => ({
      ...checkIn,
      id: uuid(),
      onboardingId: onboarding.id,
      state: 'planned',
      nextWakeAt: at,
    }));
    statement.add(
      `INSERT INTO check_ins SELECT * FROM jsonb_populate_recordset(null::check_ins, ${statement.json(rows)}) ON CONFLICT (onboarding_id, kind) DO NOTHING`,
    );
  }
  addSilences(statement, decision, onboarding.id, at);
  addOutgoing(statement, decision, { at, signalWorkflow: signalWorkflow && hasContent, priority });
  await statement.run(tx);
  if (before) await revokeTaskLinks(tx, linksOfFormerOwners(before.tasks, decision.state.tasks));
  if (hasContent) await announce(tx, onboarding.id, stored.version);
  return hasContent;
}

async function announce(tx: Sql, onboardingId: string, version: number): Promise<void> {
  await tx.query(`SELECT pg_notify('live', $1), pg_notify('outbox', '')`, [
    JSON.stringify({ type: 'onboarding', onboardingId, version }),
  ]);
}

function addSilences(statement: Statement, decision: Decision, onboardingId: string, at: string): void {
  if (decision.silences.length === 0) return;
  const rows = decision.silences.map((silence) => ({ ...silence, onboardingId }));
  const given = statement.json(rows);
  statement.add(`UPDATE silences s SET until_at = ${statement.value(at)}::timestamptz
    FROM jsonb_populate_recordset(null::silences, ${given}) g
    WHERE s.onboarding_id = g.onboarding_id AND s.task_id IS NOT DISTINCT FROM g.task_id AND s.until_at IS NULL`);
  statement.add(`INSERT INTO silences (onboarding_id, task_id, person_id, reason, from_at)
    SELECT onboarding_id, task_id, person_id, reason, ${statement.value(at)}::timestamptz FROM jsonb_populate_recordset(null::silences, ${given}) WHERE reason IS NOT NULL`);
}

/** Intents, wanted CRM values and the signals they need; outbox rows are written in one order, so that writers cannot deadlock. */
function addOutgoing(
  statement: Statement,
  decision: Decision,
  { at, signalWorkflow, priority }: { at: string; signalWorkflow: boolean; priority: number },
): void {
  const { onboarding } = decision.state;
  const signals: string[] = [];
  if (signalWorkflow) {
    const process = `'onboarding'`;
    signals.push(
      `SELECT ${statement.value(onboarding.workflowId)}, ${process}, ${statement.value(onboarding.id)}::uuid, ${statement.value(priority)}::int`,
    );
  }
  if (decision.intents.length > 0) {
    const rows = decision.intents.map((intent) => ({
      ...intent,
      id: uuid(),
      onboardingId: onboarding.id,
      plannedAt: at,
      state: 'planned',
    }));
    statement.add(
      `INSERT INTO intents SELECT * FROM jsonb_populate_recordset(null::intents, ${statement.json(rows)})
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING person_id`,
      'new_intents',
    );
    signals.push(
      `SELECT DISTINCT 'person:' || person_id, 'person_digest', person_id, ${statement.value(priority)}::int FROM new_intents`,
    );
  }
  if (decision.checkIns.length > 0) {
    signals.push(
      `SELECT 'check-ins:' || ${statement.value(onboarding.id)}::text, 'check_ins', ${statement.value(onboarding.id)}::uuid, 4`,
    );
  }
  if (decision.crmValues.length > 0 && onboarding.connectionId) {
    const rows = decision.crmValues.map((wanted) => ({
      ...wanted,
      connectionId: onboarding.connectionId,
      onboardingId: onboarding.id,
      version: 1,
      writtenVersion: 0,
      state: 'pending',
      attempts: 0,
      wantedAt: at,
    }));
    // an emptied field is the JSON null, which a record would take for a missing value
    statement.add(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, version, written_version, state, attempts, wanted_at)
      SELECT connection_id, object_type, record_id, field, coalesce(value, 'null'), why, onboarding_id, version, written_version, state, attempts, wanted_at
      FROM jsonb_populate_recordset(null::crm_values, ${statement.json(rows)}) ORDER BY 1, 2, 3, 4
      ON CONFLICT (connection_id, object_type, record_id, field) DO UPDATE SET value = excluded.value, why = excluded.why, onboarding_id = excluded.onboarding_id,
        version = crm_values.version + 1, state = 'pending', attempts = 0, error = NULL, retry_at = NULL, wanted_at = excluded.wanted_at
      WHERE crm_values.value IS DISTINCT FROM excluded.value RETURNING connection_id`,
      'wanted_values',
    );
    signals.push(`SELECT DISTINCT 'crm-sync:' || connection_id, 'crm_sync', connection_id, 4 FROM wanted_values`);
  }
  if (signals.length === 0) return;
  statement.add(`INSERT INTO outbox (workflow_id, process, subject_id, priority, enqueued_at)
    SELECT s.workflow_id, s.process, s.subject_id, s.priority, clock_timestamp() FROM (${signals.join(' UNION ALL ')}) AS s(workflow_id, process, subject_id, priority) ORDER BY 1
    ON CONFLICT (workflow_id) DO UPDATE SET sequence = outbox.sequence + 1, priority = least(outbox.priority, excluded.priority), retry_at = NULL`);
}

function changedRows<T extends { id: string }>(before: T[], after: T[]): T[] {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.filter((row) => {
    const old = known.get(row.id);
    return !old || (old !== row && JSON.stringify(old) !== JSON.stringify(row));
  });
}

type Statement = ReturnType<typeof createStatement>;

/** Collects data-modifying CTEs into one statement. */
function createStatement() {
  const parts: string[] = [];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const json = (rows: object[]): string => `${value(JSON.stringify(rows.map(toRow)))}::jsonb`;
  const add = (sql: string, name = `step_${parts.length}`): void => void parts.push(`${name} AS (${sql})`);
  return {
    value,
    json,
    add,
    upsert(table: string, rows: { id: string }[]): void {
      const [first] = rows;
      if (!first) return;
      const columns = Object.keys(first).map(toSnakeKey);
      const updates = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
      add(`INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(null::${table}, ${json(rows)})
        ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`);
    },
    async run(tx: Sql): Promise<void> {
      if (parts.length > 0) await tx.query(`WITH ${parts.join(',\n')} SELECT 1`, values);
    },
  };
}
