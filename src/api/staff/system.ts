import { reconcileSchedule } from '../../../temporal.config.ts';
import type { endpoints } from '../../contracts/api/index.ts';
import { listConnections } from '../../db/queries/list-connections.ts';
import { knownClient } from '../../usecases/connections/connect.ts';
import { personOf } from '../http/caller.ts';
import type { ApiDeps } from '../deps.ts';
import type { Handler } from '../http/handler.ts';
import { AppError } from '../../errors.ts';

export const status: Handler<typeof endpoints.getSystemStatus> = async (_call, deps) => {
  await deps.clock.refresh();
  const [parts, connections] = await Promise.all([deps.systemParts(), listConnections(deps.db)]);
  const byKey = await signingByKey(deps, connections);
  return {
    version: deps.version,
    businessNow: deps.clock.now().toISOString(),
    isBusinessClockMoved: deps.clock.offsetMs() !== 0,
    parts,
    slackInstallPath: deps.slackOAuth ? '/slack/install' : null,
    hubSpotConnectPath: deps.hubSpotOAuth ? '/connect/hubspot' : null,
    connections: connections.map(({ lacked, ...connection }) => ({
      ...connection,
      isByKey: byKey.has(connection.id),
      hasAccess: deps.crm.crms.has(connection.id),
      isInEnvironment: deps.connecting.ofEnvironment(connection.id) !== null,
      nextReconcileAt: connection.status === 'active' ? nextReconcileAt(Date.now()) : null,
      missingScopes:
        lacked ??
        (connection.isByConsent ? deps.hubSpotScopes.filter((scope) => !connection.scopes.includes(scope)) : []),
    })),
  };
};

async function signingByKey(
  { connecting }: ApiDeps,
  connections: { id: string; provider: string }[],
): Promise<Set<string>> {
  const organizations = connections.filter(({ provider }) => provider === 'salesforce');
  const clients = await Promise.all(organizations.map(({ id }) => knownClient(connecting, id)));
  return new Set(organizations.flatMap(({ id }, n) => (clients[n]?.username ? [id] : [])));
}

/** Temporal counts an interval from the beginning of its time. */
const nextReconcileAt = (nowMs: number): string =>
  new Date((Math.floor(nowMs / reconcileSchedule.everyMs) + 1) * reconcileSchedule.everyMs).toISOString();

export const me: Handler<typeof endpoints.getMe> = async ({ caller }, deps) => {
  const { staffRole, ...person } = personOf(caller);
  if (staffRole === null) throw new AppError('forbidden', { message: 'The console is for our own people' });
  return { person: { ...person, staffRole }, company: { name: deps.companyName }, isSandboxOn: deps.sandbox !== null };
};
