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

/** A request that is under way until it is told to finish. */
async function begin() {
  const { promise, resolve: finish } = Promise.withResolvers<typeof done>();
  const started = Promise.withResolvers<void>();
  api.onCommand(() => {
    started.resolve();
    return promise;
  });
  const response = complete();
  await started.promise;
  return { response, finish };
}

const letLeaseEnd = () =>
  api.db.query(`UPDATE idempotency_keys SET leased_until = clock_timestamp() - interval '1 second' WHERE key = $1`, [
    key,
  ]);

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
    const first = await begin();
    const second = await complete();
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '1']);
    first.finish(done);
    expect((await first.response).status).toBe(200);
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

  it('counts as new after a day', async () => {
    await complete();
    await api.db.query(
      `UPDATE idempotency_keys SET created_at = clock_timestamp() - interval '25 hours' WHERE key = $1`,
      [key],
    );
    await complete();
    expect(api.commands).toHaveLength(2);
  });

  it('waits for as long as the first takes, however long that is', async () => {
    const first = await begin();
    const leasedUntil = async (): Promise<number> => {
      const [row] = await api.db.query<{ leased_until: Date }>(
        'SELECT leased_until FROM idempotency_keys WHERE key = $1',
        [key],
      );
      return row ? new Date(row.leased_until).getTime() : 0;
    };
    const before = await leasedUntil();
    await expect.poll(leasedUntil, { timeout: 30_000 }).toBeGreaterThan(before);
    expect((await complete()).status).toBe(409);
    first.finish(done);
    expect((await first.response).status).toBe(200);
    expect(api.commands).toHaveLength(1);
  });

  it('takes over from a process that died, and keeps its own answer', async () => {
    const first = await begin();
    // of another holder's lease it can renew nothing, as if it were dead
    await api.db.query('UPDATE idempotency_keys SET lease_id = gen_random_uuid() WHERE key = $1', [key]);
    await letLeaseEnd();
    api.onCommand(async () => ({ ...done, version: 8 }));
    expect(await (await complete()).json()).toMatchObject({ version: 8 });
    first.finish(done);
    await first.response;
    const repeat = await complete();
    expect([repeat.headers.get('idempotency-replayed'), await repeat.json()]).toMatchObject(['true', { version: 8 }]);
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
