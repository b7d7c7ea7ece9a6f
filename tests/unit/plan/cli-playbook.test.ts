import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { playbookCommand } from '../../../src/main/cli-playbook.ts';

const folder = await mkdtemp(join(tmpdir(), 'gangway-cli-'));
afterAll(() => rm(folder, { recursive: true }));
const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const run = async (...args: string[]): Promise<{ text: string; failed: boolean }> => {
  const written: string[] = [];
  let failed = false;
  const deps = {
    folder: 'playbooks',
    now: () => '2026-03-02T09:00:00.000Z',
    write: (text: string) => written.push(text),
    fail: () => (failed = true),
  };
  await playbookCommand(deps).exitOverride().parseAsync(args, { from: 'user' });
  return { text: written.join('\n'), failed };
};
const dealFile = (more: object) =>
  file('deal.json', JSON.stringify({ name: 'Northwind', country: 'DE', timezone: 'Europe/Berlin', ...more }));

describe('gangway playbook', () => {
  it('validates the folder', async () => {
    const { text, failed } = await run('validate');
    expect(text).toMatch(/✓ enterprise-integrations\.yaml .*\n✓ standard-mid-market\.yaml/);
    expect(failed).toBe(false);
  });
  it('says where a file is wrong and fails', async () => {
    const { text, failed } = await run('validate', await file('bad.yaml', 'key: bad\nphases:\n  One: {}\n'));
    expect(text).toMatch(/bad\.yaml:3 +phases\.One +keys are lower case/);
    expect(failed).toBe(true);
  });
  it('shows a playbook', async () => {
    const { text } = await run('show', 'standard-mid-market');
    expect(text).toContain('customer.lead (else customer.sponsor)');
    expect(text).toMatch(/sign-off-launch +sign_off +customer\.lead +go-live-1d/);
    await expect(run('show', 'none')).rejects.toThrow(/no playbook "none"; there are/);
  });
  it('plans a deal, with open roles as tasks', async () => {
    const { text } = await run(
      'plan',
      await dealFile({ products: ['SSO'], roles: { 'team.csm': 'Mia', 'crm.owner': 'Sam', 'customer.lead': 'Ana' } }),
    );
    expect(text).toMatch(/kickoff 2026-03-09, go-live planned 2026-04-/);
    expect(text).toMatch(/Name the Administrator at the customer +customer\.lead +Ana/);
    expect(text).toMatch(/Connect your identity provider +customer\.it +nobody yet/);
  });
  it('says why a deal gets no plan', async () => {
    const { text, failed } = await run('plan', await dealFile({ dealType: 'renewal' }));
    expect(text).toMatch(/starts no onboarding: The customer is live already/);
    expect(failed).toBe(true);
  });
  it('names what is wrong with the deal file', async () => {
    await expect(run('plan', await dealFile({ timezone: 'Mars/Phobos', amout: 3 }))).rejects.toThrow(
      /deal\.json: .*timezone: is not a known time zone/,
    );
    await expect(run('plan', await file('broken.json', '{'))).rejects.toThrow(/broken\.json is no JSON/);
    await expect(run('plan', join(folder, 'none.json'))).rejects.toThrow(/cannot be read/);
  });
  it('tries one ladder on one task, with what is not said and why', async () => {
    const ladder = ['simulate', '--ladder', 'cutover', '--playbook', 'standard-mid-market', '--due', '2026-03-12'];
    const { text } = await run(
      ...ladder,
      ...'--timezone America/New_York --country US --in-slack team --days 20'.split(' '),
      ...'--owner snoozed --owner-on 2026-03-11 --owner-until 2026-03-17'.split(' '),
    );
    expect(text).toMatch(/2026-03-11 09:00 .* email +now +reminder +1 business day before it is due/);
    expect(text).toMatch(/2026-03-11 10:00 .* not said .*Snoozed until 2026-03-17/);
    expect(text).toMatch(/2026-03-17 09:00 .*sponsor.* email +now +escalation/);
    expect(text).toMatch(/2026-03-18 09:00 .* slack +now +escalation/);
    await expect(run(...ladder, '--role', 'customer.cook')).rejects.toThrow(/no role "customer.cook"; there are/);
    await expect(run('simulate', '--ladder', 'none')).rejects.toThrow(/no ladder "none"; there are default/);
    await expect(run('simulate')).rejects.toThrow(/which deal .* or which ladder/);
  });
});
