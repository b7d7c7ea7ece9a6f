import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../src/errors.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs, withKey } from './support/people.ts';

const api = useTestApi();
const done = { onboardingId: '018f4d5e-0000-7000-8000-00000000abcd', version: 7 };
const taskId = '018f4d5e-0000-7000-8000-00000000abce';
let headers: Record<string, string>;
let count = 0;
let key = '';

const complete = (body: object = {}, more: Record<string, string> = {}) =>
  api.fetch(`/api/v1/tasks/${taskId}/complete`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key, ...more },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  headers = await signedInAs(api, 'member');
});
beforeEach(() => {
  key = `test-key-${++count}`;
  api.commands.length = 0;
  api.onCommand(async () => done);
});

describe('a repeated request with the same key', () => {
  it('gets the first answer and does nothing', async () => {
    const first = await complete({ note: 'Done' });
    const second = await complete({ note: 'Done' });
    expect([await first.json(), await second.json()]).toEqual([done, done]);
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(api.commands).toHaveLength(1);
  });

  it('is refused when it asks for something else', async () => {
    await complete({ note: 'Done' });
    const other = await complete({ note: 'Different' });
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'idempotency_conflict' }]);
  });

  it('has to wait while the first is under way', async () => {
    const gate = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    api.onCommand(async () => {
      started.resolve();
      await gate.promise;
      return done;
    });
    const first = complete();
    await started.promise;
    const second = await complete();
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '1']);
    gate.resolve();
    expect((await first).status).toBe(200);
    expect(api.commands).toHaveLength(1);
  });

  it('gets a refusal again, but a failure of ours is tried anew', async () => {
    api.onCommand(() => Promise.reject(new AppError('not_allowed_now', { message: 'It waits for something' })));
    expect((await complete()).status).toBe(409);
    const again = await complete();
    expect([again.status, again.headers.get('idempotency-replayed'), await again.json()]).toMatchObject([
      409,
      'true',
      { code: 'not_allowed_now', detail: 'It waits for something' },
    ]);
    expect(api.commands).toHaveLength(1);
    key = `${key}-later`;
    api.onCommand(() => Promise.reject(new Error('the database is away')));
    expect((await complete()).status).toBe(500);
    api.onCommand(async () => done);
    expect((await complete()).status).toBe(200);
  });

  it('is somebody else’s when another caller uses the key', async () => {
    await complete();
    expect((await complete({}, await withKey(api, ['write']))).headers.get('idempotency-replayed')).toBeNull();
    expect(api.commands).toHaveLength(2);
  });

  it('counts as new after a day, and when its process died', async () => {
    await complete();
    await api.db.query(
      `UPDATE idempotency_keys SET created_at = clock_timestamp() - interval '25 hours' WHERE key = $1`,
      [key],
    );
    await complete();
    await api.db.query(
      `UPDATE idempotency_keys SET status = NULL, created_at = clock_timestamp() - interval '61 seconds' WHERE key = $1`,
      [key],
    );
    await complete();
    expect(api.commands).toHaveLength(3);
  });
});

describe('what went wrong', () => {
  it('tells a stranger nothing of the inside, and the log everything', async () => {
    api.onCommand(() => Promise.reject(new Error('password=hunter2 at 10.0.0.1')));
    const response = await complete();
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/hunter2|at .*\.ts/);
    const { requestId } = z.object({ requestId: z.string() }).parse(JSON.parse(text));
    expect(
      api.logged.find((line) => 'requestId' in line && line.requestId === requestId && 'err' in line),
    ).toBeDefined();
  });

  it.each([
    ['text that cannot be stored', { 'content-type': 'application/json' }, '{"note":"a\\u0000b"}', 422],
    ['half a character', { 'content-type': 'application/json' }, '{"note":"\\ud800"}', 422],
    ['a body that is no JSON', { 'content-type': 'application/json' }, '{', 400],
    ['another media type', { 'content-type': 'text/plain' }, 'note=x', 415],
    ['more than 100 kB', { 'content-type': 'application/json' }, JSON.stringify({ note: 'x'.repeat(120_000) }), 413],
    ['a key that is none', { 'content-type': 'application/json', 'idempotency-key': 'x' }, '{}', 400],
  ])('refuses %s', async (_, more, body, status) => {
    const response = await api.fetch(`/api/v1/tasks/${taskId}/complete`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body,
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});
