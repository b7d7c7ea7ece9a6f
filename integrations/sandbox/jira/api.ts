/** Jira Cloud's REST API v3 as far as it is used, with its answers and refusals. */
import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { type Issues, statuses, type StoredIssue } from './issues.ts';

export interface JiraApiOptions {
  issues: Issues;
  projectKey: string;
  issueTypes: readonly string[];
  email: string;
  token: string;
  now(): Date;
  /** told of everything that was changed over the API; `before` is left out for a creation */
  changed(issue: StoredIssue, event: 'created' | 'updated'): void;
}

const failure = (errorMessages: string[], errors: Record<string, string> = {}) => ({ errorMessages, errors });
const missing = failure(['Issue does not exist or you do not have permission to see it.']);

const newIssueSchema = z.object({
  fields: z.object({
    project: z.object({ key: z.string() }),
    issuetype: z.object({ name: z.string() }),
    summary: z.string(),
    description: z.object({ type: z.literal('doc'), version: z.literal(1), content: z.array(z.unknown()) }),
    labels: z.array(z.string().regex(/^\S+$/)).default([]),
    duedate: z.iso.date().nullable().default(null),
  }),
});
const editSchema = z.object({ fields: z.object({ duedate: z.iso.date().nullable() }) });
const transitionSchema = z.object({ transition: z.object({ id: z.string() }) });
const searchSchema = z.object({ jql: z.string(), fields: z.array(z.string()).default([]) });

export function createJiraApi(options: JiraApiOptions): Router {
  const { issues, projectKey, issueTypes, now, changed } = options;
  const router = Router();
  router.use(signedIn(options), json({ limit: '1mb' }));

  router.get('/myself', (_request, response) => {
    response.json({ accountId: '5b10a2844c20165700ede21g', emailAddress: options.email, displayName: 'Gangway' });
  });
  router.get('/project/:key', ({ params }, response) => {
    if (params.key === projectKey) response.json({ id: '10000', key: projectKey, name: 'Onboarding' });
    else response.status(404).json(failure([`No project could be found with key '${params.key}'.`]));
  });
  router.post('/issue', ({ body }, response) => {
    const { data, error } = newIssueSchema.safeParse(body);
    const errors = data ? problemsOf(data.fields, projectKey, issueTypes) : { fields: error.message };
    if (!data || Object.keys(errors).length > 0) return response.status(400).json(failure([], errors));
    const issue = issues.create(data.fields, now());
    changed(issue, 'created');
    return response.status(201).json({ id: issue.id, key: issue.key, self: `/rest/api/3/issue/${issue.id}` });
  });
  router.post('/search/jql', ({ body }, response) => {
    const { data } = searchSchema.safeParse(body);
    const label = /^labels = "([^"]+)"/.exec(data?.jql ?? '')?.[1];
    if (!data || label === undefined)
      return response.status(400).json(failure(['Unbounded JQL queries are not allowed here.']));
    return response.json({
      issues: issues.search(label, now()).map((issue) => ({
        id: issue.id,
        key: issue.key,
        fields: data.fields.includes('status') ? { status: statusOf(issue) } : {},
      })),
      isLast: true,
    });
  });

  const withIssue =
    (handle: (issue: StoredIssue, response: Response, request: Request<{ key: string }>) => unknown) =>
    (request: Request<{ key: string }>, response: Response): void => {
      const issue = issues.find(request.params.key);
      if (issue) handle(issue, response, request);
      else response.status(404).json(missing);
    };
  router.get(
    '/issue/:key',
    withIssue((issue, response, { query }) => response.json(issueView(issue, query['expand'] === 'changelog'))),
  );
  router.put(
    '/issue/:key',
    withIssue((issue, response, { body }) => {
      const { data } = editSchema.safeParse(body);
      if (!data) return response.status(400).json(failure([], { duedate: 'Error parsing date string' }));
      issues.change(issue, data.fields, now());
      changed(issue, 'updated');
      return response.status(204).end();
    }),
  );
  router.get(
    '/issue/:key/transitions',
    withIssue((issue, response) =>
      response.json({ transitions: statuses.filter(({ id }) => id !== issue.status.id).map(transitionTo) }),
    ),
  );
  router.post(
    '/issue/:key/transitions',
    withIssue((issue, response, { body }) => {
      const id = transitionSchema.safeParse(body).data?.transition.id;
      const status = statuses.find((one) => transitionTo(one).id === id);
      if (!status) return response.status(400).json(failure(['Transition id is not valid for this issue.']));
      issues.change(issue, { statusId: status.id }, now());
      changed(issue, 'updated');
      return response.status(204).end();
    }),
  );
  return router;
}

const signedIn = ({ email, token }: JiraApiOptions) => {
  const expected = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.get('authorization') === expected) return next();
    response.status(401).type('text/plain').send('Client must be authenticated to access this resource.');
  };
};

const problemsOf = (
  { project, issuetype, summary }: z.output<typeof newIssueSchema>['fields'],
  projectKey: string,
  issueTypes: readonly string[],
): Record<string, string> => ({
  ...(project.key === projectKey ? {} : { project: 'valid project is required' }),
  ...(issueTypes.includes(issuetype.name) ? {} : { issuetype: 'Specify a valid issue type' }),
  ...(summary.trim() === '' ? { summary: 'You must specify a summary of the issue.' } : {}),
  ...(summary.length > 255 ? { summary: 'Summary must be less than 255 characters.' } : {}),
  ...(/[\r\n]/.test(summary) ? { summary: 'The summary is invalid because it contains newline characters.' } : {}),
});

const statusOf = ({ status }: StoredIssue) => ({
  id: status.id,
  name: status.name,
  statusCategory: { key: status.category },
});
const transitionTo = (status: (typeof statuses)[number]) => ({
  id: `${Number(status.id) - 9_960}`,
  name: status.name,
  hasScreen: false,
  to: { id: status.id, name: status.name, statusCategory: { key: status.category } },
});

/** Jira writes instants without a colon in the offset. */
const jiraTime = (at: string): string => at.replace('Z', '+0000');

export const issueView = (issue: StoredIssue, withChanges: boolean) => ({
  id: issue.id,
  key: issue.key,
  fields: { summary: issue.summary, labels: issue.labels, status: statusOf(issue), duedate: issue.duedate },
  ...(withChanges && {
    changelog: {
      startAt: 0,
      maxResults: 100,
      total: issue.changes.length,
      histories: issue.changes.toReversed().map(({ at, field, from, to }, index) => ({
        id: String(index),
        created: jiraTime(at),
        items: [{ field, fieldId: field, fromString: from, toString: to }],
      })),
    },
  }),
});
