/** Many people of one zone whose day begins: everybody's digest, against the same mails fed to the same mail server directly. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { createSmtpMail } from '../../integrations/email/client.ts';
import type { MailPort, OutgoingMail } from '../../integrations/ports-mail.ts';
import type { Core } from '../../src/main/core.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { type Figure, perSecond, rate, sideBySide, untilTrue } from './measure.ts';
import { type Rig, startRig } from './rig.ts';
import { copyOnboarding, liveOnboarding, taskCount } from './seed.ts';
import type { BenchServices } from './services.ts';
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts';

/** A Tuesday in Berlin. */
const nine = '2027-03-02T08:00:00.000Z';
const secret = 'the secret of the bench, long enough for anything';

export async function benchNineOClock(services: BenchServices): Promise<Figure[]> {
  const { people } = services;
  const sink = await startSmtpSink();
  const smtp = createSmtpMail({
    config: {
      smtpUrl: sink.url,
      from: 'gangway@bench.example',
      fromName: 'Gangway',
      tracksOpens: false,
      isPostmark: false,
      dkim: null,
      bounceDomain: 'bench.example',
      bounceSecret: null,
    },
    secret,
    publicUrl: 'http://127.0.0.1',
    logger: createLogger({ level: 'error', name: 'bench' }),
  });
  let sample: OutgoingMail | null = null;
  const mail: MailPort = {
    check: smtp.check,
    send: (message) => {
      sample ??= message;
      return smtp.send(message);
    },
  };
  const rig = await startRig(await services.fresh(), { mail });
  try {
    await seedDue(rig.core, people);
    const seconds = await untilAllAreTold(rig, sink, people);
    const { count, doubles } = await sink.forget();
    const ours = people / seconds;
    const direct = await feedDirectly(sink, people, sample);
    const ratio = ours / direct;
    return [
      {
        what: `${people.toLocaleString('en')} people due at 9:00 in one zone, to the last mail (${doubles} twice, ${people - count} missing)`,
        ours: perSecond(ours),
        baseline: perSecond(direct),
        ratio,
        target: '≥ 0.25 ×, none twice',
        isMet: ratio >= 0.25 && doubles === 0 && count === people,
      },
    ];
  } finally {
    await rig.stop();
    smtp.close();
    await sink.stop();
  }
}

/** Everybody owns one task that is due on that day, and has been planned to hear of it at nine. */
async function seedDue(core: Core, people: number): Promise<void> {
  const first = await liveOnboarding(core, 'Nine');
  const copies = await copyOnboarding(core, first, Math.ceil(people / taskCount));
  await core.db.query(
    `INSERT INTO people (id, side, name, email, timezone, created_at)
     SELECT gen_random_uuid(), 'customer', 'Person ' || n, 'person-' || n || '@nine.example', 'Europe/Berlin', $2::timestamptz FROM generate_series(1, $1) n`,
    [people, nine],
  );
  await core.db.query(
    `WITH p AS (SELECT id, row_number() OVER (ORDER BY email) AS n FROM people WHERE email LIKE '%@nine.example'),
       t AS (SELECT id, onboarding_id, row_number() OVER (ORDER BY onboarding_id, position) AS n FROM tasks WHERE onboarding_id = ANY($1::uuid[])),
       owned AS (
         UPDATE tasks SET owner_id = p.id, side = 'customer', visibility = 'shared', status = 'pending', ready_at = $2::timestamptz, due_on = $2::timestamptz::date, chase = '{}'
         FROM t JOIN p USING (n) WHERE tasks.id = t.id RETURNING tasks.id, tasks.onboarding_id, p.id AS person_id)
     INSERT INTO intents (id, dedupe_key, onboarding_id, person_id, task_id, kind, urgency, rule, not_before, planned_at)
     SELECT gen_random_uuid(), 'nine:' || id, onboarding_id, person_id, id, 'due', 'digest', 'on the day it is due', $2::timestamptz, $2::timestamptz - interval '1 day' FROM owned`,
    [copies, nine],
  );
}

/** the rounds see a wake that was set while they slept after a minute */
const leadMs = 62_000;

/** @returns seconds from nine o'clock to the last mail */
async function untilAllAreTold({ core }: Rig, sink: SmtpSink, people: number): Promise<number> {
  const nineMs = Date.now() + leadMs;
  const offset = Date.parse(nine) - nineMs;
  await core.db.query(
    'INSERT INTO business_clock (id, offset_ms) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET offset_ms = $1',
    [offset],
  );
  core.clock.sync(offset);
  // as their own digests left it when these were planned, the day before
  await core.db.query(`UPDATE people SET next_wake_at = $1 WHERE email LIKE '%@nine.example'`, [nine]);
  await sleep(Math.max(0, nineMs - Date.now()));
  await untilTrue('everybody is told', async () => (await sink.report()).count >= people, 60 + people / 10);
  const { lastAt } = await sink.report();
  return (lastAt - nineMs) / 1000;
}

/** The same mail, to as many addresses, by nodemailer's pool alone. */
async function feedDirectly(sink: SmtpSink, people: number, sample: OutgoingMail | null): Promise<number> {
  const pool = createTransport({ pool: true, url: sink.url });
  const { html = '', text = '', subject = '' } = sample ?? {};
  try {
    return await rate(people, () =>
      sideBySide(people, 20, (n) =>
        pool.sendMail({ from: 'gangway@bench.example', to: `person-${n}@nine.example`, subject, html, text }),
      ),
    );
  } finally {
    pool.close();
  }
}
