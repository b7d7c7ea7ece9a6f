import { beforeEach, expect, it } from 'vitest';
import { openInstallation, rememberInstallation } from '../../../src/db/slack-installations.ts';
import { AppError } from '../../../src/errors.ts';
import { disconnectWorkspace } from '../../../src/usecases/slack/disconnect-workspace.ts';
import { scriptedSlack } from '../../support/scripted-slack.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { addPerson, signedInAs } from './support/people.ts';

let failure: AppError | null = null;
let revoked = 0;
const port = {
  ...scriptedSlack().port,
  revoke() {
    revoked += 1;
    return failure ? Promise.reject(failure) : Promise.resolve();
  },
};
const slack = { forTeam: () => Promise.resolve(port), list: () => Promise.resolve([]) };
const api = useTestApi(() => ({
  slack: {
    neededScopes: ['chat:write', 'commands'],
    disconnect: (teamId, by) => disconnectWorkspace({ db: api.db, slack }, { teamId, by }),
  },
}));
let installer = '';
beforeEach(async () => {
  [failure, revoked] = [null, 0];
  installer = (await addPerson(api, { staffRole: 'admin', name: 'Mira Lindqvist' })).id;
  const grant = { teamId: 'T1', teamName: 'Northwind', botUserId: 'UBOT', token: 'xoxb-1', scopes: ['chat:write'] };
  await api.db.query('DELETE FROM slack_installations');
  await api.db.transaction((tx) => rememberInstallation(tx, { ...grant, installedById: installer }, testSecret));
});

const look = async (): Promise<unknown> => {
  const response = await api.fetch('/api/v1/slack/workspaces', { headers: await signedInAs(api, 'viewer') });
  return response.json();
};
const disconnect = async (teamId = 'T1'): Promise<number> => {
  const headers = { ...(await signedInAs(api, 'admin')), 'content-type': 'application/json' };
  const path = `/api/v1/slack/workspaces/${teamId}/disconnect`;
  return (await api.fetch(path, { method: 'POST', headers, body: '{}' })).status;
};
const kept = (): Promise<{ size: number; reason: string | null }[]> =>
  api.db.query('SELECT length(token) AS size, revoked_reason AS reason FROM slack_installations');

it('says who installed the app, when, and what it lacks', async () => {
  expect(await look()).toMatchObject({
    items: [
      {
        teamId: 'T1',
        name: 'Northwind',
        installedBy: 'Mira Lindqvist',
        scopes: ['chat:write'],
        missingScopes: ['commands'],
        disconnectedAt: null,
      },
    ],
  });
  expect(JSON.stringify(await look())).not.toContain('xoxb');
});

it('takes the token back at Slack, then forgets it, and says by whom', async () => {
  expect(await disconnect()).toBe(204);
  expect(revoked).toBe(1);
  expect(await openInstallation(api.db, 'T1', testSecret)).toBeNull();
  expect(await kept()).toMatchObject([{ size: 0, reason: expect.stringContaining('Disconnected by ') }]);
  expect(await look()).toMatchObject({ items: [{ disconnectedAt: expect.any(String) }] });
  expect(await disconnect()).toBe(404);
});

it('forgets nothing while Slack is away, and a token that Slack takes no more at once', async () => {
  failure = new AppError('slack_unavailable', { message: 'away' });
  expect(await disconnect()).toBe(503);
  expect(await openInstallation(api.db, 'T1', testSecret)).toMatchObject({ token: 'xoxb-1' });
  failure = new AppError('slack_revoked', { message: 'token_revoked' });
  expect(await disconnect()).toBe(204);
  expect(await kept()).toMatchObject([{ size: 0 }]);
  expect(await disconnect('T2')).toBe(404);
});
