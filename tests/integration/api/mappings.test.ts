/** A mapping through the API, as its editor uses it, on a sandbox HubSpot. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { type Sandbox, startSandbox } from '../../contract/sandbox-server.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
let sandbox: Sandbox;
let connectionId: string;
let admin: Record<string, string>;
let manager: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { crm } = sandbox.hubspot();
  await crm.setUp();
  ({ id: connectionId } = await rememberConnection(
    api.db,
    { provider: 'hubspot', accountId: '1', name: 'HubSpot' },
    new Date(),
  ));
  api.deps.crm.crms.set(connectionId, crm);
  [admin, manager] = await Promise.all([signedInAs(api, 'admin'), signedInAs(api, 'manager')]);
});
afterAll(() => sandbox.stop());

const call = async <R extends z.ZodType>(
  { method, path, response }: { method: string; path: string; response: R },
  { headers = admin, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<z.output<R>> => {
  const answer = await api.fetch(`/api/v1${path.replace(':connectionId', connectionId)}`, {
    method: method.toUpperCase(),
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return response.parse(await answer.json());
};

const content = mapping({ entries: [entry({ ours: 'progress', field: 'success_criteria' })] });

it('offers what may be mapped: our values, and the fields and stages that the CRM has now', async () => {
  await publishPlaybooks(api.deps, 'playbooks');
  const choices = await call(endpoints.getMappingChoices, { headers: manager });
  expect(choices.ours.map(({ name }) => name)).toContain('health_status');
  expect(choices.fields.deal?.find(({ name }) => name === 'wished_go_live')).toMatchObject({ type: 'date' });
  expect(choices.stages).toContainEqual(expect.objectContaining({ label: 'Closed won', isWon: true }));
  expect(choices.moments.map(({ on }) => on)).toContain('status.live');
  expect(choices.ofPlaybooks.stages).toContain('Standard mid-market');
  expect(choices.ofPlaybooks.renewal).toContain('Standard mid-market');
  expect(choices.ours.map(({ label }) => label)).toContain('Sales handoff: purchased for');
});

it('checks data and YAML alike, and says what is wrong where', async () => {
  expect(await call(endpoints.checkMapping, { headers: manager, body: { content } })).toMatchObject({
    issues: [],
    yaml: expect.stringContaining('progress: deal.success_criteria'),
  });
  const wrong = await call(endpoints.checkMapping, {
    headers: manager,
    body: { yaml: 'crm:\n  fields: { mood: deal.a }' },
  });
  expect(wrong).toMatchObject({ content: null, issues: [{ line: 2, problem: expect.stringContaining('mood') }] });
});

it('keeps a draft, refuses one that is based on an older version, switches it on, and shows all of it', async () => {
  expect(await call(endpoints.getMapping)).toMatchObject({
    active: null,
    draft: null,
    versions: [],
    stoppedFields: [],
  });
  const saved = await call(endpoints.saveMapping, { body: { content, note: 'first', basedOn: 0 } });
  expect(saved).toEqual({ version: 1, issues: [] });
  await expect(call(endpoints.saveMapping, { body: { content, basedOn: 0 } })).rejects.toThrow('version_conflict');
  expect(await call(endpoints.getMapping)).toMatchObject({
    active: null,
    draft: { version: 1, note: 'first', content },
  });
  expect(await call(endpoints.activateMapping, { body: { version: 1 } })).toEqual({ version: 1, onboardings: 0 });
  expect(await call(endpoints.getMapping)).toMatchObject({
    active: { version: 1, content, activatedBy: expect.any(String) },
    draft: null,
    versions: [{ version: 1, state: 'active' }],
  });
  await expect(call(endpoints.activateMapping, { headers: manager, body: { version: 1 } })).rejects.toThrow(
    'forbidden',
  );
});

it('previews on a deal that has no onboarding: nothing would be written', async () => {
  const { id: dealId } = await sandbox.addDeal({});
  const preview = await call(endpoints.previewMapping, { headers: manager, body: { dealId, content } });
  expect(preview).toEqual({ dealName: 'A deal', onboardingId: null, reads: [], writes: [], renewal: null });
});
