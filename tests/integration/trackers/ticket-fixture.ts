/** An onboarding with one task that Jira knows as well, and a Jira that answers over HTTP. */
import express from 'express';
import { afterEach, beforeEach } from 'vitest';
import { createJira } from '../../../integrations/jira/client.ts';
import { createSandboxJira, type SandboxJira } from '../../../integrations/sandbox/jira/index.ts';
import { createTrackerWebhook } from '../../../integrations/tracker-webhook/client.ts';
import type { TrackerPort } from '../../../integrations/ports-tracker.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { createTrackerWebhooks } from '../../../src/webhooks/trackers.ts';
import { systemActor } from '../../../src/usecases/change-onboarding.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { lookAfterTickets } from '../../../src/usecases/trackers/look-after-tickets.ts';
import type { TrackerDeps } from '../../../src/usecases/trackers/tracker-deps.ts';
import type { CommandName } from '../../../src/contracts/api/commands.ts';
import { listen } from '../../contract/sandbox-server.ts';
import { useWorld, type World } from '../mail/message-fixture.ts';

export const jiraSecret = 'jira-webhook-secret';
export const trackerSecret = `whsec_${Buffer.from('a tracker secret of our own').toString('base64')}`;
const account = { email: 'gangway@vendor.example', token: 'atatt-sandbox-token' };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface TicketRowView {
  state: string;
  key: string | null;
  status: string | null;
  error: string | null;
  waits: boolean;
  [column: string]: unknown;
}

export interface TicketWorld extends Pick<World, 'db' | 'onboardingId' | 'addTask' | 'signals' | 'setNow'> {
  readonly jira: SandboxJira;
  readonly url: string;
  readonly jiraUrl: string;
  port(change?: { token?: string; project?: string | null }): TrackerPort;
  deps(...ports: TrackerPort[]): TrackerDeps;
  /** a task that stands in Jira as well, ready to be worked on */
  task(change?: Record<string, unknown>): Promise<string>;
  command(taskId: string, name: CommandName, input?: Record<string, unknown>): Promise<unknown>;
  /** looks after everything, whatever waits */
  look(deps?: TrackerDeps): Promise<void>;
  ticket(taskId: string): Promise<TicketRowView>;
  taskRow(taskId: string): Promise<{ status: string; due_on: string; done_via: string | null }>;
  activity(kind: string): Promise<number>;
  control(method: string, path: string, body?: object): Promise<number>;
}

export function ticketsForEachTest(options: { trackerUrl?: () => string } = {}): TicketWorld {
  const world = useWorld();
  let jira: SandboxJira;
  let close: (() => Promise<void>)[] = [];
  let [url, jiraUrl] = ['', ''];
  beforeEach(async () => {
    await world.db.query('DELETE FROM external_tickets');
    await world.db.query(`UPDATE phases SET entry_gate = '{"criteria":[]}', exit_gate = '{"criteria":[]}'`);
    await world.db.query(`UPDATE onboardings SET status = 'active', kickoff_on = '2026-11-02'`);
    const ours = express().use(
      createTrackerWebhooks({
        db: world.db,
        clock: world.clock,
        trackers: {
          jira: { ...account, baseUrl: '', project: 'ONB', issueType: 'Task', webhookSecret: jiraSecret },
          webhook: { url: 'http://tracker.example', secret: trackerSecret },
        },
      }),
    );
    const server = await listen(ours);
    url = server.url;
    jira = createSandboxJira({
      ...account,
      projectKey: 'ONB',
      webhook: { url: `${url}/webhooks/jira`, secret: jiraSecret },
      log: quiet,
      searchLagMs: 0,
    });
    const site = await listen(express().use(jira.router).use('/control', jira.control));
    jiraUrl = site.url;
    close = [server.close, site.close];
  });
  afterEach(async () => {
    await jira.settled();
    for (const end of close) await end();
  });
  const deps = (...ports: TrackerPort[]): TrackerDeps => ({
    ...world.deps,
    playbooks: createPlaybookStore(world.db),
    logger: quiet,
    trackers: new Map(ports.map((port) => [port.name, port])),
  });
  const self: TicketWorld = {
    get db() {
      return world.db;
    },
    get onboardingId() {
      return world.onboardingId;
    },
    get jira() {
      return jira;
    },
    get url() {
      return url;
    },
    get jiraUrl() {
      return jiraUrl;
    },
    addTask: world.addTask,
    signals: world.signals,
    setNow: world.setNow,
    port: (change = {}) => createJira({ ...account, baseUrl: jiraUrl, project: 'ONB', issueType: 'Task', ...change }),
    deps,
    async task(change = {}) {
      const ticket = { tracker: 'jira', project: null, issueType: null };
      const id = await world.addTask({ type: 'external_ticket', ticket, ready_at: new Date(), ...change });
      await self.command(id, 'set-due', { dueOn: '2026-12-01', isDueLocked: true });
      return id;
    },
    command: (subjectId, name, input = {}) =>
      runCommand(deps(), { name, subjectId, input, actor: { ...systemActor, label: 'Ana' } }),
    async look(given) {
      await jira.settled();
      await world.db.query('UPDATE external_tickets SET look_at = clock_timestamp() WHERE look_at IS NOT NULL');
      const ports = [
        self.port(),
        ...(options.trackerUrl ? [createTrackerWebhook({ url: options.trackerUrl(), secret: trackerSecret })] : []),
      ];
      await lookAfterTickets(given ?? deps(...ports));
    },
    async ticket(taskId) {
      const [row] = await world.db.query<TicketRowView>(
        'SELECT state, key, status, error, look_at IS NOT NULL AS waits FROM external_tickets WHERE task_id = $1',
        [taskId],
      );
      if (!row) throw new Error('no ticket');
      return row;
    },
    async taskRow(taskId) {
      const [row] = await world.db.query<{ status: string; due_on: string; done_via: string | null }>(
        'SELECT status, due_on::text, done_via FROM tasks WHERE id = $1',
        [taskId],
      );
      if (!row) throw new Error('no task');
      return row;
    },
    async activity(kind) {
      const [row] = await world.db.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM activity WHERE onboarding_id = $1 AND kind = $2',
        [world.onboardingId, kind],
      );
      return row?.count ?? 0;
    },
    control: (method, path, body) =>
      fetch(`${jiraUrl}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }).then(({ status }) => status),
  };
  return self;
}
