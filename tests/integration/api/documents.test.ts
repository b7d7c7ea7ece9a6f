import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listOnboardingDocuments, listTaskLinkDocuments } from '../../../src/contracts/api/mails.ts';
import { listDocuments, storeDocuments } from '../../../src/db/documents.ts';
import { createTaskLinks } from '../../../src/db/links.ts';
import type { Task } from '../../../src/domain/model.ts';
import { useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';
import { signedIn, signedInAs, withKey } from './support/people.ts';
import { usedUp } from './support/used-up.ts';

const api = useTestApi();
const bytes = Buffer.from('name,role\nAna,lead\n');
let acme: TestOnboarding;
let mine: Task;
let token = '';
let ofMine = '';
let ofAnother = '';
let ofOurs = '';
let owner: Record<string, string>;
let internal: Task;

beforeAll(async () => {
  acme = await addOnboarding(api, { status: 'active' });
  const [task, another] = acme.state.tasks.filter(
    ({ side, visibility }) => side === 'customer' && visibility === 'shared',
  );
  if (!task || !another) throw new Error('the playbook has no two customer tasks');
  mine = task;
  const [link] = await createTaskLinks(api.db, [{ taskId: mine.id, personId: acme.lead.id, inPlaceOfId: null }]);
  token = link?.token ?? '';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const ours = acme.state.tasks.find(({ visibility }) => visibility === 'internal');
  if (!ours) throw new Error('the playbook has no internal task');
  internal = ours;
  for (const [taskId, name] of [
    [mine.id, 'mine.csv'],
    [another.id, 'another.csv'],
    [internal.id, 'margin.csv'],
    [null, 'contract.csv'],
    [mine.id, 'ours.csv'],
  ] as const)
    await storeDocuments(
      api.db,
      [{ name, mediaType: 'text/csv; charset=utf-8', bytes, sha256, isScanned: true }],
      {
        onboardingId: acme.id,
        taskId,
        addedById: acme.lead.id,
        inboundMailId: null,
        visibility: name === 'ours.csv' ? 'internal' : 'shared',
      },
      new Date('2026-03-02T09:00:00Z'),
    );
  const stored = await listDocuments(api.db, acme.id, null);
  ofMine = stored.find(({ name }) => name === 'mine.csv')?.id ?? '';
  ofAnother = stored.find(({ name }) => name === 'another.csv')?.id ?? '';
  ofOurs = stored.find(({ name }) => name === 'ours.csv')?.id ?? '';
  owner = await signedIn(api, acme.lead.id);
});

const status = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  (await api.fetch(`/api/v1${path}`, { ...init, headers })).status;
const post = (headers: Record<string, string>, body: Buffer = bytes, name = 'access.csv') =>
  api.fetch(`/api/v1/task-links/${token}/documents?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body: new Uint8Array(body),
  });
const problem = z.object({ code: z.string() });

describe('a document’s content', () => {
  it('is for our people and their keys, as a download that no browser shows', async () => {
    const path = `/documents/${ofMine}/content`;
    expect(await status(path)).toBe(401);
    expect(await status(path, owner)).toBe(403);
    for (const role of ['viewer', 'member', 'manager', 'admin'] as const)
      expect(await status(path, await signedInAs(api, role))).toBe(200);
    expect(await status(path, await withKey(api, ['read']))).toBe(200);
    expect(await status('/documents/x/content', await signedInAs(api, 'viewer'))).toBe(404);
    const response = await api.fetch(`/api/v1${path}`, { headers: await signedInAs(api, 'viewer') });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });
});

describe('the documents of a task link', () => {
  it('are named to whoever has the link, of that task alone', async () => {
    const read = async (headers: Record<string, string>) =>
      listTaskLinkDocuments.response.parse(
        await (await api.fetch(`/api/v1/task-links/${token}/documents`, { headers })).json(),
      );
    expect(await read({})).toMatchObject({ items: [{ name: 'mine.csv' }], isSignedIn: false });
    expect(await read(owner)).toMatchObject({ items: [{ name: 'mine.csv' }], isSignedIn: true });
  });

  it('open for its own person, signed in, and for nobody else', async () => {
    const path = (id: string) => `/task-links/${token}/documents/${id}/content`;
    expect(await status(path(ofMine), owner)).toBe(200);
    expect(await status(path(ofMine))).toBe(403);
    expect(await status(path(ofMine), await signedInAs(api, null))).toBe(403);
    expect(await status(path(ofAnother), owner)).toBe(404);
    expect(await status(path(ofOurs), owner)).toBe(404);
    expect(await status(path("x'%20OR%201"), owner)).toBe(404);
    expect(await status(`/task-links/${'x'.repeat(43)}/documents/${ofMine}/content`, owner)).toBe(404);
  });

  it('are added by its own person, signed in, from our page', async () => {
    expect((await post(owner)).status).toBe(204);
    expect(api.uploads).toMatchObject([
      { taskId: mine.id, name: 'access.csv', bytes, actor: { kind: 'person', id: acme.lead.id } },
    ]);
    expect((await post({})).status).toBe(403);
    expect((await post(await signedInAs(api, null))).status).toBe(403);
    expect((await post({ ...owner, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post(owner, bytes, '')).status).toBe(422);
    const large = await post(owner, Buffer.alloc(20 * 1024 * 1024 + 1));
    expect({ status: large.status, ...problem.parse(await large.json()) }).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
    expect(api.uploads).toHaveLength(1);
  });

  it('are not more than anybody hands in by hand', async () => {
    await usedUp(api.db, 'upload', acme.lead.id);
    api.uploads.length = 0;
    expect([(await post(owner)).status, api.uploads.length]).toEqual([429, 0]);
    await api.db.query('DELETE FROM rate_counters');
  });

  it('are in the API’s description', async () => {
    const described = await (await api.fetch('/api/v1/openapi.json')).text();
    for (const id of ['downloadDocument', 'downloadTaskLinkDocument', 'addTaskLinkDocument'])
      expect(described).toContain(id);
  });
});

describe('the documents of the whole onboarding', () => {
  const read = async (headers: Record<string, string>) =>
    listOnboardingDocuments.response.parse(
      await (await api.fetch(`/api/v1/task-links/${token}/onboarding-documents`, { headers })).json(),
    );
  const idOf = async (name: string): Promise<string> =>
    (await listDocuments(api.db, acme.id, null)).find((document) => document.name === name)?.id ?? '';
  const content = (id: string) => `/task-links/${token}/onboarding-documents/${id}/content`;

  it('are listed for the link’s own person, signed in, without those of internal work', async () => {
    expect(await read({})).toMatchObject({ items: [], isSignedIn: false });
    expect(await read(await signedInAs(api, null))).toMatchObject({ items: [], isSignedIn: false });
    const { items, isSignedIn } = await read(owner);
    expect(isSignedIn).toBe(true);
    const named = Object.fromEntries(items.map(({ name, taskName }) => [name, taskName]));
    expect(named).toEqual({ 'another.csv': expect.any(String), 'contract.csv': null, 'mine.csv': mine.name });
  });

  it.each([
    ['another.csv', 200],
    ['contract.csv', 200],
    ['margin.csv', 404],
    ['ours.csv', 404],
  ])('%s opens with %i', async (name, expected) => {
    const path = content(await idOf(name));
    expect(await status(path, owner)).toBe(expected);
    expect(await status(path)).toBe(403);
    expect(await status(path, await signedInAs(api, null))).toBe(403);
  });

  it('open from no other onboarding', async () => {
    const other = await addOnboarding(api, { status: 'active' });
    const [task] = other.state.tasks.filter(({ visibility }) => visibility === 'shared');
    const [link] = await createTaskLinks(api.db, [
      { taskId: task?.id ?? '', personId: other.lead.id, inPlaceOfId: null },
    ]);
    const path = `/task-links/${link?.token ?? ''}/onboarding-documents/${await idOf('contract.csv')}/content`;
    expect(await status(path, await signedIn(api, other.lead.id))).toBe(404);
  });
});

describe('a document that our people hand in', () => {
  const add = (headers: Record<string, string>, query: Record<string, string>, onboardingId = acme.id) =>
    status(`/onboardings/${onboardingId}/documents?${new URLSearchParams(query).toString()}`, headers, {
      method: 'POST',
      body: new Uint8Array(bytes),
    });

  it.each([
    ['viewer', 403],
    ['member', 204],
    ['manager', 204],
    ['admin', 204],
  ] as const)('as %s is answered with %i', async (role, expected) => {
    expect(await add(await signedInAs(api, role), { name: 'a.csv' })).toBe(expected);
  });

  it('belongs to the onboarding or to one of its tasks', async () => {
    const headers = await signedInAs(api, 'member');
    api.uploads.length = 0;
    expect(await add(headers, { name: 'a.csv' })).toBe(204);
    expect(await add(headers, { name: 'b.csv', taskId: internal.id })).toBe(204);
    expect(api.uploads).toMatchObject([
      { onboardingId: acme.id, taskId: null, name: 'a.csv', bytes },
      { onboardingId: acme.id, taskId: internal.id, name: 'b.csv' },
    ]);
    const other = await addOnboarding(api, { status: 'active' });
    expect(await add(headers, { name: 'c.csv', taskId: internal.id }, other.id)).toBe(404);
    expect(await add(headers, { name: 'c.csv' }, 'x')).toBe(404);
    expect(await add(headers, {})).toBe(422);
  });

  it('comes from our page, or with a key that may write', async () => {
    expect(await add({}, { name: 'a.csv' })).toBe(401);
    expect(await add(owner, { name: 'a.csv' })).toBe(403);
    expect(await add({ ...(await signedInAs(api, 'member')), 'sec-fetch-site': 'cross-site' }, { name: 'a.csv' })).toBe(
      403,
    );
    expect(await add(await withKey(api, ['read']), { name: 'a.csv' })).toBe(403);
    expect(await add(await withKey(api, ['write']), { name: 'a.csv' })).toBe(204);
  });
});
