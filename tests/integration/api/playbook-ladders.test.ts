/** Ladders of a playbook, changed as the console does it: looked at, tried, saved as a version, taken back. */
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { noOwnLadders, type OwnLadders } from '../../../src/domain/own-ladders.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
let manager: Record<string, string>;
const key = 'standard-mid-market';
const publish = () => publishPlaybooks(api.deps, 'playbooks');

beforeAll(async () => {
  await publish();
  manager = await signedInAs(api, 'manager');
});

const send = ({ method, path }: { method: string; path: string }, body?: unknown) =>
  api.fetch(`/api/v1${path.replace(':key', key)}`, {
    method: method.toUpperCase(),
    headers: { ...manager, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const call = async <R extends z.ZodType>(
  endpoint: { method: string; path: string; response: R },
  body?: unknown,
): Promise<z.output<R>> => {
  const answer = await send(endpoint, body);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return endpoint.response.parse(await answer.json());
};

const content: OwnLadders = {
  ladders: {
    patient: {
      urgent: false,
      rungs: [
        { at: 2, kind: 'overdue', to: 'owner', orElse: null, repeatEvery: null },
        { at: 10, kind: 'escalation', to: 'team.manager', orElse: null, repeatEvery: 5 },
      ],
    },
  },
  use: { playbook: { customer: 'patient' }, phases: {}, kinds: {} },
};
const current = async () =>
  (await createPlaybookStore(api.db).current()).find(({ playbook }) => playbook.key === key)?.playbook;

it('shows what the files say, and nothing of its own before anything is saved', async () => {
  const view = await call(endpoints.getLadders);
  expect(view).toMatchObject({ version: 1, own: noOwnLadders, savedBy: null, issues: [] });
  expect(Object.keys(view.file?.ladders ?? {})).toEqual(expect.arrayContaining(['default', 'team', 'cutover']));
});

it('tries a ladder that is not saved', async () => {
  const { lines, issues } = await call(endpoints.tryPlaybook, {
    key,
    yaml: null,
    ladders: content,
    ladder: 'patient',
    role: 'customer.it',
    dueOn: '2026-03-20',
    owner: { does: 'nothing', on: null, until: null },
    behaviour: 'typical',
    from: '2026-03-16',
    to: '2026-04-14',
    timezone: 'Europe/Berlin',
    country: 'DE',
    inSlack: 'nobody',
  });
  expect(issues).toEqual([]);
  expect(lines.filter(({ kind }) => kind === 'overdue').map(({ local }) => local)).toEqual(['2026-03-24 09:00']);
  expect((await current())?.ladders['patient']).toBeUndefined();
});

it('saves them as the next version with who, when and why, and keeps them when the files are read again', async () => {
  const saved = await call(endpoints.saveLadders, { content, basedOn: 1, note: 'They asked for fewer mails' });
  expect(saved).toEqual({ version: 2, isNew: true });
  await publish();
  const view = await call(endpoints.getLadders);
  expect(view).toMatchObject({ version: 2, own: content, note: 'They asked for fewer mails' });
  expect(view.savedBy).not.toBeNull();
  const tasks = (await current())?.phases.flatMap((phase) => phase.tasks) ?? [];
  expect(tasks.filter(({ ladder }) => ladder === 'patient').length).toBeGreaterThan(5);
});

it('leaves the version alone that running onboardings follow', async () => {
  const rows = await api.db.query<{ version: number; has: boolean }>(
    `SELECT version, body -> 'ladders' ? 'patient' AS has FROM playbook_versions WHERE key = $1 ORDER BY version`,
    [key],
  );
  expect(rows).toEqual([
    { version: 1, has: false },
    { version: 2, has: true },
  ]);
});

it('refuses who began with an older version, and what makes no valid playbook', async () => {
  expect((await send(endpoints.saveLadders, { content: noOwnLadders, basedOn: 1 })).status).toBe(412);
  const silent = await send(endpoints.saveLadders, {
    yaml: 'format: 2\nladders: { patient: { steps: [{ at: 1d }] } }',
    basedOn: 2,
  });
  expect(silent.status).toBe(422);
  expect(await silent.json()).toMatchObject({ code: 'playbook_invalid' });
  expect((await send(endpoints.saveLadders, { yaml: 'roles: {}', basedOn: 2 })).status).toBe(422);
  expect((await call(endpoints.getLadders)).version).toBe(2);
});

it('gives them as YAML and takes that again, and says what is wrong with its line', async () => {
  const { yaml } = await call(endpoints.checkLadders, { content });
  expect(yaml).toContain('{ at: 2d');
  expect(await call(endpoints.checkLadders, { yaml })).toMatchObject({ issues: [], content });
  expect(await call(endpoints.checkLadders, { yaml: 'format: 2\nchase:\n  ladder: nobody\n' })).toMatchObject({
    issues: [{ line: 3 }],
  });
});

it('is as the files say again when everything of its own is taken out', async () => {
  await call(endpoints.saveLadders, { content: noOwnLadders, basedOn: 2 });
  expect(await call(endpoints.getLadders)).toMatchObject({ version: 3, own: noOwnLadders });
  expect((await current())?.ladders['patient']).toBeUndefined();
});
