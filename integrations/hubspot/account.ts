import type { RateGate } from '../ports.ts';
import { accountSchema } from './schemas.ts';
import { createTransport, type Transport } from './transport.ts';

export interface Account {
  id: string;
  timezone: string;
  type: string;
  uiDomain: string;
}

export async function readAccount(transport: Transport): Promise<Account> {
  const { portalId, timeZone, accountType, uiDomain } = await transport.call({
    doing: 'reading the account',
    answer: accountSchema,
    send: async (client) => readJson(await client.apiRequest({ path: '/account-info/v3/details' })),
  });
  transport.rememberTimezone(timeZone);
  return { id: String(portalId), timezone: timeZone, type: accountType, uiDomain };
}

/** `apiRequest` never throws for a status; this gives its failures the form of the client's other ones. */
export async function readJson(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? await response.json() : await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`HTTP ${response.status}`), {
      code: response.status,
      body,
      headers: Object.fromEntries(response.headers),
    });
  return body;
}

/** Before there is a connection, and so no rate bucket: one call. */
export async function fetchAccountId({ token, baseUrl }: { token: string; baseUrl: string }): Promise<string> {
  const unlimited: RateGate = { acquire: () => Promise.resolve(), block: () => Promise.resolve() };
  return (await readAccount(createTransport({ token, baseUrl, gate: unlimited, logger: null }))).id;
}
