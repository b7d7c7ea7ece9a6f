import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { signedIn, signedInAs, withKey } from './support/people.ts';

const api = useTestApi();
let acme: TestOnboarding;
let beta: TestOnboarding;
let viewer: Record<string, string>;

beforeAll(async () => {
  acme = await addOnboarding(api, { name: 'Acme onboarding' });
  beta = await addOnboarding(api, {
    name: 'Beta onboarding',
    status: 'active',
    change: ({ onboarding, tasks }) => {
      onboarding.healthStatus = 'at_risk';
      onboarding.health = 50;
      onboarding.problems = ['Nobody to invite', 'Nobody there'].map((message) => ({
        code: 'no_contacts',
        message,
        fixBy: 'Sales',
      }));
      for (const task of tasks) task.dueOn = '2999-01-01';
      for (const task of tasks.slice(0, 2))
        Object.assign(task, { dueOn: '2026-03-03', side: 'customer', readyAt: '2026-03-02T09:00:00.000Z' });
    },
  });
  viewer = await signedInAs(api, 'viewer');
});

async function get<T extends z.ZodType>(
  endpoint: { response: T },
  path: string,
  headers = viewer,
): Promise<z.output<T>> {
  const response = await api.fetch(`/api/v1${path}`, { headers });
  const body: unknown = await response.json();
  expect({ status: response.status, body: response.ok ? null : body }).toEqual({ status: 200, body: null });
  return endpoint.response.parse(body);
}

describe('the portfolio', () => {
  it('shows each onboarding with what is late, and counts by status', async () => {
    const { items, counts } = await get(endpoints.listOnboardings, '/onboardings');
    expect(counts).toEqual({ draft: 1, active: 1 });
    const row = items.find(({ id }) => id === beta.id);
    expect(row).toMatchObject({
      accountName: 'Acme Corp',
      playbookName: 'Standard mid-market',
      csm: { name: 'Cem Success' },
      overdue: { customer: 2, team: 0, partner: 0 },
      openBlockers: 0,
    });
    expect(items.find(({ id }) => id === acme.id)?.overdue).toEqual({ customer: 0, team: 0, partner: 0 });
  });

  it('filters by status, health, person and search, where % is just a sign', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await get(endpoints.listOnboardings, `/onboardings?${query}`)).items.map(({ id }) => id);
    expect(await ids('status=active,live')).toEqual([beta.id]);
    expect(await ids('health=on_track')).toEqual([acme.id]);
    expect(await ids(`personId=${acme.lead.id}`)).toEqual([acme.id]);
    expect(await ids('search=BETA')).toEqual([beta.id]);
    expect(await ids('search=%25')).toEqual([]);
    expect((await get(endpoints.listOnboardings, '/onboardings?status=active')).counts).toEqual({
      draft: 1,
      active: 1,
    });
  });

  it.each(['updated', 'target', 'health', 'name'])(
    'pages through every onboarding once, sorted by %s',
    async (sort) => {
      const first = await get(endpoints.listOnboardings, `/onboardings?sort=${sort}&limit=1`);
      const second = await get(endpoints.listOnboardings, `/onboardings?sort=${sort}&limit=1&cursor=${first.next}`);
      expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([acme.id, beta.id].sort());
      expect(second.next).toBeNull();
    },
  );

  it('refuses a cursor of another list, and one that was made up', async () => {
    const { next } = await get(endpoints.listOnboardings, '/onboardings?sort=name&limit=1');
    for (const query of [
      `sort=health&cursor=${next}`,
      `cursor=${Buffer.from('["updated","x","1\' OR 1"]').toString('base64url')}`,
      'cursor=%00',
      'search=%00',
    ]) {
      expect((await api.fetch(`/api/v1/onboardings?${query}`, { headers: viewer })).status).toBe(422);
    }
  });
});

describe('one onboarding', () => {
  it('comes with plan, gates, roles and what the person may do', async () => {
    const view = await get(endpoints.getOnboarding, `/onboardings/${acme.id}`, await signedInAs(api, 'manager'));
    expect(view.tasks).toHaveLength(acme.state.tasks.length);
    expect(view.phases[0]).toMatchObject({ status: 'not_started', exitGate: { criteria: expect.any(Array) } });
    expect(view.roles.find(({ role }) => role === 'customer.lead')?.person?.name).toBe('Ana Customer');
    expect(view.playbook).toMatchObject({ key: 'standard-mid-market' });
    expect(view.handoff.fields.length).toBeGreaterThan(0);
    expect(view.can).toEqual(expect.arrayContaining(['publish', 'cancel', 'set-due']));
  });

  it('lets a viewer do nothing, a key with write what a manager may', async () => {
    expect((await get(endpoints.getOnboarding, `/onboardings/${acme.id}`)).can).toEqual([]);
    const both = await withKey(api, ['read', 'write']);
    expect((await get(endpoints.getOnboarding, `/onboardings/${acme.id}`, both)).can).toContain('cancel');
  });

  it('says which tasks are late', async () => {
    const view = await get(endpoints.getOnboarding, `/onboardings/${beta.id}`);
    expect(view.tasks.filter(({ isOverdue, side }) => isOverdue && side === 'customer')).toHaveLength(2);
  });

  it('is not found when it does not exist, with its lists', async () => {
    for (const list of ['', '/nudges', '/story', '/comments']) {
      expect(
        (await api.fetch(`/api/v1/onboardings/018f4d5e-0000-7000-8000-00000000abcd${list}`, { headers: viewer }))
          .status,
      ).toBe(404);
    }
  });
});

describe('what happened', () => {
  it('lists nudges with their reasons, silences, story and comments, newest first', async () => {
    const [task] = beta.state.tasks;
    const intent = (id: string, at: string, state: string, reason: string | null) =>
      api.db.query(
        `INSERT INTO intents (id, dedupe_key, onboarding_id, person_id, task_id, kind, urgency, rule, not_before, planned_at, state, reason) VALUES ($1::uuid, $1::text, $2, $3, $4, 'reminder', 'digest', '2 days before', $5, $5, $6, $7)`,
        [id, beta.id, beta.lead.id, task?.id, at, state, reason],
      );
    await intent('018f4d5e-0000-7000-8000-000000000001', '2026-03-03T09:00:00Z', 'sent', null);
    await intent('018f4d5e-0000-7000-8000-000000000002', '2026-03-04T09:00:00Z', 'withheld', 'On holiday');
    await api.db.query(
      `INSERT INTO silences (onboarding_id, task_id, reason, from_at) VALUES ($1, $2, 'on hold', '2026-03-05T09:00:00Z')`,
      [beta.id, task?.id],
    );
    await api.db.query(
      `INSERT INTO comments (id, onboarding_id, author_id, via, body, visibility, created_at) VALUES ('018f4d5e-0000-7000-8000-000000000003', $1, $2, 'person', 'Hello', 'internal', '2026-03-05T09:00:00Z')`,
      [beta.id, beta.csm.id],
    );

    const nudges = await get(endpoints.getNudges, `/onboardings/${beta.id}/nudges?limit=1`);
    expect(nudges.items).toMatchObject([{ state: 'withheld', reason: 'On holiday', person: { name: 'Ana Customer' } }]);
    const older = await get(endpoints.getNudges, `/onboardings/${beta.id}/nudges?limit=1&cursor=${nudges.next}`);
    expect(older).toMatchObject({
      items: [{ state: 'sent' }],
      next: null,
      silences: [{ reason: 'on hold', untilAt: null }],
    });
    expect((await get(endpoints.getStory, `/onboardings/${beta.id}/story`)).items.at(-1)).toMatchObject({
      kind: 'opened',
      actor: 'Gangway',
    });
    expect((await get(endpoints.getComments, `/onboardings/${beta.id}/comments`)).items).toMatchObject([
      { author: 'Cem Success', body: 'Hello' },
    ]);
  });
});

describe('the work queue', () => {
  it('gathers what waits for a person, and whose it is', async () => {
    await api.db.query(
      `INSERT INTO crm_connections (id, provider, account_id, name, status_since) VALUES ('018f4d5e-0000-7000-8000-0000000000c1', 'hubspot', '1', 'HubSpot 1', now())`,
    );
    await api.db.query(
      `INSERT INTO inbox_events (connection_id, dedupe_key, kind, deal_id, payload, received_at, state, reason) VALUES ('018f4d5e-0000-7000-8000-0000000000c1', 'a', 'unreadable', '', '{"raw": {"x": 1}}', now(), 'quarantined', 'no objectId')`,
    );
    await api.db.query(
      `INSERT INTO crm_values (connection_id, object_type, record_id, field, value, why, onboarding_id, state, error, wanted_at) VALUES ('018f4d5e-0000-7000-8000-0000000000c1', 'deal', '7', 'gangway_stage', '"live"', 'went live', $1, 'failed', 'no such property', now())`,
      [beta.id],
    );
    await api.db.query(
      `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, no_onboarding_reason, read_at) VALUES ('018f4d5e-0000-7000-8000-0000000000c1', '8', '{"name": "Renewal of X"}', true, 'A renewal', now())`,
    );
    await api.db.query(
      `UPDATE people SET unreachable_since = now(), unreachable_reason = '550 no such user' WHERE id = $1`,
      [beta.lead.id],
    );
    await api.db.query(
      `INSERT INTO check_ins (id, onboarding_id, kind, due_on, state, opened_at) VALUES ('018f4d5e-0000-7000-8000-0000000000c2', $1, 'check_in_30', '2026-03-04', 'open', now())`,
      [beta.id],
    );
    await api.db.query(
      `INSERT INTO messages (id, person_id, kind, address, state, local_date, claimed_at) VALUES ('018f4d5e-0000-7000-8000-0000000000c3', $1, 'digest', 'x@example.com', 'unclear', '2026-03-04', now())`,
      [beta.lead.id],
    );
    await api.db.query(
      `UPDATE phases SET status = 'in_progress', exit_gate = jsonb_set(exit_gate, '{criteria}', '[{"kind": "approval", "role": "team.csm", "label": "Ready to go on", "approvedAt": null, "approvedById": null}]') WHERE onboarding_id = $1 AND position = 0`,
      [beta.id],
    );
    await api.db.query(
      `UPDATE tasks SET status = 'done' WHERE phase_id = (SELECT id FROM phases WHERE onboarding_id = $1 AND position = 0)`,
      [beta.id],
    );

    const { items } = await get(endpoints.getQueue, '/queue');
    expect([...new Set(items.map(({ kind }) => kind))].sort()).toEqual([
      'check_in',
      'draft',
      'failed_write',
      'gate',
      'no_onboarding',
      'problem',
      'quarantined',
      'unclear_message',
      'unreachable',
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.find(({ kind }) => kind === 'gate')).toMatchObject({
      title: 'Approve “Ready to go on” for Beta onboarding',
      waitsFor: 'Cem Success',
      isMine: false,
    });
    expect(items.find(({ kind }) => kind === 'no_onboarding')).toMatchObject({
      detail: 'A renewal',
      onboardingId: null,
    });

    const mine = await get(endpoints.getQueue, '/queue?mine=true', await signedIn(api, beta.csm.id));
    expect(mine.items.length).toBeGreaterThan(0);
    expect(mine.items.every(({ isMine, onboardingId }) => isMine && onboardingId === beta.id)).toBe(true);
  });

  it('shows a colleague what they cover, in their queue and portfolio, as long as they do', async () => {
    const headers = await signedIn(api, acme.csm.id);
    const seen = async () => {
      const { items } = await get(endpoints.getQueue, '/queue?mine=true', headers);
      const portfolio = await get(endpoints.listOnboardings, `/onboardings?personId=${acme.csm.id}`, headers);
      return {
        queue: items.some(({ onboardingId }) => onboardingId === beta.id),
        portfolio: portfolio.items.some(({ id }) => id === beta.id),
      };
    };
    const cover = (from: string, until: string) =>
      api.db.query('UPDATE people SET cover_id = $1, cover_from = $2, cover_until = $3 WHERE id = $4', [
        acme.csm.id,
        from,
        until,
        beta.csm.id,
      ]);
    expect(await seen()).toEqual({ queue: false, portfolio: false });
    const now = api.deps.clock.now().getTime();
    const day = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 10);
    await cover(day(-3), day(3));
    expect(await seen()).toEqual({ queue: true, portfolio: true });
    await cover(day(-9), day(-3));
    expect(await seen()).toEqual({ queue: false, portfolio: false });
  });

  it('closes a quarantined event with a reason, once', async () => {
    const headers = { ...(await signedInAs(api, 'member')), 'content-type': 'application/json' };
    const [event] = (await get(endpoints.listQuarantine, '/inbox/quarantined')).items;
    const dismiss = () =>
      api.fetch(`/api/v1/inbox/${event?.id}/dismiss`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ reason: 'A test of theirs' }),
      });
    expect((await dismiss()).status).toBe(204);
    expect((await dismiss()).status).toBe(404);
    expect((await get(endpoints.listQuarantine, '/inbox/quarantined')).items).toEqual([]);
  });
});

describe('CRM, playbooks, people, system', () => {
  it('shows the ledger and tries failed writes again', async () => {
    await api.db.query(
      `INSERT INTO sync_ledger (connection_id, onboarding_id, at, direction, object_type, record_id, field, before, after, why, actor, result) SELECT '018f4d5e-0000-7000-8000-0000000000c1', $1, now(), 'out', 'deal', '7', 'f' || n, 'null', '1', 'why', 'Gangway', 'written' FROM generate_series(1, 3) n`,
      [beta.id],
    );
    const page = await get(endpoints.getLedger, `/ledger?onboardingId=${beta.id}&limit=2`);
    expect(page.items.map(({ field }) => field)).toEqual(['f3', 'f2']);
    expect(
      (await get(endpoints.getLedger, `/ledger?limit=2&cursor=${page.next}`)).items.map(({ field }) => field),
    ).toEqual(['f1']);
    const response = await api.fetch('/api/v1/ledger/replay', {
      method: 'POST',
      headers: { ...(await signedInAs(api, 'member')), 'content-type': 'application/json' },
      body: JSON.stringify({ onboardingId: beta.id }),
    });
    expect(await response.json()).toEqual({ replayed: 1 });
    expect(await api.db.query(`SELECT process FROM outbox WHERE process = 'crm_sync'`)).toHaveLength(1);
  });

  it('lists playbooks, people and the state of the system', async () => {
    expect((await get(endpoints.listPlaybooks, '/playbooks')).items).toMatchObject([
      { key: 'standard-mid-market', inUse: 2 },
    ]);
    expect((await get(endpoints.getPlaybook, '/playbooks/standard-mid-market')).source).toContain('format: 2');
    const people = await get(endpoints.listPeople, '/people?side=customer&limit=1');
    expect(people.items).toHaveLength(1);
    expect(
      (await get(endpoints.listPeople, `/people?side=customer&limit=1&cursor=${people.next}`)).items[0]?.id,
    ).not.toBe(people.items[0]?.id);
    expect((await get(endpoints.getSystemStatus, '/system/status')).connections).toMatchObject([
      { provider: 'hubspot', pendingWrites: 1, failedWrites: 0 },
    ]);
  });
});
