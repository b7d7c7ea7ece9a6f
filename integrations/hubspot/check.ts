/** What `gangway doctor` says about a HubSpot account. Reads only. */
import { isAppError } from '../../src/errors.ts';
import type { CheckResult, CrmAccess } from '../ports.ts';
import { readAccount, readJson } from './account.ts';
import type { Stages } from './pipelines.ts';
import { dailyUsageSchema, tokenSchema } from './schemas.ts';
import { missingProperties } from './set-up.ts';
import type { AccessToken, Transport } from './transport.ts';

/** What a private app must be allowed. */
export const neededScopes = [
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.contacts.read',
  // notes and tasks belong to this one
  'crm.objects.contacts.write',
  'crm.objects.line_items.read',
  'crm.objects.owners.read',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'crm.schemas.companies.read',
  'crm.schemas.companies.write',
] as const;

const few = 0.1;

const good = (name: string, detail: string): CheckResult => ({ name: `HubSpot ${name}`, ok: true, detail, fix: null });
const bad = (name: string, detail: string, fix: string): CheckResult => ({
  name: `HubSpot ${name}`,
  ok: false,
  detail,
  fix,
});

export async function check(
  transport: Transport,
  stages: Stages,
  { accountId, token }: { accountId: string; token: AccessToken },
): Promise<CheckResult[]> {
  const access = await attempt(
    'access',
    'Check HUBSPOT_ACCESS_TOKEN: a private app’s token, of the right account',
    () => checkAccount(transport, accountId),
  );
  // with a refused token every other answer would only repeat it
  if (access.some((result) => !result.ok)) return access;
  // what a consent granted stands with its connection; a private app's token is asked about
  const privateToken = typeof token === 'string' ? token : null;
  const rest = await Promise.all([
    privateToken === null
      ? []
      : attempt('scopes', 'Check the private app’s scopes', () => checkScopes(transport, privateToken)),
    attempt('properties', 'Run gangway crm setup hubspot', () => checkProperties(transport)),
    attempt('pipelines', 'Check the private app’s scopes', () => checkStages(stages)),
    privateToken === null
      ? []
      : attempt('daily limit', 'Look under Settings → Integrations → Private apps', () => checkUsage(transport)),
  ]);
  return [...access, ...rest.flat()];
}

async function attempt(name: string, fix: string, run: () => Promise<CheckResult>): Promise<CheckResult[]> {
  try {
    return [await run()];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [bad(name, error.message, fix)];
  }
}

async function checkAccount(transport: Transport, accountId: string): Promise<CheckResult> {
  const account = await readAccount(transport);
  if (account.id !== accountId)
    return bad(
      'access',
      `the token is for account ${account.id}, configured is ${accountId}`,
      'Correct HUBSPOT_ACCOUNT_ID or the token',
    );
  return good(
    'access',
    `account ${account.id} (${account.type.toLowerCase().replaceAll('_', ' ')}, ${account.timezone})`,
  );
}

/** A private app acts as itself. What a consent granted stands with its connection. */
export async function readAccess(transport: Transport, token: AccessToken): Promise<CrmAccess | null> {
  if (typeof token !== 'string') return null;
  const { scopes } = await transport.call({
    doing: 'reading the token’s scopes',
    answer: tokenSchema,
    send: async (client) =>
      readJson(
        await client.apiRequest({
          method: 'POST',
          path: '/oauth/v2/private-apps/get/access-token-info',
          body: { tokenKey: token },
        }),
      ),
  });
  return { actsAs: null, scopes, missing: neededScopes.filter((scope) => !scopes.includes(scope)) };
}

async function checkScopes(transport: Transport, token: string): Promise<CheckResult> {
  const missing = (await readAccess(transport, token))?.missing ?? [];
  return missing.length === 0
    ? good('scopes', 'all granted')
    : bad('scopes', `missing: ${missing.join(', ')}`, 'Add them to the private app; its token stays the same');
}

async function checkProperties(transport: Transport): Promise<CheckResult> {
  const missing = await missingProperties(transport);
  return missing.length === 0
    ? good('properties', 'ours are all there')
    : bad('properties', `missing: ${missing.join(', ')}`, 'Run gangway crm setup hubspot');
}

async function checkStages(stages: Stages): Promise<CheckResult> {
  const all = await stages.list();
  const won = all.filter((stage) => stage.isWon);
  if (won.length === 0)
    return bad(
      'pipelines',
      'no deal pipeline has a won stage, so no deal will ever start an onboarding',
      'Give a stage the probability “Won (100 %)” in HubSpot’s pipeline settings',
    );
  return good('pipelines', `won: ${won.map(({ pipelineLabel, label }) => `${pipelineLabel} → ${label}`).join(', ')}`);
}

async function checkUsage(transport: Transport): Promise<CheckResult> {
  const { results } = await transport.call({
    doing: 'reading the day’s calls',
    answer: dailyUsageSchema,
    send: async (client) =>
      readJson(await client.apiRequest({ path: '/account-info/v3/api-usage/daily/private-apps' })),
  });
  const [usage] = results;
  if (!usage) return good('daily limit', 'HubSpot reports none');
  const left = usage.usageLimit - usage.currentUsage;
  const detail = `${left.toLocaleString('en')} of ${usage.usageLimit.toLocaleString('en')} calls left today`;
  return left > usage.usageLimit * few
    ? good('daily limit', detail)
    : bad('daily limit', detail, 'See which app uses them up; syncing waits until midnight in the account’s zone');
}
