/** Our state against the sandbox's, record by record, and what was delivered how often. */
import { z } from 'zod';
import { sandboxCountersSchema } from '../../../src/contracts/sandbox/hubspot.ts';
import { sandboxMailCountersSchema, sandboxMailListSchema } from '../../../src/contracts/sandbox/mailbox.ts';
import { mustArriveKinds } from '../../../src/domain/digest-standing.ts';
import type { World } from './world.ts';

const recordSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string()), archived: z.boolean() });
const stateSchema = z.object({
  records: z.object({
    deals: z.record(z.string(), recordSchema),
    companies: z.record(z.string(), recordSchema),
    notes: z.record(z.string(), recordSchema),
    tasks: z.record(z.string(), recordSchema),
  }),
  pipelines: z.array(z.object({ id: z.string(), stages: z.array(z.object({ id: z.string(), label: z.string() })) })),
});
type SandboxState = z.infer<typeof stateSchema>;

export interface ClassOfEffect {
  wanted: number;
  /** raw writes that the other side carried out */
  delivered: number;
  there: number;
  missing: number;
  doubled: number;
}

export interface Comparison {
  onboardings: {
    all: number;
    live: number;
    deals: number;
    withOnePlan: number;
    taskCounts: number[];
    workflows: number;
  };
  /** events that were set aside for a person */
  setAside: number;
  values: ClassOfEffect & { different: string[] };
  notes: ClassOfEffect;
  tasks: ClassOfEffect;
  renewalDeals: ClassOfEffect;
  mails: ClassOfEffect & { unclear: number; doubledNudges: number };
  hubspotCalls: { calls: number; throttled: number; failed: number };
  webhooks: z.infer<typeof sandboxCountersSchema>['webhooks'];
}

export async function compare(world: World): Promise<Comparison> {
  const { control } = world;
  const state = stateSchema.parse(await control('GET', '/hubspot/state'));
  const counters = sandboxCountersSchema.parse(await control('GET', '/hubspot/counters'));
  const written = (route: RegExp): number =>
    Object.entries(counters.calls).reduce((sum, [label, { records }]) => sum + (route.test(label) ? records : 0), 0);
  const effects = await effectCounts(world);
  const ofEffect = (kind: string, references: string[], delivered: number): ClassOfEffect => {
    const wanted = effects[kind] ?? 0;
    const there = new Set(references).size;
    return { wanted, delivered, there, missing: Math.max(0, wanted - there), doubled: references.length - there };
  };
  return {
    onboardings: await compareOnboardings(world),
    setAside: await countSetAside(world),
    values: { ...(await compareValues(world, state)), delivered: written(/\/batch\/update$/) },
    notes: ofEffect('crm_note', references(state, 'notes', 'hs_note_body'), written(/POST .*\/notes$/)),
    tasks: ofEffect('crm_task', references(state, 'tasks', 'hs_task_body'), written(/POST .*\/tasks$/)),
    renewalDeals: ofEffect(
      'crm_renewal_deal',
      Object.values(state.records.deals).flatMap(({ properties }) => properties['gangway_key'] || []),
      written(/\/deals\/batch\/upsert$/),
    ),
    mails: await compareMails(world),
    hubspotCalls: counters.totals,
    webhooks: counters.webhooks,
  };
}

export async function countOnboardings({ core: { db } }: World) {
  const [counts] = await db.query<{ all: number; live: number; deals: number; workflows: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE status IN ('live', 'transitioned'))::int AS live,
       count(DISTINCT deal_id)::int AS deals, count(DISTINCT workflow_id)::int AS workflows FROM onboardings`,
  );
  return counts ?? { all: 0, live: 0, deals: 0, workflows: 0 };
}

async function compareOnboardings(world: World): Promise<Comparison['onboardings']> {
  const { db } = world.core;
  const plans = await db.query<{ tasks: number; names: number; built: number }>(
    `SELECT count(t.id)::int AS tasks, count(DISTINCT (t.phase_id, t.name))::int AS names,
       (SELECT count(*)::int FROM activity a WHERE a.onboarding_id = o.id AND a.kind = 'plan_drafted') AS built
     FROM onboardings o LEFT JOIN tasks t ON t.onboarding_id = o.id GROUP BY o.id`,
  );
  return {
    ...(await countOnboardings(world)),
    withOnePlan: plans.filter(({ tasks, names, built }) => tasks > 0 && tasks === names && built === 1).length,
    taskCounts: [...new Set(plans.map(({ tasks }) => tasks))],
  };
}

async function countSetAside({ core: { db } }: World): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM inbox_events WHERE state = 'quarantined'`,
  );
  return row?.count ?? 0;
}

async function effectCounts({ core: { db } }: World): Promise<Record<string, number>> {
  const rows = await db.query<{ kind: string; count: number }>(
    `SELECT kind, count(*)::int AS count FROM effects WHERE state = 'settled' GROUP BY kind`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** Each wanted value, whatever our rows say about its having been written. */
async function compareValues({ core: { db } }: World, state: SandboxState) {
  const values = await db.query<{
    type: 'deal' | 'company';
    id: string;
    field: string;
    value: string | number | boolean | null;
    state: string;
  }>(`SELECT object_type AS type, record_id AS id, field, value, state FROM crm_values`);
  const stages = new Map(state.pipelines.flatMap((one) => one.stages.map(({ id, label }) => [id, label] as const)));
  const different: string[] = [];
  for (const { type, id, field, value, state: written } of values) {
    const record = (type === 'deal' ? state.records.deals : state.records.companies)[id];
    const held = record?.properties[field] ?? '';
    const wanted = String(value ?? '');
    const isSame = wanted.startsWith('stage:')
      ? [held, stages.get(held)].includes(wanted.slice('stage:'.length))
      : held === wanted;
    if (!record || !isSame || written !== 'written')
      different.push(`${type} ${id} ${field}: wanted ${wanted}, holds ${held} (${written})`);
  }
  return {
    wanted: values.length,
    there: values.length - different.length,
    missing: different.length,
    doubled: 0,
    different,
  };
}

const references = (state: SandboxState, type: 'notes' | 'tasks', body: string): string[] =>
  Object.values(state.records[type]).flatMap(({ properties }) => {
    const [reference] = /Gangway ref [0-9a-f]{15}/.exec(properties[body] ?? '') ?? [];
    return reference ?? [];
  });

async function compareMails({ core: { db }, control }: World): Promise<Comparison['mails']> {
  const { mails } = sandboxMailListSchema.parse(await control('GET', '/mailbox/mails?limit=2000'));
  const counters = sandboxMailCountersSchema.parse(await control('GET', '/mailbox/counters'));
  const messages = await db.query<{ id: string; state: string; must_arrive: boolean }>(
    `SELECT m.id, m.state, EXISTS (SELECT 1 FROM intents i WHERE i.message_id = m.id AND i.kind = ANY($1)) AS must_arrive
     FROM messages m WHERE m.state <> 'withdrawn'`,
    [mustArriveKinds],
  );
  const arrived = Map.groupBy(mails, ({ messageId }) => /gangway\.([0-9a-f-]{36})@/.exec(messageId ?? '')?.[1] ?? '');
  const copies = (id: string): number => arrived.get(id)?.length ?? 0;
  return {
    wanted: messages.length,
    delivered: counters.accepted,
    there: arrived.size,
    missing: messages.filter(({ id }) => copies(id) === 0).length,
    doubled: messages.filter(({ id }) => copies(id) > 1).length,
    unclear: messages.filter(({ state }) => state === 'unclear').length,
    doubledNudges: messages.filter(({ id, must_arrive: mustArrive }) => !mustArrive && copies(id) > 1).length,
  };
}
