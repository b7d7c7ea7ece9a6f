/** A Jira Cloud site in small: one project, its API, and the webhook that an administrator registered with a secret. */
import { createHmac, randomUUID } from 'node:crypto';
import { json, Router } from 'express';
import { changeSandboxIssueSchema, setSandboxJiraFaultSchema } from '../../../src/contracts/sandbox/jira.ts';
import { createJiraApi } from './api.ts';
import { createFaults } from './faults.ts';
import { createIssues, statuses, type StoredIssue } from './issues.ts';
import { changeItem, issueView } from './views.ts';

export interface SandboxJiraOptions {
  projectKey: string;
  email: string;
  token: string;
  webhook: { url: string; secret: string } | null;
  log: { warn(details: object, message: string): void };
  searchLagMs?: number;
}

export interface SandboxJira {
  /** below the site's address */
  router: Router;
  /** below /sandbox/api/jira */
  control: Router;
  issues(): StoredIssue[];
  /** waits until every webhook has been answered */
  settled(): Promise<unknown>;
}

/** Jira repeats five times, after five to fifteen minutes each; here a day is shorter. */
const retryMs = [0, 500, 2_000];
const passing = new Set([408, 409, 425, 429]);
/** of the `self` links in what is told; nobody follows them */
const site = 'https://sandbox.atlassian.net';

export function createSandboxJira(options: SandboxJiraOptions): SandboxJira {
  const { projectKey, email, token, webhook, log, searchLagMs = 2_000 } = options;
  const issues = createIssues({ projectKey, searchLagMs });
  const faults = createFaults();
  const underWay = new Set<Promise<void>>();
  const now = (): Date => new Date();
  const tell = (issue: StoredIssue, event: 'created' | 'updated' | 'deleted'): void => {
    if (!webhook) return;
    const body = JSON.stringify({
      timestamp: now().getTime(),
      webhookEvent: `jira:issue_${event}`,
      issue: issueView(issue, { site }),
      ...(event === 'updated' && { changelog: { id: String(issue.changes.length), items: lastChanges(issue) } }),
    });
    const delivery = deliver(webhook, body).catch((error: unknown) =>
      log.warn({ err: error }, 'A Jira webhook was lost'),
    );
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  };
  const router = Router();
  router.use(
    '/rest/api/3',
    (request, response, next) => faults.middleware(request, response, next),
    createJiraApi({ issues, projectKey, issueTypes: ['Task', 'Bug', 'Story'], email, token, now, changed: tell }),
  );
  router.get('/browse/:key', (request, response) => {
    const issue = issues.find(request.params.key);
    if (issue) response.type('text/plain').send(`${issue.key}: ${issue.summary}\n${issue.status.name}`);
    else response.sendStatus(404);
  });

  const control = Router();
  control.use(json());
  control.get('/issues', (_request, response) => {
    response.json({ issues: issues.list().map(summary) });
  });
  control.post('/issues/:key', (request, response) => {
    const change = changeSandboxIssueSchema.parse(request.body);
    const issue = issues.find(request.params.key);
    if (!issue) return void response.status(404).json({ message: 'There is no such issue' });
    const statusId = statuses.find(({ name }) => name === change.status)?.id;
    issues.change(
      issue,
      { ...(statusId && { statusId }), ...(change.duedate !== undefined && { duedate: change.duedate }) },
      now(),
    );
    tell(issue, 'updated');
    response.json(summary(issue));
  });
  control.delete('/issues/:key', (request, response) => {
    const issue = issues.remove(request.params.key);
    if (issue) tell(issue, 'deleted');
    response.sendStatus(issue ? 204 : 404);
  });
  control.put('/fault', (request, response) => {
    faults.set(setSandboxJiraFaultSchema.parse(request.body).fault);
    response.json({ fault: faults.get() });
  });
  return { router, control, issues: () => issues.list(), settled: () => Promise.all(underWay) };
}

async function deliver({ url, secret }: { url: string; secret: string }, body: string): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'x-atlassian-webhook-identifier': randomUUID(),
    'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  for (const [attempt, pauseMs] of retryMs.entries()) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const status = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(attempt > 0 && { 'x-atlassian-webhook-retry': String(attempt) }) },
      body,
    }).then(
      (response) => response.status,
      () => 0,
    );
    if (status >= 200 && status < 300) return;
    if (!isRepeatedAfter(status)) break;
  }
  throw new Error('It was not taken');
}

/** A connection that failed counts as 0. */
const isRepeatedAfter = (status: number): boolean => status === 0 || status >= 500 || passing.has(status);

/** Several fields may have been changed at once. */
const lastChanges = ({ changes }: StoredIssue) => changes.filter(({ at }) => at === changes.at(-1)?.at).map(changeItem);

const summary = ({ key, summary: text, status, duedate, labels }: StoredIssue) => ({
  key,
  summary: text,
  status: status.name,
  isDone: status.category === 'done',
  duedate,
  taskId: labels.map((label) => /^gangway-(.{36})$/.exec(label)?.[1]).find((id) => id !== undefined) ?? null,
});
