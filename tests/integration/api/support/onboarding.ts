/** A draft of a shipped playbook, built and stored as the product does. */
import { v7 as uuid } from 'uuid';
import { createPlaybookStore } from '../../../../src/db/playbook-store.ts';
import { peopleById } from '../../../../src/db/people.ts';
import { storeDecision } from '../../../../src/db/store-decision.ts';
import { buildPlan } from '../../../../src/domain/build-plan.ts';
import { emptyDeal } from '../../../../src/domain/empty-deal.ts';
import { emptyOnboarding } from '../../../../src/domain/empty-onboarding.ts';
import type { Onboarding, OnboardingState, OnboardingStatus } from '../../../../src/domain/model.ts';
import { loadPlaybookFolder } from '../../../../src/usecases/playbook-files.ts';
import type { TestApi } from './api.ts';
import { addPerson, type TestPerson } from './people.ts';

export interface TestOnboarding {
  id: string;
  state: OnboardingState;
  lead: TestPerson;
  csm: TestPerson;
  seller: TestPerson;
}

const at = '2026-03-02T09:00:00.000Z';

export async function publishPlaybook(api: TestApi, file = 'standard-mid-market.yaml') {
  const read = (await loadPlaybookFolder('playbooks')).find((entry) => entry.file === file);
  if (!read?.parsed.ok) throw new Error(`${file} is not a valid playbook`);
  const { versionId } = await createPlaybookStore(api.db).publish({
    playbook: read.parsed.playbook,
    source: read.source,
    now: new Date(at),
    byId: null,
  });
  return { versionId, playbook: read.parsed.playbook };
}

export async function addOnboarding(
  api: TestApi,
  given: { name?: string; status?: OnboardingStatus; change?: (state: OnboardingState) => void } = {},
): Promise<TestOnboarding> {
  const { versionId, playbook } = await publishPlaybook(api);
  const [lead, csm, seller] = await Promise.all([
    addPerson(api, { side: 'customer', name: 'Ana Customer' }),
    addPerson(api, { staffRole: 'member', name: 'Cem Success' }),
    addPerson(api, { staffRole: 'member', name: 'Sally Seller' }),
  ]);
  const id = uuid();
  const accountId = uuid();
  await api.db.query('INSERT INTO accounts (id, name, domain) VALUES ($1, $2, $3)', [
    accountId,
    'Acme Corp',
    'acme.example',
  ]);
  const name = given.name ?? 'Acme onboarding';
  const onboarding: Onboarding = {
    ...blank,
    id,
    workflowId: `onboarding:test:${id}`,
    accountId,
    name,
    playbookVersionId: versionId,
    status: 'draft',
  };
  const roles = { 'customer.lead': lead.id, 'team.csm': csm.id, 'crm.owner': seller.id };
  const members = Object.entries(roles).map(([role, personId]) => ({ id: uuid(), onboardingId: id, role, personId }));
  const people = await peopleById(api.db, Object.values(roles));
  const state = structuredClone(buildPlan({ onboarding, playbook, members, people, now: at }));
  state.onboarding.status = given.status ?? 'draft';
  given.change?.(state);
  await api.db.transaction((tx) =>
    storeDecision(tx, {
      before: null,
      actor: { kind: 'system', id: null, label: 'Gangway' },
      now: new Date(at),
      signalWorkflow: false,
      priority: 3,
      decision: {
        state,
        intents: [],
        effects: [],
        crmValues: [],
        activity: [{ kind: 'opened', subjectId: null, data: {} }],
        silences: [],
        checkIns: [],
        nextWakeAt: null,
      },
    }),
  );
  return { id, state, lead, csm, seller };
}

const blank: Onboarding = {
  ...emptyOnboarding(at),
  status: 'draft',
  deal: { ...emptyDeal('Acme'), amountCents: 1_200_000, currency: 'EUR', dealType: 'newbusiness', termMonths: 12 },
  wonAt: at,
  handoffCompletedAt: at,
  kickoffOn: '2026-03-09',
  timezone: 'Europe/Berlin',
  health: 80,
  healthStatus: 'on_track',
};
