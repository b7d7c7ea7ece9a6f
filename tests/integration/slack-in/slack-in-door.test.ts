import { describe, expect, it } from 'vitest';
import { signSlackRequest, verifySlackSignature } from '../../../integrations/slack/signature.ts';
import { headersFor, signingSecret, useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const refusals = async (): Promise<Record<string, number>> => {
  const rows = await slackIn.world.db.query<{ reason: string; count: number }>(
    `SELECT reason, sum(count)::int AS count FROM webhook_refusals WHERE provider = 'slack' GROUP BY reason`,
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
};
const home = { type: 'user_change', user: { id: 'U9', team_id: 'T1', deleted: false } };

it('knows the signature that Slack’s documentation computes', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  expect(signSlackRequest(signingSecret, 1_531_420_618, body)).toBe(signature);
  const given = { signingSecret, signature, timestamp: '1531420618', rawBody: Buffer.from(body) };
  expect(verifySlackSignature({ ...given, nowMs: 1_531_420_618_000 })).toEqual({ ok: true });
  expect(verifySlackSignature({ ...given, nowMs: 1_531_420_919_000 })).toEqual({ ok: false, reason: 'stale' });
});

describe('whoever is not Slack', () => {
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 'Ev', event: home });
  const now = (): string => String(Math.floor(Date.now() / 1000));
  it.each([
    ['signed by another secret', () => headersFor(body, { secret: 'another' }), 'mismatch'],
    ['too old', () => headersFor(body, { ageSeconds: 301 }), 'stale'],
    ['of the future', () => headersFor(body, { ageSeconds: -310 }), 'future'],
    ['of no time', () => ({ ...headersFor(body), 'x-slack-request-timestamp': 'soon' }), 'bad_timestamp'],
    ['without a signature', () => ({ 'x-slack-request-timestamp': now() }), 'no_signature'],
    [
      'signed by another version',
      () => {
        const headers = headersFor(body);
        return { ...headers, 'x-slack-signature': String(headers['x-slack-signature']).replace('v0=', 'v1=') };
      },
      'wrong_version',
    ],
    ['signed for another body', () => headersFor(`${body} `), 'mismatch'],
  ])('%s is refused and counted', async (_, headers, reason) => {
    for (const path of ['events', 'interactions', 'commands'])
      expect((await slackIn.post(path, body, headers())).status).toBe(401);
    expect(await refusals()).toEqual({ [reason]: 3 });
    expect(await slackIn.events()).toEqual([]);
  });

  it('fills no table with 10,000 requests', async () => {
    const junk = { 'x-slack-request-timestamp': now(), 'x-slack-signature': 'v0=junk' };
    for (let round = 0; round < 100; round++)
      await Promise.all(Array.from({ length: 100 }, (_, index) => slackIn.post('events', `{"n":${index}}`, junk)));
    expect(await slackIn.events()).toEqual([]);
    expect(await refusals()).toEqual({ mismatch: 10_000 });
    expect(await slackIn.world.db.query(`SELECT 1 FROM webhook_refusals WHERE provider = 'slack'`)).toHaveLength(1);
  }, 60_000);
});

describe('Slack itself', () => {
  it('hears its challenge, and its check of the certificate is answered', async () => {
    const response = await slackIn.post(
      'events',
      JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 'x' }),
    );
    expect([response.status, await response.json()]).toEqual([200, { challenge: 'abc' }]);
    expect((await slackIn.post('commands', 'ssl_check=1&token=x')).status).toBe(200);
    expect(await slackIn.events()).toEqual([]);
  });

  it('is acknowledged with nothing, once it is stored, and a repetition changes nothing', async () => {
    const envelope = { event_id: 'Ev-same' };
    const first = await slackIn.event(home, envelope);
    expect([first.status, await first.text()]).toEqual([200, '']);
    const again = await slackIn.event(home, envelope);
    expect(again.status).toBe(200);
    await slackIn.settled();
    expect(await slackIn.events()).toEqual([{ kind: 'event', state: 'handled', reason: null, attempts: 1 }]);
  });

  it('is acknowledged for a workspace that we are not, or no more, in; and that is counted', async () => {
    expect((await slackIn.event(home, { team_id: 'T-other' })).status).toBe(200);
    slackIn.slack.isInstalled = false;
    expect((await slackIn.event(home)).status).toBe(200);
    expect((await slackIn.press('task_done', 'x')).status).toBe(200);
    expect(await slackIn.events()).toEqual([]);
    expect(await refusals()).toEqual({ unknown_team: 3 });
  });

  it('is acknowledged for what we do not follow', async () => {
    expect((await slackIn.event({ type: 'reaction_added', user: 'U1' })).status).toBe(200);
    expect((await slackIn.press('open', '')).status).toBe(200);
    expect(await slackIn.events()).toEqual([]);
  });

  it('is told that it failed where it ended the process each time, and that is left to a person', async () => {
    await slackIn.known(slackIn.world.customer);
    await slackIn.press('task_done', slackIn.world.onboardingId);
    await slackIn.settled();
    await slackIn.world.db.query(
      `UPDATE slack_events SET state = 'pending', attempts = 6, taken_until = clock_timestamp() - interval '1 second'`,
    );
    slackIn.slack.ephemerals.length = 0;
    expect(await slackIn.door.takeUp()).toBe(1);
    expect(await slackIn.events()).toEqual([
      { kind: 'action', state: 'failed', reason: 'It could not be handled 6 times in a row', attempts: 7 },
    ]);
    expect(slackIn.slack.ephemerals).toHaveLength(1);
    expect(await slackIn.door.takeUp()).toBe(0);
  });

  it.each([
    ['broken JSON', '{"type":'],
    ['an event without its id', JSON.stringify({ type: 'event_callback', team_id: 'T1', event: home })],
    [
      'a user without an id',
      JSON.stringify({
        type: 'event_callback',
        team_id: 'T1',
        event_id: 'E',
        event: { type: 'user_change', user: {} },
      }),
    ],
    ['an interaction that is none', 'payload=%7Bbroken'],
    ['NUL', JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 5, event: '\0' })],
  ])('is acknowledged though it cannot be read: %s; and it is kept', async (_, body) => {
    for (const _attempt of [1, 2]) expect((await slackIn.post('events', body)).status).toBe(200);
    expect(await slackIn.events()).toMatchObject([{ kind: 'unreadable', state: 'failed', reason: expect.any(String) }]);
  });
});
