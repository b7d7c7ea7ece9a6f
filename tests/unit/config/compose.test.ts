/** What the processes of compose.yaml are told, where .env is a copy of .env.example with the three variables it asks for. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../../src/config/config.ts';

const given = {
  POSTGRES_PASSWORD: 'abc123',
  GANGWAY_SECRET: 's'.repeat(32),
  PUBLIC_URL: 'https://gangway.example.com',
};
const app = z.object({ environment: z.record(z.string(), z.coerce.string()) });

/** As Compose does it: what the file says goes before .env, and reads its variables from there. */
function environmentOf(service: string, env: Record<string, string | undefined>): Record<string, string | undefined> {
  const { services } = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync('compose.yaml', 'utf8'), { merge: true }));
  const fill = (text: string): string =>
    text.replaceAll(/\$\{(\w+):[-?]([^}]*)\}/g, (_all, name: string, otherwise: string) => env[name] || otherwise);
  const own = Object.entries(app.parse(services[service]).environment).map(([name, text]): [string, string] => [
    name,
    fill(text),
  ]);
  return { ...env, ...Object.fromEntries(own) };
}

test.each(['setup', 'api', 'worker'])(
  '%s runs as production, behind one proxy, reached from its container',
  (service) => {
    const config = readConfig(environmentOf(service, { ...parseEnv(readFileSync('.env.example', 'utf8')), ...given }));
    expect(config).toMatchObject({
      environment: 'production',
      http: { host: '0.0.0.0', port: 3000, publicUrl: given.PUBLIC_URL, trustProxy: 1 },
      database: { url: 'postgresql://gangway:abc123@postgres:5432/gangway' },
    });
  },
);

test('another number of proxies is taken from .env', () => {
  expect(readConfig(environmentOf('api', { ...given, TRUST_PROXY: '2' })).http.trustProxy).toBe(2);
});
