/** Jira Cloud as a tracker. An issue is known by a label with our task's id, so that it is found before it is created again. */
import { AppError, isAppError } from '../../src/errors.ts';
import type { CheckResult } from '../ports.ts';
import type { NewTicket, Ticket, TicketReading, TrackerPort } from '../ports-tracker.ts';
import { documentOf } from './document.ts';
import {
  createdSchema,
  foundSchema,
  issueSchema,
  type JiraIssue,
  type Transition,
  transitionsSchema,
} from './schemas.ts';
import { createTransport, nothing, type Transport, type TransportOptions } from './transport.ts';

export interface JiraOptions extends TransportOptions {
  /** where the playbook names none */
  project: string | null;
  issueType: string;
}

const longestSummary = 255;
/** generous: Jira speaks of moments */
const searchLagSeconds = 60;
const startedNames = /progress|doing|started/i;
const doneNames = /^(?:done|closed|resolved|complete[d]?)$/i;

export function createJira(options: JiraOptions): TrackerPort {
  const { baseUrl, project, issueType } = options;
  const call = createTransport(options);
  const urlOf = (key: string): string => `${baseUrl}/browse/${key}`;
  return {
    name: 'jira',
    label: 'Jira',
    findableAfterSeconds: searchLagSeconds,
    async create(ticket, mayExist, beforeCreate) {
      const found = mayExist ? await findIssue(call, ticket.taskId) : null;
      if (found) return { ...found, url: urlOf(found.key) };
      await beforeCreate();
      const { key } = await call({
        doing: 'creating an issue',
        isCreation: true,
        method: 'POST',
        path: '/issue',
        body: { fields: fieldsOf(ticket, ticket.project ?? project, ticket.issueType ?? issueType) },
        answer: createdSchema,
      });
      return { key, url: urlOf(key), status: null };
    },
    read: (key) => readIssue(call, key, urlOf),
    async update({ key }, { isDone, isStarted, dueOn }) {
      if (key === null) throw new AppError('tracker_rejected', { message: 'The issue’s key is not known' });
      const path = `/issue/${encodeURIComponent(key)}`;
      if (dueOn !== undefined)
        await call({
          doing: `setting the due date of ${key}`,
          method: 'PUT',
          path,
          body: { fields: { duedate: dueOn } },
          answer: nothing,
        });
      if (isStarted) await move(call, key, path, 'started');
      else if (isDone !== undefined) await move(call, key, path, isDone ? 'done' : 'open');
    },
    check: () => check(call, project),
  };
}

const labelOf = (taskId: string): string => `gangway-${taskId}`;

const fieldsOf = (ticket: NewTicket, project: string | null, issueType: string): object => {
  if (project === null)
    throw new AppError('tracker_rejected', {
      message:
        'No Jira project is named: write ticket: { tracker: jira, project: … } in the playbook, or set JIRA_PROJECT',
    });
  return {
    project: { key: project },
    issuetype: { name: issueType },
    summary: ticket.title.replaceAll(/\s+/g, ' ').slice(0, longestSummary),
    description: documentOf(ticket.text),
    labels: ['gangway', labelOf(ticket.taskId)],
    ...(ticket.dueOn && { duedate: ticket.dueOn }),
  };
};

/** Jira's search lags behind by moments; whoever asks waited a minute. */
async function findIssue(call: Transport, taskId: string): Promise<(Ticket & { key: string }) | null> {
  const { issues } = await call({
    doing: 'looking for an issue',
    method: 'POST',
    path: '/search/jql',
    body: { jql: `labels = "${labelOf(taskId)}" ORDER BY created ASC`, fields: ['status'], maxResults: 1 },
    answer: foundSchema,
  });
  const [issue] = issues;
  return issue ? { key: issue.key, url: null, status: issue.fields.status.name } : null;
}

async function readIssue(call: Transport, key: string, urlOf: (key: string) => string): Promise<TicketReading | null> {
  try {
    const issue = await call({
      doing: `reading ${key}`,
      path: `/issue/${encodeURIComponent(key)}?fields=status,duedate&expand=changelog`,
      answer: issueSchema,
    });
    return readingOf(issue, urlOf(issue.key));
  } catch (error) {
    if (isAppError(error) && error.details['status'] === 404) return null;
    throw error;
  }
}

function readingOf({ key, fields, changelog }: JiraIssue, url: string): TicketReading {
  const lastChange = (field: string): string | undefined =>
    changelog?.histories
      .filter(({ items }) => items.some((item) => item.field === field))
      .map(({ created }) => new Date(created).toISOString())
      .sort()
      .at(-1);
  const movedAt = lastChange('status');
  const dueOnAt = lastChange('duedate');
  return {
    key,
    url,
    status: fields.status.name,
    facts: { isDone: isDone(fields.status), isStarted: isStarted(fields.status), dueOn: fields.duedate ?? null },
    changedAt: { ...(movedAt && { isDone: movedAt }), ...(dueOnAt && { dueOn: dueOnAt }) },
  };
}

type Status = Transition['to'];
const isDone = ({ statusCategory }: Status): boolean => statusCategory.key === 'done';
const isStarted = ({ statusCategory }: Status): boolean => statusCategory.key === 'indeterminate';

interface Move {
  doing: string;
  fits: (to: Status) => boolean;
  isPlainest: (to: Status) => boolean;
  /** for people to read; null: where there is no such status, nothing is lost */
  unless: string | null;
}
const moves: Record<'done' | 'open' | 'started', Move> = {
  done: { doing: 'closing', fits: isDone, isPlainest: ({ name }) => doneNames.test(name), unless: 'a done one' },
  open: { doing: 'reopening', fits: (to) => !isDone(to), isPlainest: (to) => !isStarted(to), unless: 'an open one' },
  started: { doing: 'starting', fits: isStarted, isPlainest: ({ name }) => startedNames.test(name), unless: null },
};

/** By whatever way its workflow offers; one that asks no questions first. */
async function move(call: Transport, key: string, path: string, where: keyof typeof moves): Promise<void> {
  const { fits, isPlainest, unless, ...way } = moves[where];
  const doing = `${way.doing} ${key}`;
  const { transitions } = await call({ doing, path: `${path}/transitions`, answer: transitionsSchema });
  const rank = ({ hasScreen, to }: Transition): number => (hasScreen ? 0 : 2) + Number(isPlainest(to));
  const [best] = transitions.filter(({ to }) => fits(to)).toSorted((a, b) => rank(b) - rank(a));
  if (!best && unless === null) return;
  if (!best)
    throw new AppError('tracker_rejected', {
      message: `Jira offers no way from the present status of ${key} to ${unless}`,
    });
  await call({
    doing,
    method: 'POST',
    path: `${path}/transitions`,
    body: { transition: { id: best.id } },
    answer: nothing,
  });
}

async function check(call: Transport, project: string | null): Promise<CheckResult[]> {
  const ask = async (name: string, path: string, fix: string): Promise<CheckResult> => {
    try {
      await call({ doing: 'checking access', path, answer: nothing });
      return { name, ok: true, detail: 'reached', fix: null };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.message : String(error), fix };
    }
  };
  return [
    await ask('Jira: access', '/myself', 'Set JIRA_EMAIL and a valid JIRA_API_TOKEN of that account'),
    ...(project === null
      ? []
      : [
          await ask(
            `Jira: project ${project}`,
            `/project/${encodeURIComponent(project)}`,
            'Name an existing project in JIRA_PROJECT and let the account see it',
          ),
        ]),
  ];
}
