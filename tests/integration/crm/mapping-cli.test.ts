/** `gangway mapping`: what it prints, what it refuses, and whether the process ends well. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rememberConnection } from '../../../src/db/connections.ts';
import { mappingCommand } from '../../../src/main/cli-mapping.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding, noteField } from './mapped-onboarding.ts';

const good = `note: As agreed with RevOps\ncrm:\n  fields:\n    onboarding_url: deal.${noteField}\n`;
const bad = 'crm:\n  fields:\n    kickoff_date: deal.months__c\n    progress: deal.nowhere\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-mapping-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  let printed: string[];
  let hasFailed: boolean;
  const run = (...args: string[]): Promise<unknown> => {
    printed = [];
    hasFailed = false;
    const command = mappingCommand({
      withCrm: (work) => work(on.deps()),
      write: (text) => void printed.push(text),
      fail: () => {
        hasFailed = true;
      },
    });
    for (const one of [command, ...command.commands])
      one.exitOverride().configureOutput({ writeErr: (text) => void printed.push(text) });
    return command.parseAsync([...args, '--connection', on.connectionId], { from: 'user' });
  };
  const said = () => printed.join('\n');
  const file = async (yaml: string): Promise<string> => {
    const path = join(folder, 'mapping.yaml');
    await writeFile(path, yaml);
    return path;
  };
  let path: string;
  beforeEach(async () => {
    path = await file(good);
  });

  it('checks a file against the fields there are, without keeping it', async () => {
    await run('check', path);
    expect(said()).toContain('1 entries fit the CRM’s fields');
    expect(hasFailed).toBe(false);
    await run('show');
    expect(said()).toBe('# no mapping is switched on');
  });

  it('names what does not fit by line, with a remedy, and ends badly', async () => {
    await run('check', await file(bad));
    expect(said()).toMatch(/a date does not fit/);
    expect(said()).toMatch(/no such deal field/);
    expect(hasFailed).toBe(true);
    await run('apply', await file(bad));
    expect(hasFailed).toBe(true);
    await run('show');
    expect(said()).toBe('# no mapping is switched on');
    await run('check', await file('crm:\n  fields: [\n'));
    expect(said()).toMatch(/line \d/);
    expect(hasFailed).toBe(true);
  });

  it('previews on a deal, applies as a version that runs, and shows it as a file', async () => {
    await run('preview', path, '--deal', on.dealId);
    expect(said()).toMatch(new RegExp(`deal\\.${noteField} .*–.*${on.onboardingId}.*write`));
    expect(await on.held(noteField)).toBeNull();
    await run('apply', path);
    expect(said()).toContain('Version 1 is switched on; 1 running onboardings follow it');
    await on.advance();
    await on.drain();
    expect(await on.held(noteField)).toContain(on.onboardingId);
    await run('show');
    expect(said()).toContain('# version 1\n');
    await run('check', await file(said()));
    expect(hasFailed).toBe(false);
  });

  it('refuses a deal that is not there, a file that is not there, and a preview of no deal', async () => {
    await expect(run('preview', path, '--deal', '1')).rejects.toMatchObject({
      code: expect.stringMatching(/not_found|invalid_input/),
    });
    await expect(run('check', join(folder, 'nowhere.yaml'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(run('preview', path)).rejects.toMatchObject({ code: 'commander.missingMandatoryOptionValue' });
  });

  it('wants to know which of several connections, and names them', async () => {
    const second = { provider: 'salesforce' as const, accountId: 'another', name: 'Another' };
    await rememberConnection(on.db, second, new Date());
    const command = mappingCommand({
      withCrm: (work) => work(on.deps()),
      write: () => undefined,
      fail: () => undefined,
    });
    await expect(command.parseAsync(['show'], { from: 'user' })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/Several connections: name one with --connection.*Another/),
    });
  });
});
