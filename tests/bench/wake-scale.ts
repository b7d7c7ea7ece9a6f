/** What one wake costs beside 1,000 live onboardings and beside many: one that decides nothing, and one that nudges. */
import type { MailPort } from '../../integrations/ports-mail.ts';
import { readConfig } from '../../src/config/config.ts';
import { connectionsWithPendingEvents } from '../../src/db/inbox.ts';
import { readOutbox } from '../../src/db/outbox.ts';
import { listOnboardings } from '../../src/db/queries/list-onboardings.ts';
import { listQueue } from '../../src/db/queries/list-queue.ts';
import { type Core, createCore } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { advanceOnboarding } from '../../src/usecases/advance-onboarding.ts';
import { claimDigest } from '../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../src/usecases/messages/deliver.ts';
import { ensureStaff } from '../../src/usecases/people/ensure-staff.ts';
import { publishPlaybooks } from '../../src/usecases/publish-playbooks.ts';
import { addPast, copyPortfolio } from './live-portfolio.ts';
import { type Figure, median, ms } from './measure.ts';
import { liveOnboarding, taskCount } from './seed.ts';
import type { BenchServices } from './services.ts';

/** onboardings whose wakes are measured: whole ones, of 60 tasks */
const measured = 40;
/** of each of the others */
const otherTasks = 20;
const pastEach = 8;
const rounds = 7;

const mail: MailPort = { send: async () => ({ serverResponse: '250 ok' }), check: async () => [] };

interface Portfolio {
  live: number;
  core: Core;
  ids: string[];
}

export async function benchWakeScale(services: BenchServices): Promise<Figure[]> {
  const portfolios: Portfolio[] = [];
  try {
    for (const live of services.live) portfolios.push(await seeded(services, live));
    const figures: Figure[] = [];
    for (const [what, wake] of [
      ['decides nothing', quietWakes],
      ['nudges: decided, claimed, composed, settled', nudgingWakes],
    ] as const)
      figures.push(...(await compared(`One wake that ${what}`, portfolios, wake, '≤ 1.2 ×')));
    figures.push(...(await compared('The dispatcher looks and finds nothing', portfolios, polls, '≤ 1.2 ×')));
    figures.push(...(await compared('Portfolio, first page with its counts', portfolios, portfolioPages, '–')));
    figures.push(...(await compared('Queue of all colleagues', portfolios, queues, '–')));
    return figures;
  } finally {
    for (const { core } of portfolios) await core.close();
  }
}

async function seeded(services: BenchServices, live: number): Promise<Portfolio> {
  const { databaseUrl } = await services.fresh();
  const logger = createLogger({ level: 'silent', name: 'bench' });
  const config = readConfig({ DATABASE_POOL: '4' });
  const core = await createCore({ config, databaseUrl, publicUrl: 'http://bench.example', logger });
  await publishPlaybooks({ ...core.deps, logger }, 'playbooks');
  await ensureStaff(core, [{ name: 'Mira', email: 'mira@bench.example', staffRole: 'admin', timezone: 'UTC' }]);
  const onboardingId = await liveOnboarding(core, 'Live');
  await advanceOnboarding(core.deps, onboardingId);
  const ids = await copyPortfolio(core, { onboardingId, from: 1, to: measured, tasks: taskCount });
  await copyPortfolio(core, { onboardingId, from: measured + 1, to: live, tasks: otherTasks });
  await addPast(core, pastEach);
  for (const id of ids) await advanceOnboarding(core.deps, id);
  return { live, core, ids };
}

/** The sizes take turns, so that the machine's other work falls on all of them. */
async function compared(
  what: string,
  portfolios: Portfolio[],
  wake: (portfolio: Portfolio) => Promise<number>,
  target: string,
): Promise<Figure[]> {
  const times = portfolios.map((): number[] => []);
  for (const portfolio of portfolios) await wake(portfolio);
  for (let round = 0; round < rounds; round++)
    for (const [index, portfolio] of portfolios.entries()) times[index]?.push(await wake(portfolio));
  const [first, ...others] = portfolios.map(({ live }, index) => ({ live, took: median(times[index] ?? []) }));
  if (!first) return [];
  return others.map(({ live, took }) => {
    const ratio = took / first.took;
    const isMet = target === '–' ? null : ratio <= 1.2;
    return {
      what: `${what}, beside ${live.toLocaleString('en')} live (baseline ${first.live.toLocaleString('en')})`,
      ours: ms(took),
      baseline: ms(first.took),
      ratio,
      target,
      isMet,
    };
  });
}

async function eachTook(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index++) await work(index);
  return (performance.now() - start) / count;
}

const quietWakes = ({ core, ids }: Portfolio): Promise<number> =>
  eachTook(ids.length, (index) => advanceOnboarding(core.deps, ids[index] ?? ''));

let round = 0;

/** One ready task of each is due today, and nobody has said so yet. @returns who owns it */
async function makeDue({ core, ids }: Portfolio): Promise<string[]> {
  round += 1;
  await core.db.query('TRUNCATE outbox');
  const rows = await core.db.query<{ owner_id: string }>(
    `WITH one AS (SELECT DISTINCT ON (t.onboarding_id) t.id, t.onboarding_id, t.owner_id FROM tasks t JOIN people p ON p.id = t.owner_id
       WHERE t.onboarding_id = ANY($1::uuid[]) AND t.ready_at IS NOT NULL AND t.status = 'pending' AND p.side = 'customer'
       ORDER BY t.onboarding_id, t.position)
     UPDATE tasks t SET due_on = clock_timestamp()::date, is_due_locked = true,
       chase = jsonb_build_object('readyToldId', t.owner_id, 'readyToldAt', '2020-01-01T09:00:00.000Z', 'since', to_char(timestamp '2020-01-02' + $2 * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'))
     FROM one WHERE t.id = one.id RETURNING one.owner_id, one.onboarding_id`,
    [ids, round],
  );
  const owners = rows.map(({ owner_id }) => owner_id);
  await core.db.query(
    `WITH gone AS (DELETE FROM person_days WHERE person_id = ANY($1::uuid[]))
     UPDATE intents SET state = 'obsolete', reason = 'bench' WHERE person_id = ANY($1::uuid[]) AND state IN ('planned', 'claimed')`,
    [owners],
  );
  if (owners.length !== ids.length) throw new Error('Each has a customer with a task that can begin');
  return owners;
}

async function nudgingWakes(portfolio: Portfolio): Promise<number> {
  const { core, ids } = portfolio;
  const owners = await makeDue(portfolio);
  const sending = { ...core.deps, mail, secret: 'the secret of the bench, long enough', companyName: 'Bench' };
  const took = await eachTook(ids.length, async (index) => advanceOnboarding(core.deps, ids[index] ?? ''));
  const said = await eachTook(owners.length, async (index) => {
    const { messageId } = await claimDigest(core, owners[index] ?? '');
    if (messageId === null) throw new Error('Nobody was nudged');
    await deliverMessage(sending, messageId);
  });
  return took + said;
}

const polls = ({ core }: Portfolio): Promise<number> =>
  eachTook(measured, () => Promise.all([connectionsWithPendingEvents(core.db), readOutbox(core.db, 200)]));

const portfolioPages = ({ core }: Portfolio): Promise<number> => {
  const filter = { statuses: null, health: null, personId: null, search: null, cursor: undefined, limit: 50 };
  return eachTook(3, () => listOnboardings(core.db, { ...filter, sort: 'updated' }, core.clock.now()));
};

const queues = ({ core }: Portfolio): Promise<number> => eachTook(3, () => listQueue(core.db, null, core.clock.now()));
