/** Stores what passes decided: everything that differs, and all wishes, in one statement. */
import { v7 as uuid } from 'uuid';
import type { Actor, Decision, Onboarding, OnboardingState } from '../domain/model.ts';
import type { Sql } from './database.ts';
import { addTo, noWrites, store, type Writes } from './decision-statement.ts';
import { linksOfFormerOwners, revokeTaskLinks } from './links.ts';
import { workflowOf } from './outbox.ts';

export interface StoreOptions {
  before: OnboardingState | null;
  decision: Decision;
  actor: Actor;
  now: Date;
  /** the workflow itself needs no signal about what it just did */
  signalWorkflow: boolean;
  priority: number;
}

export type NewOnboarding = Omit<StoreOptions, 'before'>;

const childTables = [
  ['phases', 'phases'],
  ['milestones', 'milestones'],
  ['tasks', 'tasks'],
  ['blockers', 'blockers'],
  ['integrationItems', 'integration_items'],
  ['members', 'members'],
] as const;

/** What is to be stored; the decision's own onboarding is then what will stand. */
export interface PreparedDecision {
  writes: Writes;
  formerOwners: ReturnType<typeof linksOfFormerOwners>;
  /** anything but the next wake */
  hasContent: boolean;
}

export function prepareDecision(options: StoreOptions): PreparedDecision {
  const { before, decision, priority } = options;
  const writes = noWrites(priority);
  const hasContent = collect(writes, options);
  return { writes, hasContent, formerOwners: before ? linksOfFormerOwners(before.tasks, decision.state.tasks) : [] };
}

export async function storePrepared(tx: Sql, { writes, formerOwners }: PreparedDecision): Promise<void> {
  await store(tx, writes);
  await revokeTaskLinks(tx, formerOwners);
}

/** @returns whether anything but the next wake was stored. */
export async function storeDecision(tx: Sql, options: StoreOptions): Promise<boolean> {
  const prepared = prepareDecision(options);
  await storePrepared(tx, prepared);
  return prepared.hasContent;
}

/** The next wake alone. @returns false when the onboarding has changed since it had this version */
export async function storeNextWake(
  sql: Sql,
  { id, version, nextWakeAt }: Pick<Onboarding, 'id' | 'version' | 'nextWakeAt'>,
): Promise<boolean> {
  const rows = await sql.query('UPDATE onboardings SET next_wake_at = $3 WHERE id = $1 AND version = $2 RETURNING 1', [
    id,
    version,
    nextWakeAt,
  ]);
  return rows.length > 0;
}

/** New onboardings, all of one priority, in one statement for all. */
export async function storeNew(tx: Sql, created: NewOnboarding[]): Promise<void> {
  const [first] = created;
  if (!first) return;
  const writes = noWrites(first.priority);
  for (const options of created) collect(writes, { ...options, before: null });
  await store(tx, writes, true);
}

/** Adds what differs; the decision's own onboarding becomes what is stored. */
function collect(writes: Writes, { before, decision, actor, now, signalWorkflow, priority }: StoreOptions): boolean {
  const at = now.toISOString();
  const { onboarding } = decision.state;
  let hasChildren = false;
  for (const [name, table] of childTables) {
    const rows = changedRows<{ id: string }>(before?.[name] ?? [], decision.state[name]);
    const kept = new Set(decision.state[name].map(({ id }) => id));
    const gone = (before?.[name] ?? []).map(({ id }) => id).filter((id) => !kept.has(id));
    hasChildren ||= rows.length > 0 || gone.length > 0;
    addTo(writes.upserted, table, rows);
    addTo(writes.removed, table, gone);
  }
  const hasContent =
    hasChildren ||
    [
      decision.activity,
      decision.intents,
      decision.effects,
      decision.crmValues,
      decision.silences,
      decision.checkIns,
    ].some((list) => list.length > 0) ||
    !before ||
    JSON.stringify({ ...before.onboarding, nextWakeAt: null }) !== JSON.stringify({ ...onboarding, nextWakeAt: null });
  const stored = hasContent
    ? { ...onboarding, nextWakeAt: decision.nextWakeAt, version: onboarding.version + 1, updatedAt: at }
    : { ...onboarding, nextWakeAt: decision.nextWakeAt };
  decision.state.onboarding = stored;
  if (!before || JSON.stringify(before.onboarding) !== JSON.stringify(stored))
    addTo(writes.upserted, 'onboardings', [stored]);
  if (before && before.onboarding.status !== onboarding.status) writes.restated.push(onboarding.id);
  collectWishes(writes, decision, actor, at);
  if (signalWorkflow && hasContent)
    writes.signals.push({
      workflowId: onboarding.workflowId,
      process: 'onboarding',
      subjectId: onboarding.id,
      priority,
    });
  if (hasContent && before) writes.touched.push(onboarding.id);
  if (hasContent) writes.announced.push({ type: 'onboarding', onboardingId: onboarding.id, version: stored.version });
  return hasContent;
}

function collectWishes({ inserted, signals }: Writes, decision: Decision, actor: Actor, at: string): void {
  const { id: onboardingId, connectionId } = decision.state.onboarding;
  const wantedBy = askerOf(actor, decision);
  addTo(
    inserted,
    'activity',
    decision.activity.map((entry) => ({
      ...entry,
      onboardingId,
      at,
      actorKind: actor.kind,
      actorId: actor.id,
      data: { ...entry.data, by: actor.label, ...(actor.via && { via: actor.via }) },
    })),
  );
  addTo(
    inserted,
    'effects',
    decision.effects.map(({ step, version, payload }) => ({
      id: uuid(),
      onboardingId,
      step,
      version,
      kind: payload.kind,
      payload,
      plannedAt: at,
      wantedBy,
      state: 'planned',
      attempts: 0,
    })),
  );
  addTo(
    inserted,
    'check_ins',
    decision.checkIns.map((checkIn) => ({ ...checkIn, id: uuid(), onboardingId, state: 'planned', nextWakeAt: at })),
  );
  addTo(
    inserted,
    'silences',
    decision.silences.map((silence) => ({ ...silence, onboardingId, fromAt: at })),
  );
  addTo(
    inserted,
    'intents',
    decision.intents.map((intent) => ({ ...intent, id: uuid(), onboardingId, plannedAt: at, state: 'planned' })),
  );
  if (connectionId)
    addTo(
      inserted,
      'crm_values',
      decision.crmValues.map((wanted) => ({
        ...wanted,
        connectionId,
        onboardingId,
        version: 1,
        writtenVersion: 0,
        state: 'pending',
        attempts: 0,
        wantedAt: at,
        wantedBy,
      })),
    );
  if (decision.checkIns.length > 0) signals.push({ ...workflowOf('check_ins', onboardingId), priority: 4 });
}

/** The person behind a command, also where a link or a mail of theirs brought it. */
const askerOf = ({ kind, id, label }: Actor, { state }: Decision): string | null =>
  state.people.find((person) => person.id === id)?.name ?? (kind === 'person' ? label : null);

function changedRows<T extends { id: string }>(before: T[], after: T[]): T[] {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.filter((row) => {
    const old = known.get(row.id);
    return !old || (old !== row && JSON.stringify(old) !== JSON.stringify(row));
  });
}
