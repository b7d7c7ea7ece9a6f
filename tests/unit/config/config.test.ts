import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError, environmentSchema, readConfig } from '../../../src/config/config.ts';
import { whySandboxIsOff } from '../../../src/config/sandbox.ts';

const example = readFileSync('.env.example', 'utf8')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
  .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

test('.env.example names every variable, no other, and can be used as it is', () => {
  expect(example.map(([name]) => name).toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  expect(readConfig(Object.fromEntries(example))).toEqual(readConfig({}));
});

test('a variable that is set to nothing counts as not set, and hides nothing that stands behind it', () => {
  const nothing = Object.fromEntries(example.map(([name]) => [name, '']));
  expect(readConfig(nothing)).toEqual(readConfig({}));
  const sandbox = { HUBSPOT_ACCESS_TOKEN: 'pat-of-the-sandbox', HUBSPOT_CLIENT_SECRET: 'signs-its-events' };
  expect(readConfig(nothing, sandbox)).toEqual(readConfig({}, sandbox));
  expect(readConfig({ ...nothing, HUBSPOT_ACCESS_TOKEN: 'pat-of-our-own' }, sandbox).hubspot).toMatchObject({
    accessToken: 'pat-of-our-own',
    clientSecret: 'signs-its-events',
  });
});

test('without credentials every integration is off', () => {
  expect(readConfig({})).toMatchObject({ hubspot: null, mail: null, oidc: null, sandbox: null, http: { port: 3000 } });
});

test('all problems are told at once, by name and without any value', () => {
  const problems = problemsOf({ PORT: 'none', HUBSPOT_ACCESS_TOKEN: 'pat-secret-123', DEFAULT_TIMEZONE: 'Mars/Base' });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'DEFAULT_TIMEZONE']);
  expect(problems.join()).not.toContain('Mars');
  expect(problemsOf({ HUBSPOT_ACCESS_TOKEN: 'pat-secret-123' })).toEqual([
    'HUBSPOT_CLIENT_SECRET: is needed for HubSpot, the rest of that group is set',
  ]);
});

test('production insists on its address and its secret', () => {
  expect(problemsOf({ NODE_ENV: 'production' }).map((problem) => problem.split(':')[0])).toEqual([
    'PUBLIC_URL',
    'GANGWAY_SECRET',
  ]);
});

test('addresses are taken only where they can be what they are for', () => {
  const refused = (name: string, values: string[]) =>
    values.map((value) =>
      problemsOf({ [name]: value, OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y', MAIL_FROM: 'a@b.co' }),
    );
  const names = ['PUBLIC_URL', 'OIDC_ISSUER', 'HUBSPOT_BASE_URL', 'JIRA_BASE_URL', 'SLACK_API_URL'];
  const bad = [
    'javascript:alert(1)',
    'ftp://a.example',
    'https://me:pass@a.example',
    'https://a.example/?x',
    'https://a.example/#x',
  ];
  for (const name of names)
    for (const problems of refused(name, bad)) expect(problems.join()).toMatch(new RegExp(`${name}: must`));
  expect(refused('SMTP_URL', ['https://mail.example']).join()).toContain('SMTP_URL: must begin with smtp://');
  expect(refused('DATABASE_URL', ['mysql://db']).join()).toContain('DATABASE_URL: must begin with postgresql://');
  expect(readConfig({ DATABASE_URL: 'postgres://u:p@db/x?sslmode=require' }).database.url).toContain('sslmode');
});

test('production is reached by https, or by this machine alone', () => {
  const production = (url: string) => ({ NODE_ENV: 'production', GANGWAY_SECRET: 's'.repeat(32), PUBLIC_URL: url });
  expect(problemsOf(production('http://gangway.example.com')).join()).toContain('PUBLIC_URL: must be https');
  for (const url of [
    'https://gangway.example.com',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])
    expect(problemsOf(production(url))).toEqual([]);
  expect(problemsOf({ PUBLIC_URL: 'http://gangway.example.com' })).toEqual([]);
});

test('the sandbox is there on this machine alone, never in production, and where nothing real is configured', () => {
  const why = (environment: Record<string, string>) => whySandboxIsOff(readConfig(environment));
  const on = { GANGWAY_SANDBOX: 'true' };
  const mail = { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'a@b.co' };
  for (const environment of [on, { ...on, ...mail }, { ...on, PUBLIC_URL: 'http://localhost:3000' }])
    expect(why(environment)).toBeNull();
  expect(why({})).toBeNull();
  expect(why(mail)).toContain('mail');
  expect(why({ GANGWAY_SANDBOX: 'false' })).toContain('GANGWAY_SANDBOX');
  expect(why({ ...on, PUBLIC_URL: 'https://gangway.example.com' })).toContain('PUBLIC_URL');
  expect(why({ PUBLIC_URL: 'http://localhost.example.com' })).toContain('PUBLIC_URL');
  const production = { NODE_ENV: 'production', GANGWAY_SECRET: 's'.repeat(32), PUBLIC_URL: 'http://localhost:3000' };
  expect(why({ ...on, ...production })).toContain('NODE_ENV');
});

test('a trailing slash of the public address is left out, so that signatures fit', () => {
  expect(readConfig({ PUBLIC_URL: 'https://gangway.example.com/' }).http.publicUrl).toBe('https://gangway.example.com');
});

test('Slack needs a token and a way in, and says which half is missing', () => {
  const token = { SLACK_BOT_TOKEN: 'xoxb-1' };
  const signing = { SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
  expect(readConfig({}).slack).toBeNull();
  expect(readConfig({ ...token, ...signing }).slack).toMatchObject({ botToken: 'xoxb-1', postsPerMinute: 50 });
  expect(readConfig({ ...token, SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({ appToken: 'xapp-1' });
  const names = (environment: Record<string, string>) =>
    problemsOf(environment).map((problem) => problem.split(':')[0]);
  expect(names(token)).toEqual(['SLACK_SIGNING_SECRET']);
  expect(names(signing)).toEqual(['SLACK_BOT_TOKEN']);
  expect(names({ ...signing, SLACK_CLIENT_ID: '123456.7890' })).toEqual(['SLACK_CLIENT_SECRET']);
  expect(names({ ...signing, SLACK_BOT_TOKEN: 'xoxp-of-a-person' })).toEqual(['SLACK_BOT_TOKEN']);
});

test('Salesforce takes either way of signing in, and says which half is missing', () => {
  const app = { SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com/', SALESFORCE_CLIENT_ID: '3MVG9.consumer' };
  expect(readConfig({}).salesforce).toBeNull();
  expect(readConfig({ ...app, SALESFORCE_CLIENT_SECRET: 'consumer-secret' }).salesforce).toMatchObject({
    loginUrl: 'https://acme.my.salesforce.com',
    signIn: { clientSecret: 'consumer-secret' },
    dailyCalls: 20_000,
  });
  const key = { SALESFORCE_USERNAME: 'gangway@acme.example', SALESFORCE_PRIVATE_KEY_FILE: '/run/secrets/key.pem' };
  expect(readConfig({ ...app, ...key }).salesforce).toMatchObject({ signIn: { username: 'gangway@acme.example' } });
  const names = (environment: Record<string, string>) =>
    problemsOf(environment).map((problem) => problem.split(':')[0]);
  expect(names(app)).toEqual(['SALESFORCE_CLIENT_SECRET']);
  expect(names(key)).toEqual(['SALESFORCE_LOGIN_URL', 'SALESFORCE_CLIENT_ID']);
});

test.each(['https://login.salesforce.com', 'https://test.salesforce.com/'])(
  'no record is found under %s: Salesforce is reached at its My Domain',
  (address) => {
    const salesforce = {
      SALESFORCE_LOGIN_URL: address,
      SALESFORCE_CLIENT_ID: '3MVG9.consumer',
      SALESFORCE_CLIENT_SECRET: 'consumer-secret',
    };
    expect(problemsOf(salesforce)).toEqual([expect.stringMatching(/^SALESFORCE_LOGIN_URL: .*My Domain/)]);
  },
);
