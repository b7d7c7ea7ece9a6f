/**
 * Ninety days of an onboarding with forty people in twelve zones, by the business clock: over the changes to summer time
 * and national holidays. Every message that arrived is checked by rules that share no code with the product, and listed
 * with its local time in `test-results/ninety-days.csv`.
 */
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { personView } from '../../../src/contracts/api/people.ts';
import { cast, type CastMember } from '../../support/cast.ts';
import {
  type CheckedMessage,
  type CheckedPerson,
  type CheckedTask,
  complaintsAbout,
  easterSunday,
  holidaysOf,
  localOf,
  plusDays,
  silences,
} from '../../support/chase-rules.ts';
import { omissions, type Standing, standingOf } from '../../support/completeness-rules.ts';
import { type Instance, startInstance } from '../../support/instance.ts';
import { type Sandbox, sandboxOf } from '../../support/sandbox.ts';
import { type Colleague, colleagues, type OnboardingView, readyDeal, signInAs } from '../../support/story.ts';
import { allArrivals } from '../../support/told.ts';
import { writeTable } from '../../support/message-table.ts';
import { createTroubles, type Unlucky } from '../../support/troubles.ts';

const days = 90;
const company = 'Meridian Parts';

let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let db: Client;
let onboardingId = '';
const people = new Map<string, CheckedPerson & Pick<CastMember, 'temperament'>>();
const rests = new Map<string, CheckedTask['rests']>();
/** how it stood before and after everybody acted, each day */
const standings: Standing[] = [];
const troubles = createTroubles(() => ({ sandbox, people, view }));

/** The first Monday of the next February to come, at noon UTC: ninety days from there hold both changes of the clock and Easter. */
function beginning(now: string): string {
  const year = Number(now.slice(0, 4)) + (now.slice(5) < '01-25' ? 0 : 1);
  const first = new Date(Date.UTC(year, 1, 1));
  return new Date(Date.UTC(year, 1, 1 + ((8 - first.getUTCDay()) % 7), 12)).toISOString();
}

beforeAll(async () => {
  instance = await startInstance();
  sandbox = sandboxOf(instance.url);
  db = new Client({ connectionString: instance.databaseUrl });
  await db.connect();
  await sandbox.forwardTo(beginning(await sandbox.now()));
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
});
afterAll(async () => {
  await db?.end();
  await instance?.stop();
});

const view = (): Promise<OnboardingView> => mira.onboarding(onboardingId);

async function addPeople(): Promise<void> {
  for (const { absences: _none, country, temperament, ...person } of cast) {
    const { status, body } = await mira.send('POST', '/people', { ...person, holidayCountry: country });
    if (status !== 201) throw new Error(`${person.name}: ${status} ${JSON.stringify(body)}`);
    if (person.side === 'team') await sandbox.call('POST', '/slack/people', { name: person.name, email: person.email });
    const { id } = personView.parse(body);
    people.set(id, { ...person, id, country, absences: [], temperament });
  }
}
const ofSide = (side: string): string[] => [...people.values()].filter((one) => one.side === side).map(({ id }) => id);

it('begins with everybody at work', async () => {
  await addPeople();
  const deal = readyDeal(company, 'meridian-parts.example');
  await sandbox.createDeal({
    ...deal,
    name: `${company} – Enterprise`,
    properties: { ...deal.properties, amount: '240000' },
    lineItems: [{ name: 'Enterprise plan with ERP', quantity: 1, price: 240_000 }],
  });
  const created = (await sandbox.deals()).find(({ name }) => name.startsWith(company));
  await sandbox.moveDeal(created?.id ?? '', 'won');
  const waiting = await mira.onboardingOf(company, 'handoff', 'draft');
  if (waiting.status === 'handoff') await mira.does('waive-handoff', waiting.id, { reason: 'Told on the phone' });
  ({ id: onboardingId } = await mira.onboardingOf(company, 'draft'));
  for (const { role, side, person } of (await view()).roles) {
    const pool = ofSide(side);
    const next = pool[role.length % pool.length];
    if (!person && next) await mira.does('assign-role', onboardingId, { role, personId: next });
  }
  await mira.does('publish', onboardingId, {});
  let turn = 0;
  const draft = await view();
  for (const { id, side, visibility } of draft.tasks.filter(({ status }) => status === 'pending')) {
    const pool =
      visibility === 'internal' || side === 'team' ? ofSide('team') : [...ofSide('customer'), ...ofSide('partner')];
    turn += 1;
    await mira.does('set-owner', id, { personId: pool[(turn * 7) % pool.length] ?? '' });
  }
  const owners = new Set((await view()).tasks.map(({ owner }) => owner?.id));
  expect([...people.keys()].filter((id) => owners.has(id)).length).toBeGreaterThanOrEqual(35);
  // those whom the CRM brought along
  const { rows } = await db.query<Record<string, unknown>>(
    'SELECT id, name, email, side, timezone, work_days, work_start, work_end, holiday_country FROM people WHERE deactivated_at IS NULL',
  );
  for (const row of personRows.parse(rows)) {
    if (people.has(row.id)) continue;
    people.set(row.id, {
      id: row.id,
      name: row.name,
      email: row.email,
      side: row.side,
      timezone: row.timezone ?? draft.timezone,
      workDays: row.work_days,
      workStart: row.work_start,
      workEnd: row.work_end,
      country: row.holiday_country === 'DE' || row.holiday_country === 'US' ? row.holiday_country : null,
      absences: [],
      temperament: 'punctual',
    });
  }
});

it('goes on for ninety days', { timeout: 900_000 }, async () => {
  for (let day = 1; day <= days; day += 1) {
    await sandbox.forward(1);
    await happenings(day);
    standings.push(standingOf(await view(), await sandbox.now()));
    await answer();
    standings.push(standingOf(await view(), await sandbox.now()));
  }
  expect((await view()).tasks.filter(({ status }) => status === 'done').length).toBeGreaterThan(20);
});

const personRows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    side: z.string(),
    timezone: z.string().nullable(),
    work_days: z.array(z.number()),
    work_start: z.number(),
    work_end: z.number(),
    holiday_country: z.string().nullable(),
  }),
);

const personOf = (temperament: string, side: string, nth: number) =>
  [...people.values()].filter((one) => one.temperament === temperament && one.side === side && one.country !== 'US')[
    nth
  ];

/** Absences, people out of reach, a week on hold. */
async function happenings(day: number): Promise<void> {
  const today = (await sandbox.now()).slice(0, 10);
  if (day === 12 || day === 40) {
    const away = personOf('prompt', 'customer', day === 12 ? 0 : 1);
    const delegate = personOf('late', 'customer', 0);
    if (!away || !delegate) throw new Error('nobody to send away');
    const absence = { from: plusDays(today, 1), until: plusDays(today, 9) };
    away.absences.push(absence);
    await change(away.id, {
      absentFrom: absence.from,
      absentUntil: absence.until,
      delegateId: day === 12 ? delegate.id : null,
    });
  }
  if (day >= 16) await troubles.cause('bounces');
  if (day >= 22) await troubles.cause('full');
  if (day >= 27) await troubles.cause('left Slack');
  if (day === 50) await mira.does('hold', onboardingId, { reason: 'They move offices', resumeOn: plusDays(today, 7) });
}

async function change(personId: string, body: object): Promise<void> {
  const { status, body: said } = await mira.send('PATCH', `/people/${personId}`, body);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(said)}`);
}

const hasRested = (taskId: string): boolean => (rests.get(taskId) ?? []).length > 0;
function rest(taskId: string, from: string, until: string | null): void {
  rests.set(taskId, [...(rests.get(taskId) ?? []), { from, until }]);
}

/** Everybody answers in their manner, through our colleague's hands. */
async function answer(): Promise<void> {
  const now = await sandbox.now();
  const today = now.slice(0, 10);
  const { tasks, status, phases, blockers, integrationItems } = await view();
  if (status !== 'active' && status !== 'live') return;
  for (const { id, expectedOn, taskId } of blockers.filter(({ resolvedAt }) => resolvedAt === null)) {
    if (expectedOn === null || plusDays(expectedOn, 2) > today) continue;
    await mira.does('resolve', id, { resolution: 'It came' });
    const open = (rests.get(taskId ?? '') ?? []).find(({ until }) => until === null);
    if (open) open.until = await sandbox.now();
  }
  for (const phase of phases)
    for (const which of ['entry', 'exit'] as const)
      for (const [criterion, { kind, isMet }] of phase[`${which}Gate`].criteria.entries())
        if (kind === 'approval' && !isMet && phase.status === 'in_progress')
          await mira.send('POST', `/phases/${phase.id}/approve-gate`, { gate: which, criterion });
  for (const item of integrationItems)
    for (const { key, doneAt } of item.checks)
      if (doneAt === null && tasks.some(({ status: at, name }) => at === 'done' && name.includes(item.name)))
        await mira.send('POST', `/integration-items/${item.id}/set-check`, { check: key, isDone: true });
  for (const task of tasks) {
    if (!task.isReady || (task.status !== 'pending' && task.status !== 'in_progress') || task.owner === null) continue;
    const owner = people.get(task.owner.id);
    const due = task.dueOn ?? '9999-12-31';
    const isAsked = task.nudgeCount > 0;
    switch (owner?.temperament) {
      case 'prompt':
        if (isAsked) await mira.does('complete', task.id, {});
        break;
      case 'blocked':
        if (isAsked && !hasRested(task.id)) {
          rest(task.id, now, null);
          const personId = personOf('punctual', 'customer', 0)?.id;
          await mira.does('block', task.id, {
            what: 'the list of users',
            side: 'customer',
            expectedOn: plusDays(today, 5),
            ...(personId && { personId }),
          });
        } else if (due <= today) await mira.does('complete', task.id, {});
        break;
      case 'snoozing':
        if (isAsked && !hasRested(task.id)) {
          const until = plusDays(today, 4);
          rest(task.id, now, `${until}T00:00:00.000Z`);
          await mira.does('snooze', task.id, { until, reason: 'Budget week' });
        } else if (plusDays(due, 3) <= today) await mira.does('complete', task.id, {});
        break;
      case 'late':
        if (plusDays(due, 7) <= today) await mira.does('complete', task.id, {});
        break;
      case 'silent':
        if (plusDays(due, 16) <= today) await mira.does('complete', task.id, {});
        break;
      case 'punctual':
      case undefined:
        if (due <= today) await mira.does('complete', task.id, {});
    }
  }
}

const wishRows = z.array(
  z.object({
    message_id: z.string(),
    message_kind: z.string(),
    provider_message_id: z.string().nullable(),
    kind: z.string(),
    urgency: z.string(),
    task_id: z.string().nullable(),
    due_on: z.string().nullable(),
    blocker_owner: z.string().nullable(),
    rule: z.string(),
  }),
);

/** What arrived, by the mail server and Slack; what it was about, by the product's own rows. */
async function collect(): Promise<{ messages: CheckedMessage[]; rules: Map<string, string> }> {
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT m.id AS message_id, m.kind AS message_kind, i.kind, i.urgency, i.task_id, i.data->>'dueOn' AS due_on, i.rule, m.provider_message_id,
       (SELECT person_id FROM blockers b WHERE b.id = i.blocker_id) AS blocker_owner
     FROM messages m JOIN intents i ON i.message_id = m.id WHERE i.onboarding_id = $1`,
    [onboardingId],
  );
  const wishes = Map.groupBy(wishRows.parse(rows), ({ message_id }) => message_id);
  const posts = new Map([...wishes].map(([id, [first]]) => [first?.provider_message_id, id]));
  const idOf = new Map([...people.values()].map(({ id, email }) => [email, id]));
  const rules = new Map<string, string>();
  const messages = (await allArrivals(sandbox)).flatMap(({ by, to, at, subject, ref, mailId }): CheckedMessage[] => {
    const id = (by === 'slack' ? posts.get(ref) : /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(ref)?.[0]) ?? '';
    const said = wishes.get(id);
    if (!said) return [];
    rules.set(id, said.map(({ rule }) => rule).join('; '));
    if (mailId !== null) mailIds.set(id, mailId);
    return [
      {
        id,
        by,
        to: idOf.get(to) ?? '',
        arrivedAt: at,
        subject,
        kind: said[0]?.message_kind ?? '',
        wishes: said.map(({ kind, urgency, task_id, due_on, blocker_owner }) => ({
          kind,
          urgency,
          taskId: task_id,
          dueOn: due_on,
          blockerOwner: people.get(blocker_owner ?? '') ?? null,
        })),
      },
    ];
  });
  return { messages: messages.sort((a, b) => (a.arrivedAt < b.arrivedAt ? -1 : 1)), rules };
}

it('has told everybody at a good time, once, and nobody of what was done', async () => {
  const { messages, rules } = await collect();
  await writeTable(messages, people, rules);
  // nobody is late with what was asked for on the day that the clock had just been moved to
  const handoff = messages.filter(({ wishes }) => wishes.some(({ kind }) => kind === 'handoff_request'));
  expect(handoff.filter(({ id }) => !rules.get(id)?.includes('asked at once'))).toEqual([]);
  expect(messages.length).toBeGreaterThan(150);
  const plan = await view();
  const holds = plan.hold ? [] : await holdsOf();
  const tasks = new Map(
    plan.tasks.map(({ id, name, dueOn, doneAt, isReady }): [string, CheckedTask] => [
      id,
      { id, name, dueOn, doneAt, readyAt: isReady ? 'yes' : null, rests: [...(rests.get(id) ?? []), ...holds] },
    ]),
  );
  const owners = new Map(
    plan.tasks.flatMap(({ id, owner }) => {
      const person = owner && people.get(owner.id);
      return person ? [[id, person] as const] : [];
    }),
  );
  expect(complaintsAbout(messages, people, tasks, owners)).toEqual([]);
  expect(silences(messages, tasks.values(), owners, { until: await sandbox.now(), days: 11 })).toEqual([]);
  expectVariety(messages);
  const mails = messages.filter(({ by }) => by === 'mail');
  const read = await Promise.all(mails.map(async (one) => ({ ...one, text: await textOf(one) })));
  expect(omissions(read, people, standings)).toEqual([]);
});

const mailIds = new Map<string, string>();
const textOf = async ({ id }: CheckedMessage): Promise<string> =>
  (await sandbox.mail(mailIds.get(id) ?? '')).text ?? '';

it('has found another way to whoever could not be reached, or asked the next person and told the CSM', async () => {
  const { messages } = await collect();
  const [bounces, full, left] = [troubles.of('bounces'), troubles.of('full'), troubles.of('left Slack')];
  const toAfter = ({ person, from }: Unlucky) =>
    messages.filter(({ to, arrivedAt }) => to === person.id && arrivedAt > from);
  // the one that came back is the last
  expect(toAfter(bounces)).toHaveLength(1);
  const asked = messages.filter(
    ({ to, arrivedAt, wishes }) =>
      to !== bounces.person.id && arrivedAt > bounces.from && wishes.some(({ taskId }) => taskId === bounces.taskId),
  );
  expect(asked.length).toBeGreaterThan(0);
  const { rows: notices } = await db.query(
    `SELECT state, data->>'name' AS name FROM intents WHERE onboarding_id = $1 AND kind = 'bounce_notice' AND data->>'name' = $2`,
    [onboardingId, bounces.person.name],
  );
  expect(notices).toEqual([{ state: 'sent', name: bounces.person.name }]);
  // a full mailbox takes it later
  expect(toAfter(full).length).toBeGreaterThan(0);
  expect(toAfter(left).map(({ by }) => by)).toContain('mail');
});

async function holdsOf(): Promise<CheckedTask['rests']> {
  const { items } = await mira.story(onboardingId);
  const held = items.find(({ kind }) => kind === 'held');
  const resumed = items.find(({ kind }) => kind === 'resumed');
  return held ? [{ from: held.at, until: resumed?.at ?? null }] : [];
}

/** The ninety days were worth looking at: many people, all kinds of steps, both sides of the clock's change, holidays. */
function expectVariety(messages: readonly CheckedMessage[]): void {
  const receivers = new Set(messages.map(({ to }) => to));
  expect(receivers.size).toBeGreaterThanOrEqual(30);
  for (const by of ['mail', 'slack']) expect(messages.filter((one) => one.by === by).length).toBeGreaterThan(30);
  expect(new Set([...receivers].map((id) => people.get(id)?.timezone)).size).toBeGreaterThanOrEqual(12);
  const kinds = new Set(messages.flatMap(({ wishes }) => wishes.map(({ kind }) => kind)));
  for (const kind of ['task_ready', 'reminder', 'due', 'overdue', 'hold_notice', 'escalation', 'blocker'])
    expect(kinds).toContain(kind);
  const first = messages[0]?.arrivedAt ?? '';
  const last = messages.at(-1)?.arrivedAt ?? '';
  const year = Number(first.slice(0, 4));
  const goodFriday = plusDays(easterSunday(year), -2);
  expect(first < goodFriday && goodFriday < last).toBe(true);
  const presidents = Object.keys(holidaysOf('US', year))[0] ?? '';
  expect(first < presidents && presidents < last).toBe(true);
  // by the wall clock the same before and after summer time began
  for (const zone of ['Europe/Berlin', 'America/New_York']) {
    const mornings = messages
      .filter(({ to }) => people.get(to)?.timezone === zone)
      .map(({ arrivedAt }) => ({
        hour: Math.floor(localOf(arrivedAt, zone).minutes / 60),
        utc: arrivedAt.slice(11, 13),
      }))
      .filter(({ hour }) => hour === 9);
    expect(new Set(mornings.map(({ utc }) => utc)).size).toBeGreaterThanOrEqual(2);
  }
}
