/** Salesforce: one organisation, by an external client app that signs in for itself or for a user. */
import { z } from 'zod';
import { webAddress } from './web-address.ts';

const oncePerMinute = 1_440;

export const salesforceFields = {
  SALESFORCE_LOGIN_URL: z.optional(
    webAddress.refine(
      (address) => !/^https?:\/\/(?:login|test)\.salesforce\.com(?:\/|$)/i.test(address),
      'must be the My Domain address of the organisation, as https://example.my.salesforce.com',
    ),
  ),
  SALESFORCE_CLIENT_ID: z.optional(z.string().min(10)),
  SALESFORCE_CLIENT_SECRET: z.optional(z.string().min(10)),
  SALESFORCE_USERNAME: z.optional(z.string().min(3)),
  SALESFORCE_PRIVATE_KEY_FILE: z.optional(z.string()),
  SALESFORCE_ORGANIZATION_ID: z.optional(
    z.string().regex(/^00D[A-Za-z0-9]{15}$/, 'is no organisation id of 18 characters, those begin with 00D'),
  ),
  SALESFORCE_API_VERSION: z.optional(z.string().regex(/^\d{2,3}\.0$/, 'is no version such as 66.0')),
  SALESFORCE_OUTBOUND_TOKEN: z.optional(
    z.string().regex(/^[A-Za-z0-9_-]{32,}$/, 'needs at least 32 letters, digits, - or _: it is part of an address'),
  ),
  SALESFORCE_DAILY_CALLS: z.coerce.number().int().min(oncePerMinute).max(10_000_000).default(20_000),
};
type SalesforceEnvironment = z.infer<z.ZodObject<typeof salesforceFields>>;

/** For every organisation, wherever it was connected. */
export interface SalesforceLimits {
  /** null: the one that the client was made for */
  apiVersion: string | null;
  /** of the organisation's calls in 24 hours, as many as we may make */
  dailyCalls: number;
}
export interface SalesforceConfig extends SalesforceLimits {
  /** My Domain, without a slash at the end */
  loginUrl: string;
  clientId: string;
  /** client credentials, or JWT bearer for one user */
  signIn: { clientSecret: string } | { username: string; privateKeyFile: string };
  /** null: asked at each start */
  organizationId: string | null;
  /** the unguessable part of the address that outbound messages go to; null: they are off */
  outboundToken: string | null;
}

export const readSalesforceLimits = (env: SalesforceEnvironment): SalesforceLimits => ({
  apiVersion: env.SALESFORCE_API_VERSION ?? null,
  dailyCalls: env.SALESFORCE_DAILY_CALLS,
});

export function readSalesforce(env: SalesforceEnvironment): SalesforceConfig | null {
  const signIn = readSignIn(env);
  if (!env.SALESFORCE_LOGIN_URL || !env.SALESFORCE_CLIENT_ID || !signIn) return null;
  return {
    loginUrl: env.SALESFORCE_LOGIN_URL.replace(/\/+$/, ''),
    clientId: env.SALESFORCE_CLIENT_ID,
    signIn,
    organizationId: env.SALESFORCE_ORGANIZATION_ID ?? null,
    outboundToken: env.SALESFORCE_OUTBOUND_TOKEN ?? null,
    ...readSalesforceLimits(env),
  };
}

function readSignIn(env: SalesforceEnvironment): SalesforceConfig['signIn'] | null {
  if (env.SALESFORCE_CLIENT_SECRET) return { clientSecret: env.SALESFORCE_CLIENT_SECRET };
  return env.SALESFORCE_USERNAME && env.SALESFORCE_PRIVATE_KEY_FILE
    ? { username: env.SALESFORCE_USERNAME, privateKeyFile: env.SALESFORCE_PRIVATE_KEY_FILE }
    : null;
}

const group = [
  'SALESFORCE_LOGIN_URL',
  'SALESFORCE_CLIENT_ID',
  'SALESFORCE_CLIENT_SECRET',
  'SALESFORCE_USERNAME',
  'SALESFORCE_PRIVATE_KEY_FILE',
  'SALESFORCE_OUTBOUND_TOKEN',
] as const;

export function salesforceProblems(env: SalesforceEnvironment): string[] {
  if (group.every((name) => env[name] === undefined)) return [];
  const needed = (['SALESFORCE_LOGIN_URL', 'SALESFORCE_CLIENT_ID'] as const)
    .filter((name) => env[name] === undefined)
    .map((name) => `${name}: is needed for Salesforce, the rest of that group is set`);
  if (readSignIn(env)) return needed;
  return [
    ...needed,
    'SALESFORCE_CLIENT_SECRET: is needed for Salesforce, or SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY_FILE',
  ];
}
