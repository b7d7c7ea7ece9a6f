/** The sandbox's Jira and the client against what Atlassian's published description says. */
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJira } from '../../integrations/jira/client.ts';
import { createSandboxJira, type SandboxJira } from '../../integrations/sandbox/jira/index.ts';
import { listen, silent } from './sandbox-server.ts';

const account = { email: 'gangway@vendor.example', token: 'atatt-sandbox-token' };
const authorization = `Basic ${Buffer.from(`${account.email}:${account.token}`).toString('base64')}`;
const ticket = { taskId: '11111111-1111-4111-8111-111111111111', title: 'Connect the ERP', dueOn: '2026-12-01' };
const nobodyAsks = (): Promise<void> => Promise.resolve();

interface Told {
  headers: Record<string, unknown>;
  body: unknown;
}
let told: Told[];
let answers: number[];
let jira: SandboxJira;
let site: string;
let close: () => Promise<void>;

beforeEach(async () => {
  [told, answers] = [[], []];
  const app = express();
  app.post('/hook', express.json(), ({ headers, body }, response) => {
    told.push({ headers, body });
    response.sendStatus(answers.shift() ?? 200);
  });
  const server = await listen(app);
  ({ url: site, close } = server);
  jira = createSandboxJira({
    ...account,
    projectKey: 'ONB',
    webhook: { url: `${site}/hook`, secret: 'a secret' },
    log: silent,
    searchLagMs: 0,
  });
  app.use(jira.router).use('/control', jira.control);
});
afterEach(() => close());

const client = (baseUrl = site) => createJira({ ...account, baseUrl, project: 'ONB', issueType: 'Task' });
const create = (text = 'Please do it.\nSoon.\n\nhttps://gangway.example/task') =>
  client().create({ ...ticket, text, project: null, issueType: null }, false, nobodyAsks);
async function api(method: string, path: string, body?: unknown, contentType = 'application/json') {
  const response = await fetch(`${site}/rest/api/3${path}`, {
    method,
    headers: { authorization, 'content-type': contentType },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  return { status: response.status, body: answer };
}
const fields = { project: { key: 'ONB' }, issuetype: { name: 'Task' }, summary: 'Connect the ERP' };
const paragraph = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

describe('an issue', () => {
  it('is shown with what was asked for', async () => {
    expect(await create()).toMatchObject({ key: 'ONB-1' });
    expect(await api('GET', '/issue/ONB-1?fields=status,issuetype&expand=names,changelog')).toEqual({
      status: 200,
      body: {
        id: '10001',
        key: 'ONB-1',
        self: `${site}/rest/api/3/issue/10001`,
        fields: {
          issuetype: { name: 'Task' },
          status: {
            id: '10000',
            name: 'To Do',
            statusCategory: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
          },
        },
        changelog: { startAt: 0, maxResults: 100, total: 0, histories: [] },
      },
    });
    const jql = `labels = "gangway-${ticket.taskId}"`;
    expect(await api('POST', '/search/jql', { jql, fields: ['status'] })).toMatchObject({
      body: { issues: [{ key: 'ONB-1', fields: { status: { name: 'To Do' } } }], isLast: true },
    });
  });

  it.each([
    ['of a field that is on no screen', { ...fields, colour: 'red' }, { errors: { colour: expect.any(String) } }],
    [
      'with plain text where a document belongs',
      { ...fields, description: 'plain' },
      { errorMessages: ['INVALID_INPUT'] },
    ],
    ['with an empty text in it', { ...fields, description: paragraph('') }, { errorMessages: ['INVALID_INPUT'] }],
    [
      'with more than 32,767 characters',
      { ...fields, description: paragraph('x'.repeat(32_768)) },
      { errors: { description: expect.any(String) } },
    ],
    ['with a long summary', { ...fields, summary: 'x'.repeat(256) }, { errors: { summary: expect.any(String) } }],
  ])('is refused %s', async (_what, given, body) => {
    expect(await api('POST', '/issue', { fields: given })).toMatchObject({ status: 400, body });
    expect(jira.issues()).toEqual([]);
  });

  it('is neither changed on a field that is on no screen, nor by what is no JSON', async () => {
    await create();
    expect(await api('PUT', '/issue/ONB-1', { fields: { colour: 'red' } })).toMatchObject({ status: 400 });
    expect(await api('PUT', '/issue/ONB-1', { fields: { duedate: null } }, 'text/plain')).toMatchObject({
      status: 415,
    });
    expect(jira.issues()[0]?.duedate).toBe('2026-12-01');
  });
});

describe('a webhook', () => {
  const change = () =>
    fetch(`${site}/control/issues/ONB-1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'Done', duedate: '2026-12-10' }),
    });

  it('tells what was changed', async () => {
    await create();
    await change();
    await jira.settled();
    const last = z
      .object({ changelog: z.object({ items: z.array(z.record(z.string(), z.unknown())) }) })
      .parse(told.at(-1)?.body);
    expect(last.changelog.items).toEqual([
      { field: 'status', fieldtype: 'jira', fieldId: 'status', fromString: 'To Do', toString: 'Done' },
      { field: 'duedate', fieldtype: 'jira', fieldId: 'duedate', fromString: '2026-12-01', toString: '2026-12-10' },
    ]);
  });

  it('comes again after an answer that may pass, and after no other', async () => {
    await create();
    await jira.settled();
    told.length = 0;
    answers = [503, 200, 401];
    await change();
    await jira.settled();
    expect(told.map(({ headers }) => headers['x-atlassian-webhook-retry'])).toEqual([undefined, '1']);
    await change();
    await jira.settled();
    expect(told).toHaveLength(3);
  });
});

describe('Jira’s answer', () => {
  const answering = async (status: number, headers: Record<string, string> = {}) => {
    const server = await listen(
      express().use((_request, response) => {
        response
          .status(status)
          .set(headers)
          .json({ errorMessages: ['Not now'], errors: {} });
      }),
    );
    const answer = await client(server.url)
      .read?.('ONB-1')
      .catch((error: unknown) => error);
    await server.close();
    return answer;
  };

  it('says when to come again, also when it is overloaded', async () => {
    expect(await answering(503, { 'retry-after': '7' })).toMatchObject({
      code: 'tracker_unavailable',
      retryAfterMs: 7_000,
    });
    expect(await answering(429, { 'retry-after': '9' })).toMatchObject({
      code: 'tracker_throttled',
      retryAfterMs: 9_000,
    });
  });

  it('that somebody else changes the issue right now is asked again in a minute', async () => {
    expect(await answering(409)).toMatchObject({ code: 'tracker_rejected', retryAfterMs: 60_000 });
  });
});
