/** Deals won before Gangway came: looked through, chosen, taken over, resumed, from both CRMs. */
import { describe, expect, it } from 'vitest';
import { toSheet } from '../../../src/domain/aboard-sheet.ts';
import { choosePlaybook } from '../../../src/usecases/aboard/choose-playbook.ts';
import { continueBackfill } from '../../../src/usecases/aboard/continue-backfill.ts';
import { giveSheet } from '../../../src/usecases/aboard/give-sheet.ts';
import { resumeBackfill, runBackfill, stopBackfill } from '../../../src/usecases/aboard/steer-backfill.ts';
import { changeOnboarding } from '../../../src/usecases/change-onboarding.ts';
import { publish } from '../../../src/domain/commands/publish.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { storeEvents } from '../../../src/db/inbox.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { backfillsOf } from './backfills-of.ts';
import { dealChanged } from '../crm/deal-changed.ts';

const ada = { firstName: 'Ada', lastName: 'Berg', email: 'ada@harbor.example', role: 'Decision Maker' };
const manager = { kind: 'system' as const, id: null, label: 'a manager' };

describe.each(worlds)('from $name', ({ start }) => {
  const { connected, begin, goOn, items, state } = backfillsOf(start);
  const count = async (table: string): Promise<number> =>
    Number((await connected.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

  it('shows what each deal would make and changes nothing by looking', async () => {
    await connected.world.addWonDeals(1);
    await connected.world.addDeal({ name: 'Harbor rollout', contacts: [ada] });
    await connected.world.addDeal({ name: 'Nobody’s deal' });
    const renewal = await connected.world.addDeal({ name: 'A renewal', fields: { dealtype: 'renewal' } });
    const id = await begin();
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'ready', counts: { open: 3, left: 1, started: 0 } });
    const found = await items(id);
    expect(found.find(({ dealId }) => dealId === renewal.id)).toMatchObject({ state: 'left', preview: null });
    const [open] = found.filter((item) => item.state === 'open');
    expect(open?.preview).toMatchObject({ done: 0, unmatched: [] });
    expect(found.map(({ preview }) => preview?.told ?? 0)).toEqual([0, 0, 0, 0]);
    expect(found.some(({ preview }) => (preview?.problems ?? []).length > 0)).toBe(true);
    expect(open?.preview?.tasks).toBeGreaterThan(5);
    expect(open?.preview?.writes).toBeGreaterThan(3);
    expect(open?.preview?.values).toContainEqual({ object: 'deal', field: 'gangway_stage', value: 'plan_draft' });
    expect(open?.preview?.values).toHaveLength(open?.preview?.writes ?? 0);
    expect(open?.preview).toMatchObject({ effects: [], renewal: { pipeline: 'Renewals', stage: 'Upcoming' } });
    expect(found.find(({ name }) => name === 'Harbor rollout')?.preview?.people).toContainEqual({
      name: 'Ada Berg',
      role: 'customer.lead',
    });
    expect(await count('onboardings')).toBe(0);
    expect(await count('crm_values')).toBe(0);
    expect(await connected.db.query(`SELECT process FROM outbox WHERE process <> 'backfill'`)).toEqual([]);
  });

  it('takes another playbook that a person chose, also for a deal that a rule leaves alone', async () => {
    const { id: dealId } = await connected.world.addDeal();
    const renewal = await connected.world.addDeal({ name: 'A renewal', fields: { dealtype: 'renewal' } });
    const id = await begin();
    await goOn(id);
    const nameOf = async (): Promise<string | null | undefined> =>
      (await items(id)).find((item) => item.dealId === dealId)?.playbookName;
    const byRules = await nameOf();
    const { playbooks } = connected.deps();
    const other = (await playbooks.current()).find(({ playbook }) => playbook.name !== byRules)?.playbook;
    const dealIds = [dealId, renewal.id];
    await choosePlaybook(connected.deps(), { id, dealIds, playbookKey: other?.key ?? '' });
    const chosen = { state: 'open', playbookName: other?.name, playbookKey: other?.key };
    expect(await items(id)).toMatchObject([chosen, chosen]);
    expect(await count('onboardings')).toBe(0);
    await runBackfill(connected.deps(), id, [renewal.id]);
    await goOn(id);
    const names = await connected.db.query(
      'SELECT v.name FROM onboardings o JOIN playbook_versions v ON v.id = o.playbook_version_id',
    );
    expect(names).toEqual([{ name: other?.name }]);
    // back to the rules
    await choosePlaybook(connected.deps(), { id, dealIds: [dealId], playbookKey: null });
    expect(await nameOf()).toBe(byRules);
    await expect(choosePlaybook(connected.deps(), { id, dealIds, playbookKey: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('says whom of a table it found no deal for, and how many rows say nothing', async () => {
    await connected.world.addDeal({ name: 'Harbor rollout' });
    const columns = { customer: 'Customer', task: 'Task', status: null, doneOn: null, dueOn: null, startOn: null };
    const id = await begin(true);
    const text =
      'Customer,Task\nharbor ROLLOUT,Invite\nHarbour Rollout Ltd,Invite\nHarbour Rollout Ltd,Train\n,Invite\n';
    await giveSheet(connected.deps(), id, {
      text,
      columns: { ...columns, owner: null, doneWords: [], dateOrder: null },
    });
    expect(await state(id)).toMatchObject({ emptyRows: 1, unmatched: [] });
    await goOn(id);
    expect(await state(id)).toMatchObject({
      state: 'ready',
      emptyRows: 1,
      unmatched: [{ name: 'Harbour Rollout Ltd', rows: 2 }],
    });
  });

  it('brings owners along: the customer’s people and ours, and names those whom nobody knows', async () => {
    const { id: dealId } = await connected.world.addDeal({ name: 'Harbor rollout', contacts: [ada] });
    const [first = '', second = '', third = '', fourth = ''] = await taskNames(await begin(), dealId);
    const address = `${dealId.toLowerCase()}@vendor.example`;
    await connected.db.query(
      `INSERT INTO people (id, side, name, email, staff_role, created_at) VALUES (gen_random_uuid(), 'team', 'Jonas Weber', $1, 'member', now())`,
      [address],
    );
    const elsewhere = `${dealId.toLowerCase()}@other.example`;
    await connected.db.query(
      `INSERT INTO people (id, side, name, email, created_at) VALUES (gen_random_uuid(), 'customer', 'Of another customer', $1, now())`,
      [elsewhere],
    );
    const row = (task: string, owner: string) => ({ Customer: 'Harbor rollout', Task: task, Assignees: owner });
    const columns = { customer: 'Customer', task: 'Task', status: null, doneOn: null, dueOn: null, startOn: null };
    const sheet = toSheet(
      [
        row(first, 'Ada Berg'),
        row(second, `Jonas <${address}>, Ada Berg`),
        row(third, 'Somebody Else'),
        row(fourth, elsewhere),
      ],
      { ...columns, owner: 'Assignees', doneWords: [], dateOrder: null },
    );
    const id = await begin();
    await connected.db.query('UPDATE backfills SET sheet = $2 WHERE id = $1', [id, JSON.stringify(sheet)]);
    await goOn(id);
    expect((await items(id))[0]?.preview).toMatchObject({ unknownOwners: ['Somebody Else', elsewhere] });
    await runBackfill(connected.deps(), id, null);
    await goOn(id);
    const owners = await connected.db.query<{ name: string; owner: string | null }>(
      'SELECT t.name, p.name AS owner FROM tasks t LEFT JOIN people p ON p.id = t.owner_id WHERE t.name = ANY($1)',
      [[first, second]],
    );
    expect(new Map(owners.map(({ name, owner }) => [name, owner]))).toEqual(
      new Map([
        [first, 'Ada Berg'],
        [second, 'Jonas Weber'],
      ]),
    );
    // another look leads to what came aboard
    const again = await begin();
    await goOn(again);
    const onboardingId = (await items(id))[0]?.onboardingId ?? 'none';
    expect(await items(again)).toMatchObject([{ dealId, state: 'left', onboardingId }]);
  });

  it('takes over those that were chosen, tells nobody before a person publishes, and never makes two', async () => {
    const dealIds = await connected.world.addWonDeals(4);
    const id = await begin();
    await goOn(id);
    const chosen = dealIds.slice(0, 3);
    expect(await runBackfill(connected.deps(), id, chosen)).toBe(3);
    // an event of a deal arrives meanwhile, and the same deals are chosen again
    const [first = ''] = chosen;
    await storeEvents(connected.db, connected.connectionId, [dealChanged(first, { dedupeKey: 'e' })], new Date());
    await Promise.all([goOn(id), drainInbox(connected.deps(), connected.connectionId)]);
    await runBackfill(connected.deps(), id, chosen);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { open: 1, started: 3 } });
    const rows = await connected.db.query<{ id: string; status: string; came_aboard_at: Date | null }>(
      'SELECT id, status, came_aboard_at FROM onboardings',
    );
    expect(rows).toHaveLength(3);
    const aboard = rows.filter(({ came_aboard_at: at }) => at !== null);
    expect(aboard.length).toBeGreaterThanOrEqual(2);
    expect(aboard.every(({ status }) => status === 'draft')).toBe(true);
    const told = await connected.db.query('SELECT 1 FROM intents WHERE onboarding_id = ANY($1)', [
      aboard.map((row) => row.id),
    ]);
    expect(told).toEqual([]);
    expect(
      await connected.db.query('SELECT DISTINCT priority FROM outbox WHERE process = $1 AND subject_id = ANY($2)', [
        'onboarding',
        aboard.map((row) => row.id),
      ]),
    ).toEqual([{ priority: 5 }]);
  });

  it('goes on after a stop and after a CRM that failed, where it was', async () => {
    const dealIds = await connected.world.addWonDeals(120);
    const id = await begin();
    await goOn(id);
    await runBackfill(connected.deps(), id, null);
    await continueBackfill(connected.deps(), id);
    await stopBackfill(connected.deps(), id);
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'stopped', counts: { started: 100, chosen: 20 } });
    await expect(stopBackfill(connected.deps(), id)).rejects.toMatchObject({ code: 'not_allowed_now' });
    await resumeBackfill(connected.deps(), id);
    await connected.world.trouble('away');
    await expect(continueBackfill(connected.deps(), id)).rejects.toMatchObject({ code: 'crm_unavailable' });
    await connected.world.trouble('none');
    await goOn(id);
    expect(await state(id)).toMatchObject({ state: 'done', counts: { started: 120, chosen: 0, failed: 0 } });
    expect(await count('onboardings')).toBe(dealIds.length);
  });

  it('brings along what is done elsewhere, and welcomes nobody to what they know', async () => {
    const [dealId = ''] = await connected.world.addWonDeals(1);
    const id = await begin();
    const plain = await taskNames(id, dealId);
    const [doneTask = '', dueTask = ''] = plain;
    const second = await begin();
    const sheet = toSheet(
      [
        {
          Customer: dealId,
          Task: doneTask.toUpperCase(),
          Status: 'Complete',
          Done: '2026-01-20',
          Due: '',
          Start: '2026-01-12',
        },
        { Customer: dealId, Task: dueTask, Status: 'In progress', Done: '', Due: '2099-03-02', Start: '' },
        { Customer: dealId, Task: 'Send the mug', Status: 'Complete', Done: '', Due: '11/02/2026', Start: '' },
        { Customer: 'Somebody else', Task: doneTask, Status: 'Complete', Done: '', Due: '', Start: '' },
      ],
      {
        customer: 'Customer',
        task: 'Task',
        status: 'Status',
        doneOn: 'Done',
        dueOn: 'Due',
        owner: null,
        startOn: 'Start',
        doneWords: ['complete'],
        dateOrder: null,
      },
    );
    await connected.db.query('UPDATE backfills SET sheet = $2 WHERE id = $1', [second, JSON.stringify(sheet)]);
    await goOn(second);
    const [item] = await items(second);
    expect(item?.preview).toMatchObject({ done: 1, kickoffOn: '2026-01-12', told: 0, unmatched: ['Send the mug'] });
    expect(item?.preview?.unreadDates).toEqual(['Send the mug: 11/02/2026']);
    await runBackfill(connected.deps(), second, null);
    await goOn(second);
    const [onboarding] = await connected.db.query<{ id: string }>('SELECT id FROM onboardings');
    const tasks = await connected.db.query<{
      name: string;
      status: string;
      due: string | null;
      done_via: string | null;
    }>(`SELECT name, status, due_on::text AS due, done_via FROM tasks WHERE onboarding_id = $1`, [onboarding?.id]);
    expect(tasks.find(({ name }) => name === doneTask)).toMatchObject({ status: 'done', done_via: 'elsewhere' });
    expect(tasks.find(({ name }) => name === dueTask)).toMatchObject({ due: '2099-03-02' });
    await changeOnboarding(connected.deps(), {
      onboardingId: onboarding?.id ?? '',
      actor: manager,
      signalWorkflow: false,
      step: ({ state: now, now: at }) => publish(now, {}, manager, at.toISOString(), null),
    });
    const kinds = await connected.db.query<{ kind: string }>('SELECT DISTINCT kind FROM intents');
    expect(kinds.map(({ kind }) => kind)).not.toContain('welcome');
    const [published] = await connected.db.query('SELECT status, kickoff_on::text AS kickoff FROM onboardings');
    expect(published).toEqual({ status: 'active', kickoff: '2026-01-12' });
  });

  /** The tasks that this deal's plan has, seen by taking it over and undoing it. */
  async function taskNames(backfillId: string, dealId: string): Promise<string[]> {
    const names: string[] = [];
    await goOn(backfillId);
    await runBackfill(connected.deps(), backfillId, [dealId]);
    await goOn(backfillId);
    const rows = await connected.db.query<{ name: string }>(
      `SELECT name FROM tasks WHERE type <> 'role' ORDER BY visibility <> 'internal' DESC, position`,
    );
    names.push(...rows.map(({ name }) => name));
    await connected.db.query('TRUNCATE onboardings CASCADE');
    return names;
  }
});
