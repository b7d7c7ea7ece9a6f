import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Router } from 'express';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestApi } from './support/api.ts';

let webDir = '';
let isReady = true;
let looks = 0;
const webhooks = Router();
const received: { body: string; headers: Record<string, unknown> }[] = [];
webhooks.post('/webhooks/test', async (request, response) => {
  received.push({ body: await text(request), headers: response.getHeaders() });
  response.sendStatus(200);
});
const sandbox = Router();
sandbox.post('/parse', () => void z.strictObject({ move: z.number() }).parse({ other: 1 }));
sandbox.get('/mails', (_request, response) => void response.json({ mails: [] }));
sandbox.post('/press', (_request, response) => void response.json({ pressed: true }));

beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'gangway-web-'));
  await mkdir(join(webDir, 'assets'));
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Gangway</title>');
  await writeFile(join(webDir, 'assets', 'app-abc123.js'), 'export {};');
  await mkdir(join(webDir, '.vite'));
  await writeFile(join(webDir, '.vite', 'manifest.json'), '{}');
});
afterAll(() => rm(webDir, { recursive: true }));

const api = useTestApi(() => ({
  get webDir() {
    return webDir;
  },
  webhooks,
  sandbox,
  metricsToken: 'a-long-metrics-token',
  ready: async () => {
    looks += 1;
    return [{ name: 'temporal', isReady, detail: isReady ? 'serving' : 'cannot be reached' }];
  },
}));

describe('operators see', () => {
  it('whether it lives and serves, part by part', async () => {
    expect(await (await api.fetch('/healthz')).json()).toMatchObject({ status: 'alive' });
    expect((await api.fetch('/readyz')).status).toBe(200);
    isReady = false;
    await expect.poll(async () => (await api.fetch('/readyz')).status).toBe(503);
    const partsFor = async (headers: Record<string, string>): Promise<unknown> =>
      (await api.fetch('/readyz', { headers })).json();
    const part = { name: 'temporal', isReady: false };
    expect(await partsFor({ authorization: 'Bearer a-long-metrics-token' })).toEqual({
      status: 'not ready',
      parts: [{ ...part, detail: 'cannot be reached' }],
    });
    const hidden = { status: 'not ready', parts: [{ ...part, detail: '' }] };
    expect(await partsFor({})).toEqual(hidden);
    expect(await partsFor({ authorization: 'Bearer wrong-token-wrong' })).toEqual(hidden);
    isReady = true;
    await expect.poll(async () => (await api.fetch('/readyz')).status).toBe(200);
  });

  it('readiness as often as they like, for the cost of one look a second', async () => {
    const before = looks;
    await Promise.all(Array.from({ length: 30 }, () => api.fetch('/readyz')));
    expect(looks - before).toBeLessThan(15);
  });

  it('metrics with the token only, by route and never by path', async () => {
    await api.fetch('/t/some-secret-token-of-a-link');
    expect((await api.fetch('/metrics')).status).toBe(401);
    expect((await api.fetch('/metrics', { headers: { authorization: 'Bearer wrong-token-wrong' } })).status).toBe(401);
    const shown = await (
      await api.fetch('/metrics', { headers: { authorization: 'Bearer a-long-metrics-token' } })
    ).text();
    expect(shown).toContain('gangway_http_request_seconds_count{method="GET",route="/t"');
    expect(shown + JSON.stringify(api.logged)).not.toContain('some-secret-token');
  });
});

describe('the web', () => {
  it.each(['/', '/console', '/console/onboardings/1', '/t/token', '/u/token', '/sandbox', '/sign-in'])(
    'serves its page at %s',
    async (path) => {
      const response = await api.fetch(path);
      expect([response.status, response.headers.get('cache-control'), await response.text()]).toEqual([
        200,
        'no-cache',
        '<!doctype html><title>Gangway</title>',
      ]);
    },
  );

  it('keeps hashed assets for good, and refuses what is not there', async () => {
    expect((await api.fetch('/assets/app-abc123.js')).headers.get('cache-control')).toBe(
      'public, max-age=31536000, immutable',
    );
    for (const path of ['/assets/missing.js', '/nothing', '/.vite/manifest.json', '/..%2f..%2fpackage.json'])
      expect((await api.fetch(path)).status).toBe(404);
  });

  it('shows a person its page at an address that does not exist, and tells a program', async () => {
    const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } };
    const page = await api.fetch('/nowhere', asBrowser);
    expect([page.status, await page.text()]).toEqual([404, '<!doctype html><title>Gangway</title>']);
    for (const [path, init] of [
      ['/nowhere', {}],
      ['/api/v1/nowhere', asBrowser],
      ['/assets/missing.js', asBrowser],
      ['/sandbox/api/nowhere', asBrowser],
    ] as const) {
      const { status, headers } = await api.fetch(path, init);
      expect([path, status, headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it('comes with headers that let nothing in from elsewhere', async () => {
    const { headers } = await api.fetch('/console');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|upgrade-insecure/);
    expect(
      Object.fromEntries(
        [
          'x-content-type-options',
          'x-frame-options',
          'referrer-policy',
          'x-powered-by',
          'strict-transport-security',
        ].map((name) => [name, headers.get(name)]),
      ),
    ).toEqual({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-powered-by': null,
      'strict-transport-security': null,
    });
  });
});

describe('what is mounted', () => {
  it('gets vendors’ events as raw bytes', async () => {
    expect(
      (
        await api.fetch('/webhooks/test', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '[ {"a":1} ]',
        })
      ).status,
    ).toBe(200);
    expect(received[0]?.body).toBe('[ {"a":1} ]');
  });

  it('lets the sandbox show mails in a frame of ours, without scripts', async () => {
    const { headers } = await api.fetch('/sandbox/api/press', { method: 'POST' });
    expect(headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'.*frame-ancestors 'self'$/);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('is told on the sign-in page', async () => {
    expect(await (await api.fetch('/api/v1/auth/options')).json()).toMatchObject({ isSandboxOn: true });
  });

  it('gets problem+json for what its schemas refuse', async () => {
    const response = await api.fetch('/sandbox/api/parse', { method: 'POST' });
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { code: 'invalid_input', errors: [{ path: 'move' }, { path: '' }] },
    ]);
  });

  it('answers the sandbox at this machine’s names, and not at one that somebody made lead here', async () => {
    const { port } = new URL(api.url);
    const statusAt = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        get({ host: '127.0.0.1', port, path: '/sandbox/api/mails', headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      expect(await statusAt(host)).toBe(200);
    for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', 'a b'])
      expect({ host, status: await statusAt(host) }).toEqual({ host, status: 403 });
  });

  it('answers the sandbox page, and no other site', async () => {
    expect(await (await api.fetch('/sandbox/api/press', { method: 'POST' })).json()).toEqual({ pressed: true });
    expect(
      (await api.fetch('/sandbox/api/press', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
  });
});
