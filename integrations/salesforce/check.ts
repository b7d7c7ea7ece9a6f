/** What `gangway doctor` says about a Salesforce organisation. Reads only. */
import { isAppError } from '../../src/errors.ts';
import type { CheckResult, CrmAccess } from '../ports.ts';
import { readPackageState } from './package-fields.ts';
import { limitsSchema } from './schemas.ts';
import { deployHint } from './set-up.ts';
import { readAll } from './soql.ts';
import { isTrueAt, textAt } from './values.ts';
import type { Writer } from './write-fields.ts';

const few = 0.1;

const good = (name: string, detail: string): CheckResult => ({
  name: `Salesforce ${name}`,
  ok: true,
  detail,
  fix: null,
});
const bad = (name: string, detail: string, fix: string): CheckResult => ({
  name: `Salesforce ${name}`,
  ok: false,
  detail,
  fix,
});

export async function check(checked: Writer): Promise<CheckResult[]> {
  checked.describe.forget();
  const access = await attempt(
    'access',
    'Check SALESFORCE_LOGIN_URL (My Domain), the app’s id and secret or key, and that the app runs as an active user',
    () => checkAccess(checked),
  );
  // without access every other answer would only repeat it
  if (access.some((result) => !result.ok)) return access;
  const permissions = 'Give our user the permission set “Gangway integration”';
  const rest = await Promise.all([
    attempt('objects', permissions, () => checkObjects(checked)),
    attempt('package', deployHint, () => checkPackage(checked)),
    attempt('stages', permissions, () => checkStages(checked)),
    attempt('daily limit', 'Look under Setup → System Overview → API Usage', () => checkLimits(checked)),
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

async function checkAccess({ transport }: Writer): Promise<CheckResult> {
  const { organizationId, instanceUrl } = await transport.session();
  const [row] = await readAll(
    transport,
    'reading the organisation',
    'SELECT Name, OrganizationType, IsSandbox FROM Organization LIMIT 1',
  );
  const kind = row ? `${isTrueAt(row, 'IsSandbox') ? 'sandbox, ' : ''}${textAt(row, 'OrganizationType') ?? ''}` : '';
  return good('access', `${row ? textAt(row, 'Name') : 'organisation'} ${organizationId} (${kind}) at ${instanceUrl}`);
}

/** Without these two there is nothing to be done; without the others something of each deal is missing. */
const needed = ['Opportunity', 'Account', 'Contact', 'OpportunityContactRole', 'Task'];

/** What our user may not, in words: Salesforce's scopes say only that the API may be called. */
async function lackedRights({ describe }: Writer): Promise<string[]> {
  const described = await Promise.all(needed.map(async (name) => ({ name, object: await describe.object(name) })));
  const hidden = described.filter(({ object }) => object === null).map(({ name }) => name);
  const readOnly = described
    .filter(({ name, object }) => ['Opportunity', 'Account'].includes(name) && object?.updateable === false)
    .map(({ name }) => name);
  return [...hidden.map((name) => `see ${name}`), ...readOnly.map((name) => `write ${name}`)];
}

async function checkObjects(checked: Writer): Promise<CheckResult> {
  const lacked = await lackedRights(checked);
  return lacked.length === 0
    ? good('objects', 'all that is read and written is permitted')
    : bad('objects', `our user may not ${lacked.join(', ')}`, 'Give our user the permission set “Gangway integration”');
}

/** The user that the app runs as, and what it may do. */
export async function readAccess(checked: Writer): Promise<CrmAccess> {
  const { userId, scopes } = await checked.transport.session();
  const [[user], missing] = await Promise.all([
    readAll(checked.transport, 'reading our user', `SELECT Username FROM User WHERE Id = '${userId}'`),
    lackedRights(checked),
  ]);
  return { actsAs: user ? textAt(user, 'Username') : null, scopes, missing };
}

async function checkPackage({ describe }: Writer): Promise<CheckResult> {
  const { missing, readOnly } = await readPackageState(describe);
  if (missing.length === 0 && readOnly.length === 0)
    return good('package', 'its fields are all there, and ours to write');
  return bad(
    'package',
    [
      ...(missing.length > 0 ? [`missing, or hidden from our user: ${missing.join(', ')}`] : []),
      ...(readOnly.length > 0 ? [`read-only for our user: ${readOnly.join(', ')}`] : []),
    ].join('; '),
    deployHint,
  );
}

async function checkStages({ stages }: Writer): Promise<CheckResult> {
  const won = (await stages.list()).filter((stage) => stage.isWon);
  return won.length > 0
    ? good('stages', `won: ${won.map(({ label }) => label).join(', ')}`)
    : bad(
        'stages',
        'no active opportunity stage is won, so no opportunity will ever start an onboarding',
        'Give a stage the type “Closed/Won” under Setup → Opportunity → Stage',
      );
}

async function checkLimits({ transport }: Writer): Promise<CheckResult> {
  const { DailyApiRequests: calls } = await transport.call({
    doing: 'reading the limits',
    answer: limitsSchema,
    method: 'GET',
    path: '/limits',
  });
  const detail = `${calls.Remaining.toLocaleString('en')} of ${calls.Max.toLocaleString('en')} calls left of 24 hours`;
  return calls.Remaining > calls.Max * few
    ? good('daily limit', detail)
    : bad('daily limit', detail, 'See which app uses them up; SALESFORCE_DAILY_CALLS says how many are ours');
}
