import { Router } from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSlackDoor, type SlackDoor } from '../../../src/usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../../../src/webhooks/slack.ts';
import { useTestApi } from '../api/support/api.ts';
import { headersFor, signingSecret } from './slack-fixture.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const router = Router();
const api = useTestApi(() => ({ webhooks: router }));
let door: SlackDoor;
beforeAll(() => {
  const { db, clock, playbooks, publicUrl } = api.deps;
  const company = { timezone: 'Europe/Berlin', country: null };
  const slack = { forTeam: () => Promise.resolve(null), list: () => Promise.resolve([]) };
  door = createSlackDoor({ db, clock, playbooks, publicUrl, crms: new Map(), company, slack, logger });
  router.use(createSlackWebhook({ db, clock, signingSecret, door }));
});
afterAll(() => door.close());

it.each(['events', 'interactions', 'commands', 'options'])(
  '/webhooks/slack/%s of the whole app takes Slack alone, by POST, whatever the body is said to be',
  async (path) => {
    const url = `/webhooks/slack/${path}`;
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const headers = { ...headersFor(body), 'content-type': type };
      const response = await api.fetch(url, { method: 'POST', body, headers });
      expect([response.status, await response.json()]).toEqual([200, { challenge: 'abc' }]);
    }
    expect((await api.fetch(url, { method: 'POST', body })).status).toBe(401);
    expect((await api.fetch(url)).status).toBe(401);
  },
);
