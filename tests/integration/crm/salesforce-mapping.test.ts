/** A mapping on a sandbox Salesforce: the same as on HubSpot (mapping.test.ts), through the same port. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CrmPort } from '../../../integrations/ports.ts';
import { createSalesforce } from '../../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../../integrations/sandbox/salesforce/index.ts';
import { sandboxOpportunityIdsSchema } from '../../../src/contracts/sandbox/salesforce.ts';
import { createClock } from '../../../src/db/clock.ts';
import { type CrmConnection, rememberConnection } from '../../../src/db/connections.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { type Mapping, winners } from '../../../src/domain/mapping/model.ts';
import { changeOnboarding, systemActor } from '../../../src/usecases/change-onboarding.ts';
import type { CrmDeps } from '../../../src/usecases/crm/crm-deps.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../../../src/usecases/crm/drain-inbox.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { activateVersion } from '../../../src/usecases/mapping/activate-mapping.ts';
import { previewMapping } from '../../../src/usecases/mapping/preview-mapping.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { app, type SandboxOrg, startOrg } from '../../contract/sandbox-salesforce-org.ts';
import { recordingGate, silent } from '../../contract/sandbox-server.ts';
import { useDatabase } from '../../support/database.ts';
import { entry, mapping } from '../../unit/mapping/entries.ts';

const opened = useDatabase();
let org: SandboxOrg;
let connection: CrmConnection;
let crm: CrmPort;
let dealId: string;
let onboardingId: string;

const deps = (): CrmDeps => ({
  db: opened.db,
  clock: createClock(opened.db),
  playbooks: createPlaybookStore(opened.db),
  publicUrl: 'https://gangway.example',
  crms: new Map([[connection.id, crm]]),
  company: { timezone: 'Europe/Berlin', country: null },
  logger: silent,
});
const drain = () => drainCrmValues(deps(), connection.id);
const setByRep = (fields: Record<string, unknown>) => org.control('PATCH', `/opportunities/${dealId}`, { fields });
const held = async (field: string): Promise<string | null> =>
  (await crm.readFields('deal', [dealId], [field])).get(dealId)?.[field] ?? null;
const follow = async (): Promise<void> => {
  await reconcileConnection(deps(), connection.id);
  await drainInbox(deps(), connection.id);
};

async function switchOn(content: Mapping): Promise<void> {
  const draft = { content, note: '', basedOn: 0, byId: null };
  const { version, issues } = await saveMapping(deps(), connection.id, draft);
  expect(issues).toEqual([]);
  expect(await activateVersion(deps(), { connectionId: connection.id, version, byId: null })).toBe(1);
  await changeOnboarding(deps(), { onboardingId, actor: systemActor, signalWorkflow: false });
  await drain();
}

beforeAll(async () => {
  const playbooks = createPlaybookStore(opened.db);
  await publishPlaybooks({ playbooks, clock: createClock(opened.db), logger: silent }, 'playbooks');
});
beforeEach(async () => {
  const account = { provider: 'salesforce' as const, accountId: sandboxOrganizationId, name: 'Salesforce' };
  connection = await rememberConnection(opened.db, account, new Date());
  org = await startOrg();
  crm = createSalesforce({
    credentials: { loginUrl: org.url, ...app },
    organizationId: sandboxOrganizationId,
    gate: recordingGate(),
    logger: silent,
  });
  const made = sandboxOpportunityIdsSchema.parse(await org.control('POST', '/opportunities/bulk', { count: 1 }));
  dealId = made.ids[0] ?? '';
  await org.control('POST', `/opportunities/${dealId}/stage`, { to: 'won' });
  await follow();
  const [row] = await opened.db.query<{ id: string }>('SELECT id FROM onboardings');
  onboardingId = row?.id ?? '';
  await drain();
});
afterEach(async () => {
  await org.stop();
  await opened.db.query(
    'TRUNCATE inbox_events, onboardings, deals, crm_values, crm_mappings, crm_stopped_fields, crm_connections CASCADE',
  );
});

test('what it would do is told before, and done when it is switched on', async () => {
  const content = mapping({ entries: [entry({ ours: 'onboarding_url', field: 'NextStep' })] });
  const { writes } = await previewMapping(deps(), connection.id, { dealId, content });
  expect(writes).toMatchObject([{ field: 'NextStep', before: null, outcome: 'write' }]);
  expect(await held('NextStep')).toBeNull();
  await switchOn(content);
  expect(await held('NextStep')).toContain(onboardingId);
});

test('a field that feeds the plan is followed', async () => {
  const term = entry({ ours: 'region', field: 'NextStep', direction: 'from_crm', whoWins: 'crm' });
  await switchOn(mapping({ entries: [term] }));
  await setByRep({ NextStep: 'APAC' });
  await follow();
  const [row] = await opened.db.query<{ region: string | null }>(
    `SELECT deal ->> 'region' AS region FROM onboardings WHERE id = $1`,
    [onboardingId],
  );
  expect(row?.region).toBe('APAC');
  const ledger = await opened.db.query<{ direction: string; after: unknown }>(
    `SELECT direction, after FROM sync_ledger WHERE connection_id = $1 AND field = 'NextStep'`,
    [connection.id],
  );
  expect(ledger).toContainEqual({ direction: 'in', after: 'APAC' });
});

const outcomes = { ours: ['50', 'conflict_ours'], crm: ['by a rep', 'conflict_crm'], nobody: ['by a rep', 'failed'] };
test.each(winners)('who wins where both sides changed: %s', async (whoWins) => {
  await switchOn(mapping({ entries: [entry({ ours: 'progress', field: 'NextStep', whoWins })] }));
  expect(await held('NextStep')).toBe('0');
  await setByRep({ NextStep: 'by a rep' });
  await opened.db.query(
    `UPDATE crm_values SET value = '50', version = version + 1, state = 'pending' WHERE connection_id = $1 AND field = 'NextStep'`,
    [connection.id],
  );
  await drain();
  const [last] = await opened.db.query<{ result: string }>(
    `SELECT result FROM sync_ledger WHERE connection_id = $1 AND field = 'NextStep' ORDER BY id DESC LIMIT 1`,
    [connection.id],
  );
  expect([await held('NextStep'), last?.result]).toEqual(outcomes[whoWins]);
});
