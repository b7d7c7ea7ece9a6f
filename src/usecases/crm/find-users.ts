/**
 * Our colleagues as users of the CRM: kept up to date, and looked for before a value that names one is written. Nobody is
 * guessed: who is not found leaves the field as it is.
 */
import type { CrmOwner } from '../../../integrations/ports.ts';
import { colleaguesNamed, rememberCrmUsers, usersToRefresh } from '../../db/crm-owners.ts';
import { settleValues, type ValueToFind, valuesToFind } from '../../db/crm-values.ts';
import type { CrmConnection } from '../../db/connections.ts';
import { type LedgerEntry, outgoing, writeLedger } from '../../db/ledger.ts';
import { lockValues } from '../../db/lock-values.ts';
import { unknownCsms } from '../../db/queries/unknown-csms.ts';
import { changeOnboarding, systemActor } from '../change-onboarding.ts';
import type { CrmDeps } from './crm-deps.ts';
import { readAgain } from './find-missed.ts';
import { learnUsers, usersNamed } from './learn-users.ts';
import { pauseWhenRevoked } from './revoked.ts';

/** Who is found is wanted by id at once; who is not is told among the failed writes, by name. */
export async function findWantedUsers(deps: CrmDeps, connectionId: string): Promise<void> {
  const values = await valuesToFind(deps.db, connectionId, ['pending']);
  if (values.length === 0) return;
  const emails = [...new Set(values.flatMap(({ email, ownerId }) => (ownerId === null ? [email] : [])))];
  const users =
    emails.length === 0
      ? new Map<string, CrmOwner>()
      : await pauseWhenRevoked(deps, connectionId, () => usersNamed(deps, connectionId, emails));
  if (!users) return;
  await rememberCrmUsers(deps.db, connectionId, [...users.values()]);
  const isFound = ({ ownerId, email }: ValueToFind): boolean => ownerId !== null || users.get(email)?.isActive === true;
  await settleFound(deps, connectionId, values, (value) =>
    isFound(value) ? null : whyNot(value.email, users.get(value.email)),
  );
  await wantAnew(deps, values.filter(isFound));
}

const whyNot = (email: string, user: CrmOwner | undefined): string =>
  user
    ? `${user.name} (${email}) is deactivated in the CRM. The field stays as it is until somebody else is chosen.`
    : `The CRM has no user with the address ${email}. The field stays as it is; Gangway looks again with each reconcile.`;

async function settleFound(
  deps: CrmDeps,
  connectionId: string,
  values: ValueToFind[],
  errorOf: (value: ValueToFind) => string | null,
): Promise<void> {
  const now = deps.clock.now();
  const outcomes = values.map((value) => {
    const error = errorOf(value);
    return {
      ...value,
      state: error === null ? ('pending' as const) : ('failed' as const),
      error,
      retryInSeconds: null,
    };
  });
  const ledger = outcomes
    .filter(({ error }) => error !== null)
    .map((value): LedgerEntry => ({
      ...outgoing(connectionId, value),
      before: null,
      after: value.email,
      result: 'failed',
      error: value.error,
      attempt: value.attempts + 1,
    }));
  await deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, values);
    await settleValues(tx, connectionId, outcomes, now);
    await writeLedger(tx, ledger, now);
  });
}

/** What an onboarding wants is worked out with the users that are known by now. */
async function wantAnew(deps: CrmDeps, values: ValueToFind[]): Promise<void> {
  for (const onboardingId of new Set(values.map((value) => value.onboardingId)))
    await changeOnboarding(deps, { onboardingId, actor: systemActor, signalWorkflow: true });
}

/** Who joined, left or changed their address; what waited for them goes on. */
export async function refreshUsers(deps: CrmDeps, connection: CrmConnection): Promise<void> {
  const names = await usersToRefresh(deps.db, connection.id);
  const users = await usersNamed(deps, connection.id, names);
  await rememberCrmUsers(deps.db, connection.id, [...users.values()]);
  const waiting = await valuesToFind(deps.db, connection.id, ['pending', 'failed']);
  await wantAnew(
    deps,
    waiting.filter(({ ownerId }) => ownerId !== null),
  );
  const csms = await unknownCsms(deps.db, connection.id);
  const unknown = [...new Set(csms.map(({ csm }) => csm))];
  const learned = await learnUsers(deps, connection.id, unknown);
  const idOf = (csm: string): string => learned.get(csm)?.id ?? csm;
  const colleagues = await colleaguesNamed(deps.db, connection.id, unknown.map(idOf));
  const dealIds = csms.flatMap(({ csm, dealId }) => (colleagues.has(idOf(csm)) ? [dealId] : []));
  await readAgain(deps, connection, dealIds, deps.clock.now());
}
