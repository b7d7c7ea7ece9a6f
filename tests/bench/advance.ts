/** One pass of an onboarding with 60 tasks, against its rules and the same statements through bare `pg`. */
import pg from 'pg';
import { readConfig } from '../../src/config/config.ts';
import type { Database, PreparedStatement, Sql } from '../../src/db/database.ts';
import { lockAndLoadOnboarding } from '../../src/db/load-onboarding.ts';
import { advance } from '../../src/domain/advance.ts';
import { createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { publishPlaybooks } from '../../src/usecases/publish-playbooks.ts';
import { advanceOnboarding } from '../../src/usecases/advance-onboarding.ts';
import { ensureStaff } from '../../src/usecases/people/ensure-staff.ts';
import { changeOnboarding, type ChangeDeps } from '../../src/usecases/change-onboarding.ts';
import { alternate, type Figure, median, ms } from './measure.ts';
import { benchActor, liveOnboarding, taskCount } from './seed.ts';
import type { BenchServices } from './services.ts';

const rounds = 5;
const passes = 60;

interface Statement {
  statement: string | PreparedStatement;
  values: unknown[] | undefined;
  isInTransaction: boolean;
}

export async function benchAdvance(services: BenchServices): Promise<Figure[]> {
  const { databaseUrl } = await services.fresh();
  const logger = createLogger({ level: 'silent', name: 'bench' });
  const core = await createCore({ config: readConfig({}), databaseUrl, publicUrl: 'http://bench.example', logger });
  const bare = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await publishPlaybooks({ ...core.deps, logger }, 'playbooks');
    await ensureStaff(core, [{ name: 'Mira', email: 'mira@bench.example', staffRole: 'admin', timezone: 'UTC' }]);
    const id = await liveOnboarding(core, 'Advance');
    const actor = await benchActor(core);
    const { state } = await core.db.transaction((tx) => lockAndLoadOnboarding(tx, id));
    const [firstTask] = state.tasks;
    if (!firstTask) throw new Error('There are tasks');
    const playbook = await core.deps.playbooks.of(state.onboarding);
    const rules = (): unknown =>
      advance(state, { now: core.clock.now().toISOString(), playbook, publicUrl: core.deps.publicUrl });
    let n = 0;
    const quiet = (deps: ChangeDeps): Promise<unknown> => advanceOnboarding(deps, id);
    /** as a command does: one task differs, one line of the story is written */
    const changing = (deps: ChangeDeps): Promise<unknown> =>
      changeOnboarding(deps, {
        onboardingId: id,
        actor,
        signalWorkflow: true,
        step: ({ state: loaded }) => {
          const name = `${firstTask.name} ${n++}`;
          const tasks = loaded.tasks.map((task) => (task.id === firstTask.id ? { ...task, name } : task));
          return { state: { ...loaded, tasks }, activity: [{ kind: 'bench', subjectId: task0, data: {} }] };
        },
      });
    const task0 = firstTask.id;
    const figures: Figure[] = [];
    for (const [what, pass] of [
      ['nothing new', quiet],
      ['one task changed', changing],
    ] as const) {
      await pass(core.deps);
      const statements = await recorded(core.deps, pass);
      const { a, b } = await alternate(
        rounds,
        () => perPass(() => pass(core.deps)),
        () => perPass(() => replay(bare, statements, rules)),
      );
      const ratio = median(a) / median(b);
      figures.push({
        what: `advance, ${taskCount} tasks, ${what} (${statements.length} statements, BEGIN and COMMIT besides)`,
        ours: ms(median(a)),
        baseline: ms(median(b)),
        ratio,
        target: '≤ 2 ×, ≤ 6 statements',
        isMet: ratio <= 2 && statements.length <= 6,
      });
    }
    return figures;
  } finally {
    await bare.end();
    await core.close();
  }
}

async function perPass(pass: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < passes; n++) await pass();
  return (performance.now() - start) / passes;
}

async function recorded(deps: ChangeDeps, pass: (deps: ChangeDeps) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const recording = (sql: Sql, isInTransaction: boolean): Sql => ({
    query: (statement, values) => {
      statements.push({ statement, values, isInTransaction });
      return sql.query(statement, values);
    },
  });
  const db: Database = {
    ...deps.db,
    ...recording(deps.db, false),
    transaction: (work) => deps.db.transaction((tx) => work(recording(tx, true))),
  };
  await pass({ ...deps, db });
  return statements;
}

async function replay(pool: pg.Pool, statements: Statement[], rules: () => unknown): Promise<void> {
  const client = await pool.connect();
  try {
    const alone = statements.filter(({ isInTransaction }) => !isInTransaction);
    const together = statements.filter(({ isInTransaction }) => isInTransaction);
    for (const { statement, values } of alone) await client.query(statement, values);
    rules();
    if (together.length === 0) return;
    await client.query('BEGIN');
    for (const { statement, values } of together) await client.query(statement, values);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
