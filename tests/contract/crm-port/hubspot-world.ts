import { z } from 'zod';
import { neededScopes } from '../../../integrations/hubspot/check.ts';
import { appId, startSandbox, token } from '../sandbox-server.ts';
import type { CrmWorld, NewDeal, Trouble } from './world.ts';

const fieldTypes = { text: 'string', number: 'number', date: 'date', list: 'enumeration' } as const;
const path = { lost_note: '/objects/notes', lost_task: '/objects/tasks', lost_renewal: 'deals/batch/upsert' } as const;
/** primary ones, as HubSpot numbers them */
const dealToCompany = [341, 5];
const companyToDeal = [342, 6];
const rules = (trouble: Trouble): object => {
  switch (trouble) {
    case 'away':
      return { rules: [{ kind: 'status', status: 503 }] };
    case 'throttled':
      return { rules: [{ kind: 'status', status: 429 }] };
    case 'locked':
      return { rules: [{ kind: 'status', status: 423, path: 'batch/update' }] };
    case 'moving':
      return { rules: [{ kind: 'status', status: 477 }] };
    case 'one_refused':
      return { rules: [{ kind: 'record', times: 1 }] };
    case 'all_refused':
      return { rules: [{ kind: 'record' }] };
    case 'left_out':
      return { rules: [{ kind: 'left_out' }] };
    case 'revoked':
      return { tokensRevoked: true };
    case 'lost_update':
      return { rules: [{ kind: 'drop', path: 'batch/update', afterwards: true, times: 1 }] };
    case 'lost_note':
    case 'lost_task':
    case 'lost_renewal':
      return { rules: [{ kind: 'drop', method: 'POST', path: path[trouble], afterwards: true, times: 1 }] };
    case 'contacts_refused':
      return { rules: [{ kind: 'status', status: 400, path: 'deals/contacts/batch/associate' }] };
    case 'companies_forbidden':
    case 'reading_forbidden':
    case 'day_used_up':
    case 'none':
      return {};
  }
};
const taken: Partial<Record<Trouble, string>> = {
  companies_forbidden: 'crm.objects.companies.write',
  reading_forbidden: 'crm.objects.deals.read',
};
const scopesIn = (trouble: Trouble): string[] => neededScopes.filter((scope) => scope !== taken[trouble]);

export async function startHubSpotWorld(): Promise<CrmWorld> {
  const app = { token, appId, name: 'Gangway', scopes: scopesIn('none') };
  const sandbox = await startSandbox({ tokens: [app] });
  const { crm, gate } = sandbox.hubspot();
  await crm.setUp();
  await sandbox.control('PUT', '/limits', { enabled: false, searchLagMs: 0 });
  const changeField = (change: object) => sandbox.control('POST', '/properties', { object: 'deals', ...change });
  return {
    crm,
    gate,
    renewalStage: { pipeline: 'Renewals', stage: 'upcoming' },
    liveStage: 'Live',
    ownerField: 'hubspot_owner_id',
    dealTypeField: 'dealtype',
    async changeUsers(users) {
      const changed = await sandbox.control('PUT', '/users', { users });
      return z
        .object({ users: z.array(z.object({ id: z.string() })) })
        .parse(changed)
        .users.map(({ id }) => id);
    },
    async addDeal({ name = 'A deal', stands = 'won', ...deal }: NewDeal = {}) {
      const made = await sandbox.addDeal({
        name,
        company: { name: deal.company ?? 'Harbor' },
        contacts: deal.contacts?.map(({ role, ...contact }) => ({ ...contact, label: role })) ?? [],
        lineItems: deal.products ?? [],
        notes: deal.note === undefined ? [] : [deal.note],
        properties: {
          ...(deal.amount !== undefined && { amount: String(deal.amount) }),
          ...deal.fields,
        },
      });
      await sandbox.control('POST', `/deals/${made.id}/stage`, { to: stands });
      // winning sets the day of closing
      if (deal.closeOn !== undefined)
        await sandbox.control('PATCH', `/deals/${made.id}`, {
          properties: { closedate: `${deal.closeOn}T12:00:00.000Z` },
        });
      return { id: made.id, companyId: made.company?.id ?? '' };
    },
    addWonDeals: (count) => sandbox.addDeals(count),
    async deleteDeal(id) {
      await sandbox.control('DELETE', `/deals/${id}`);
    },
    async restoreDeal(id) {
      await sandbox.control('POST', `/deals/${id}/restore`);
    },
    async moveDeal(id, to) {
      await sandbox.control('POST', `/deals/${id}/stage`, { to });
    },
    async setField(id, field, value) {
      await sandbox.control('PATCH', `/deals/${id}`, { properties: { [field]: value } });
    },
    async setCompanyField(id, field, value) {
      await sandbox.control('PATCH', `/deals/${id}/company`, { properties: { [field]: value } });
    },
    giveCompany: (id, companyId) =>
      sandbox.change(({ links }) => {
        for (const { toId } of links[`deals:${id}:companies`] ?? [])
          links[`companies:${toId}:deals`] = (links[`companies:${toId}:deals`] ?? []).filter(
            (link) => link.toId !== id,
          );
        links[`deals:${id}:companies`] = companyId === null ? [] : [{ toId: companyId, typeIds: dealToCompany }];
        if (companyId !== null)
          links[`companies:${companyId}:deals`] = [
            ...(links[`companies:${companyId}:deals`] ?? []),
            { toId: id, typeIds: companyToDeal },
          ];
      }),
    async mergeCompanies(primaryObjectId, objectIdToMerge) {
      const body = { primaryObjectId, objectIdToMerge };
      const merged = await sandbox.api('POST', '/crm/v3/objects/companies/merge', body);
      return z.object({ id: z.string() }).parse(merged.body).id;
    },
    held: async (id, field) => (await sandbox.deal(id)).properties[field],
    async addDealField(name, type, options = []) {
      await changeField({ change: 'add', name, label: name, type: fieldTypes[type], options });
    },
    async addCompanyField(name, type) {
      await changeField({ change: 'add', object: 'companies', name, label: name, type: fieldTypes[type], options: [] });
    },
    async retypeDealField(name, type) {
      await changeField({ change: 'retype', name, type: fieldTypes[type] });
    },
    async deleteDealField(name) {
      await changeField({ change: 'delete', name });
    },
    async addStages(labels) {
      const label = 'Service';
      const stages = [
        { id: '7000', label: 'Planned', probability: '0.5', isClosed: false },
        ...labels.map((name, n) => ({ id: String(7001 + n), label: name, probability: '1.0', isClosed: true })),
        { id: '7099', label: 'Left us', probability: '0.0', isClosed: true },
      ];
      await sandbox.change((state) => {
        state.pipelines = [...state.pipelines.filter(({ id }) => id !== '700'), { id: '700', label, stages }];
      });
      return label;
    },
    deleteStage: (label) =>
      sandbox.change((state) => {
        for (const pipeline of state.pipelines)
          pipeline.stages = pipeline.stages.filter((stage) => stage.label !== label);
      }),
    async countOurs(id) {
      const { notes, tasks } = await sandbox.deal(id);
      return { notes: notes.length, tasks: tasks.length };
    },
    stageOf: async (id) => (await sandbox.deal(id)).stageLabel,
    dealsNamed: async (name) => [...(await sandbox.dealNames())].flatMap(([id, one]) => (one === name ? [id] : [])),
    async trouble(kind) {
      app.scopes = scopesIn(kind);
      await sandbox.control('PUT', '/faults', rules(kind));
      const isDayOver = kind === 'day_used_up';
      await sandbox.control('PUT', '/limits', { enabled: isDayOver, ...(isDayOver && { daily: 1 }), searchLagMs: 0 });
    },
    stop: () => sandbox.stop(),
  };
}
