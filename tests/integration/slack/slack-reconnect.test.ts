import { expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { createSlack, reconnectConfigured, type SlackOptions } from '../../../src/main/slack.ts';
import { signingSecret, useSandboxSlack } from '../../contract/sandbox-slack-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';

const teamId = 'T0SANDBOX';
const world = useWorld();
const sandbox = useSandboxSlack();
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const options = (): SlackOptions => {
  const environment = {
    SLACK_BOT_TOKEN: 'xoxb-full',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: sandbox.apiUrl,
  };
  const { slack: config } = readConfig(environment);
  if (!config) throw new Error('Slack is configured');
  return { db: world.db, config, secret: 'a-secret-of-the-tests-alone-0123456789', logger: quiet };
};

it('a token that Slack refused is taken again once the app is installed anew', async () => {
  const slack = await createSlack(options());
  await sandbox.slack.uninstall().first;
  await expect((await slack.forTeam(teamId))?.identify()).rejects.toMatchObject({ code: 'slack_revoked' });
  expect(await slack.forTeam(teamId)).toBeNull();
  expect(await reconnectConfigured(options())).toBe(false);
  sandbox.slack.reinstall();
  expect(await reconnectConfigured(options())).toBe(true);
  expect(await (await slack.forTeam(teamId))?.identify()).toMatchObject({ teamId });
  expect(await reconnectConfigured(options())).toBe(false);
});

it('a workspace that could not be looked up at the start is remembered later', async () => {
  await world.db.query('DELETE FROM slack_installations');
  sandbox.slack.faults.set([{ kind: 'away' }]);
  const slack = await createSlack(options());
  expect(await slack.list()).toEqual([]);
  expect(await reconnectConfigured(options())).toBe(false);
  sandbox.slack.faults.set([]);
  expect(await reconnectConfigured(options())).toBe(true);
  expect(await slack.list()).toMatchObject([{ teamId }]);
});
