/** Live onboardings of 60 tasks: one made as a person would, the others its copies. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Core } from '../../src/main/core.ts';
import type { Actor } from '../../src/domain/model.ts';
import { lockAndLoadOnboarding } from '../../src/db/load-onboarding.ts';
import { toRow } from '../../src/db/rows.ts';
import { changeOnboarding } from '../../src/usecases/change-onboarding.ts';
import { runCommand } from '../../src/usecases/onboardings/run-command.ts';
import { startByHand } from '../../src/usecases/onboardings/start-by-hand.ts';

export const taskCount = 60;

export async function benchActor({ db }: Core): Promise<Actor> {
  const [mira] = await db.query<{ id: string }>(`SELECT id FROM people WHERE email = 'mira@bench.example'`);
  return { kind: 'person', id: mira?.id ?? null, label: 'Mira' };
}

/** Published, with the shipped enterprise playbook cut to 60 tasks. */
export async function liveOnboarding(core: Core, name: string): Promise<string> {
  const actor = await benchActor(core);
  const { onboardingId } = await startByHand(
    core.deps,
    {
      accountName: name,
      playbookKey: 'enterprise-integrations',
      lead: { name: 'Lee', email: `lead-${randomUUID()}@customer.example` },
    },
    actor,
  );
  const command = (command: 'waive-handoff' | 'publish', input: Record<string, unknown>) =>
    runCommand(core.deps, { name: command, subjectId: onboardingId, input, actor });
  await command('waive-handoff', { reason: 'bench' });
  await changeOnboarding(core.deps, {
    onboardingId,
    actor,
    signalWorkflow: false,
    step: ({ state }) => ({ state: withSixtyTasks(state), activity: [] }),
  });
  await command('publish', {});
  return onboardingId;
}

type State = Awaited<ReturnType<typeof lockAndLoadOnboarding>>['state'];

/** The playbook's applicable tasks, filled up or cut. */
function withSixtyTasks(state: State): State {
  const tasks = state.tasks.slice(0, taskCount);
  for (let n = 0; tasks.length < taskCount; n++) {
    const model = state.tasks[n % state.tasks.length];
    if (!model) throw new Error('The playbook gave no tasks');
    tasks.push({
      ...model,
      id: randomUUID(),
      key: `${model.key}-${n}`,
      position: state.tasks.length + n,
      dependsOn: [],
    });
  }
  const kept = new Set(tasks.map(({ id }) => id));
  return {
    ...state,
    tasks: tasks.map((task) => ({ ...task, dependsOn: task.dependsOn.filter((id) => kept.has(id)) })),
  };
}

const tables = [
  ['phases', 'phases'],
  ['milestones', 'milestones'],
  ['tasks', 'tasks'],
  ['integrationItems', 'integration_items'],
  ['members', 'members'],
] as const;

/** Rows only: no workflow runs for them until it is signalled. People are shared. @returns the copies' ids */
export async function copyOnboarding({ db }: Core, onboardingId: string, count: number): Promise<string[]> {
  const { state } = await db.transaction((tx) => lockAndLoadOnboarding(tx, onboardingId));
  const own = new Set([onboardingId, ...tables.flatMap(([name]) => state[name].map(({ id }) => id))]);
  const text = JSON.stringify({
    onboardings: [toRow({ ...state.onboarding, workflowId: `onboarding:copy:${onboardingId}` })],
    ...Object.fromEntries(tables.map(([name, table]) => [table, state[name].map(toRow)])),
  });
  const made: string[] = [];
  for (let start = 0; start < count; start += 50) {
    const rows: Record<string, unknown[]> = {};
    for (let n = 0; n < Math.min(50, count - start); n++) {
      const ids = new Map([...own].map((id) => [id, randomUUID()]));
      const copy = copiedRows(text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => ids.get(id) ?? id));
      for (const [table, some] of Object.entries(copy)) (rows[table] ??= []).push(...some);
      made.push(ids.get(onboardingId) ?? '');
    }
    for (const [table, some] of Object.entries(rows))
      await db.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
        JSON.stringify(some),
      ]);
  }
  return made;
}

const rowsSchema = z.record(z.string(), z.array(z.unknown()));
const copiedRows = (text: string): Record<string, unknown[]> => rowsSchema.parse(JSON.parse(text));
