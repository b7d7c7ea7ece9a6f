import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const api = useTestApi();
let member: Record<string, string>;
beforeAll(async () => {
  member = await signedInAs(api, 'member');
});

const yaml = readFileSync('playbooks/standard-mid-market.yaml', 'utf8');
const usual = {
  key: 'standard-mid-market',
  yaml,
  ladder: 'default',
  role: 'customer.it',
  dueOn: '2026-03-30',
  owner: { does: 'nothing', on: null, until: null },
  behaviour: 'typical',
  from: '2026-03-16',
  to: '2026-04-14',
  timezone: 'Europe/Berlin',
  country: 'DE',
  inSlack: 'team',
};
const post = async (body: object): Promise<{ status: number; body: unknown }> => {
  const response = await api.fetch('/api/v1/playbook-trials', {
    method: 'POST',
    headers: { ...member, 'content-type': 'application/json' },
    body: JSON.stringify({ ...usual, ...body }),
  });
  return { status: response.status, body: await response.json() };
};
const tried = async (body: object = {}) => endpoints.tryPlaybook.response.parse((await post(body)).body);

describe('POST /playbook-trials', () => {
  it('tries a ladder of a draft that nobody has saved, with the parts of the folder', async () => {
    const { lines, ladders, issues } = await tried();
    expect(issues).toEqual([]);
    expect(ladders).toContain('cutover');
    expect(lines.map(({ local, kind, channel }) => [local, kind, channel])).toContainEqual([
      '2026-04-02 09:00',
      'escalation',
      'email',
    ]);
  });

  it('tries the whole playbook', async () => {
    const { lines, outcome } = await tried({ ladder: null, behaviour: 'slow' });
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.every(({ local }) => local.slice(0, 10) <= '2026-04-14')).toBe(true);
    expect(outcome).toMatch(/when the simulated time was over/);
  });

  it('gives the problems of a draft with file, line and path, and tries nothing', async () => {
    const { issues, lines } = await tried({
      yaml: yaml.replace(/^format: \d/m, 'format: 2\nladders: { odd: { steps: [{ at: 1d }] } }'),
    });
    expect(issues.map(({ file, path, line }) => [file, path, typeof line])).toEqual([
      ['draft.yaml', 'ladders.odd.steps', 'number'],
    ]);
    expect(lines).toEqual([]);
  });

  it('refuses what cannot be tried', async () => {
    expect((await post({ ladder: 'none' })).status).toBe(422);
    expect((await post({ to: '2027-04-14' })).status).toBe(422);
    expect((await post({ timezone: 'Mars/Phobos' })).status).toBe(422);
    expect((await post({ yaml: null, key: 'nothing' })).status).toBe(404);
  });
});
