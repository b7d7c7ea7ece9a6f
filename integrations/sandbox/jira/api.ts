/** Jira Cloud's REST API v3 as far as it is used, with its answers and refusals. */
import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { type Issues, statuses, type StoredIssue } from './issues.ts';
import { isDocument, newIssueSchema, notOnScreen, problemsOf } from './new-issue.ts';
import { issueView, listed, selfOf, siteOf, transitionTo } from './views.ts';

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

const editSchema = z.object({ fields: z.looseObject({ duedate: z.iso.date().nullable().optional() }) });
const transitionSchema = z.object({ transition: z.object({ id: z.string() }) });
const searchSchema = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()).default([]),
  maxResults: z.number().int().min(1).max(5_000).default(50),
});

export function createJiraApi(options: JiraApiOptions): Router {
  const { issues, projectKey, issueTypes, now, changed } = options;
  const router = Router();
  router.use(signedIn(options), wantsJson, json({ limit: '1mb' }));

  router.get('/myself', (_request, response) => {
    response.json({ accountId: '5b10a2844c20165700ede21g', emailAddress: options.email, displayName: 'Gangway' });
  });
  router.get('/project/:key', ({ params }, response) => {
    if (params.key === projectKey) response.json({ id: '10000', key: projectKey, name: 'Onboarding' });
    else response.status(404).json(failure([`No project could be found with key '${params.key}'.`]));
  });
  router.post('/issue', (request, response) => {
    const { data, error } = newIssueSchema.safeParse(request.body);
    const errors = data ? problemsOf(data.fields, projectKey, issueTypes) : { fields: error.message };
    if (!data || Object.keys(errors).length > 0) return response.status(400).json(failure([], errors));
    const { issuetype, summary, description, labels, duedate } = data.fields;
    if (!isDocument(description)) return response.status(400).json(failure(['INVALID_INPUT']));
    const issue = issues.create({ issueType: issuetype.name, summary, description, labels, duedate }, now());
    changed(issue, 'created');
    return response.status(201).json({ id: issue.id, key: issue.key, self: selfOf(issue, siteOf(request)) });
  });
  router.post('/search/jql', (request, response) => {
    const { data } = searchSchema.safeParse(request.body);
    const label = /^labels = "([^"]+)"/.exec(data?.jql ?? '')?.[1];
    if (!data || label === undefined)
      return response.status(400).json(failure(['Unbounded JQL queries are not allowed here.']));
    return response.json({
      issues: issues
        .search(label, now())
        .slice(0, data.maxResults)
        .map((issue) => issueView(issue, { site: siteOf(request), fields: data.fields })),
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
    withIssue((issue, response, request) =>
      response.json(
        issueView(issue, {
          site: siteOf(request),
          fields: listed(request.query['fields']),
          withChanges: listed(request.query['expand'])?.includes('changelog'),
        }),
      ),
    ),
  );
  router.put(
    '/issue/:key',
    withIssue((issue, response, { body }) => {
      const { data } = editSchema.safeParse(body);
      if (!data) return response.status(400).json(failure([], { duedate: 'Error parsing date string' }));
      const { duedate, ...others } = data.fields;
      const unknown = Object.keys(others);
      if (unknown.length > 0)
        return response
          .status(400)
          .json(failure([], Object.fromEntries(unknown.map((name) => [name, notOnScreen(name)]))));
      issues.change(issue, { ...(duedate !== undefined && { duedate }) }, now());
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

/** A body of another type is not even looked at. */
function wantsJson(request: Request, response: Response, next: NextFunction): void {
  // null: without a body
  if (request.is('application/json') === false) response.status(415).json(failure(['Unsupported Media Type']));
  else next();
}
