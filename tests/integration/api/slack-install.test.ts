import { beforeEach, describe, expect, it } from 'vitest';
import { listInstallations, openInstallation } from '../../../src/db/slack-installations.ts';
import { AppError } from '../../../src/errors.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { addPerson, signedIn, signedInAs, withKey } from './support/people.ts';

const redeemed: string[] = [];
const api = useTestApi(() => ({
  slackOAuth: {
    consentUrl: (state) => `https://slack.example/oauth/v2/authorize?state=${state}`,
    redeem(code) {
      redeemed.push(code);
      if (code === 'used-up') throw new AppError('slack_rejected', { message: 'Slack refused: invalid_code' });
      const grant = { teamId: 'T1', teamName: 'Northwind', botUserId: 'UBOT', token: 'xoxb-1', scopes: ['chat:write'] };
      return Promise.resolve(grant);
    },
  },
}));
beforeEach(() => {
  redeemed.length = 0;
});

const begin = async (headers: Record<string, string>): Promise<string> => {
  const response = await api.fetch('/slack/install', { headers });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
};
const comeBack = async (headers: Record<string, string>, query: Record<string, string>): Promise<string | null> => {
  const response = await api.fetch(`/slack/oauth?${new URLSearchParams(query).toString()}`, { headers });
  return response.headers.get('location');
};

describe('installing the Slack app', () => {
  it('remembers the workspace, its token sealed, and who installed it', async () => {
    const admin = await addPerson(api, { staffRole: 'admin' });
    const headers = await signedIn(api, admin.id);
    const state = await begin(headers);
    expect(await comeBack(headers, { state, code: 'good' })).toBe('/console/settings?slack=connected');
    expect(await openInstallation(api.db, 'T1', testSecret)).toMatchObject({ token: 'xoxb-1' });
    expect(await listInstallations(api.db)).toMatchObject([{ teamName: 'Northwind', revokedAt: null }]);
  });

  it('takes a state once, and of the session that began it alone', async () => {
    const headers = await signedInAs(api, 'admin');
    const another = await signedInAs(api, 'admin');
    const state = await begin(headers);
    expect(await comeBack(another, { state, code: 'theirs' })).toBe('/console/settings?slack=expired');
    expect(await comeBack(headers, { state, code: 'good' })).toBe('/console/settings?slack=connected');
    expect(await comeBack(headers, { state, code: 'again' })).toBe('/console/settings?slack=expired');
    expect(await comeBack(headers, { state: 'made up', code: 'x' })).toBe('/console/settings?slack=expired');
    expect(redeemed).toEqual(['good']);
  });

  it('takes a no, and a code that Slack refuses', async () => {
    const headers = await signedInAs(api, 'admin');
    const declined = { state: await begin(headers), error: 'access_denied' };
    expect(await comeBack(headers, declined)).toBe('/console/settings?slack=declined');
    const refused = { state: await begin(headers), code: 'used-up' };
    expect(await comeBack(headers, refused)).toBe('/console/settings?slack=failed');
  });

  it('is for administrators in person', async () => {
    const callers = [{}, await signedInAs(api, 'member'), await withKey(api, ['admin'])];
    for (const path of ['/slack/install', '/slack/oauth?state=x&code=y']) {
      const statuses: number[] = [];
      for (const headers of callers) statuses.push((await api.fetch(path, { headers })).status);
      expect(statuses).toEqual([401, 403, 403]);
    }
  });
});
