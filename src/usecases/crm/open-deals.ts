import type { DealSnapshot } from '../../../integrations/ports.ts';
import { followActiveMapping } from '../../db/crm-mappings.ts';
import { wantedBefore } from '../../db/deals.ts';
import type { Sql } from '../../db/database.ts';
import { liveByAnother } from '../../db/live-by-another.ts';
import { type AboardProgress, findOwner } from '../../domain/aboard.ts';
import type { PlaybookChoice } from '../../domain/choose-playbook.ts';
import { type LedgerEntry, writeLedger } from '../../db/ledger.ts';
import { emptyMapping } from '../../domain/mapping/model.ts';
import { factName, inputName, readingsOf } from '../../domain/mapping/reading.ts';
import { playbookMapping, withMapping } from '../../domain/mapping/combine.ts';
import type { Problem } from '../../domain/model.ts';
import { wonWhen } from '../../domain/won-before.ts';
import { openOnboardings, type OpenInput } from '../onboardings/open-onboarding.ts';
import type { Applied, ReadContext } from './apply-deal-reads.ts';
import { crmActor } from './crm-actor.ts';
import { countryCode } from './country-code.ts';
import type { CrmDeps } from './crm-deps.ts';
import type { DealAccount } from './deal-accounts.ts';
import { dealFacts } from './deal-facts.ts';
import { type DealPeople, fillRoles } from './deal-people.ts';
import { csmsNamed, type NamedCsm } from './learn-users.ts';

export interface OpenedDeal {
  deal: DealSnapshot;
  cycle: number;
  choice: PlaybookChoice;
}

/** Opens an onboarding for each; without a fitting playbook it says so and waits. @returns by deal */
export async function openDeals(
  deps: CrmDeps,
  tx: Sql,
  opened: OpenedDeal[],
  { people, accounts }: { people: Map<string, DealPeople>; accounts: Map<string, DealAccount> },
  context: ReadContext,
): Promise<Map<string, Applied>> {
  if (opened.length === 0) return new Map();
  const { connection, users } = context;
  const dealIds = opened.map(({ deal }) => deal.dealId);
  const before = await wantedBefore(tx, connection.id, dealIds);
  const accountIdOf = (dealId: string): string => accounts.get(dealId)?.id ?? '';
  const live = await liveByAnother(
    tx,
    dealIds.map((dealId) => ({ dealId, accountId: accountIdOf(dealId) })),
  );
  const inputs = opened.map((one) =>
    openInput(deps, one, people.get(one.deal.dealId) ?? nobody, {
      ...context,
      accountId: accountIdOf(one.deal.dealId),
      isLiveByAnother: live.has(one.deal.dealId),
      wantedBefore: before.get(one.deal.dealId) ?? new Set(),
    }),
  );
  const named = inputs.flatMap(({ deal }) => deal.fields[inputName('csm')] ?? []);
  const csms = await csmsNamed(tx, connection.id, named, users);
  const csmOf = ({ deal }: OpenInput): NamedCsm | undefined => csms.get(deal.fields[inputName('csm')] ?? '');
  const ids = await openOnboardings(
    deps,
    tx,
    inputs.map((input) => withCsm(input, csmOf(input))),
  );
  await followActiveMapping(tx, connection.id, ids);
  const unknown = inputs.flatMap((input, n) => {
    const { problem = null } = csmOf(input) ?? {};
    const deal = opened[n]?.deal;
    return problem && deal ? unknownCsm(deps, context, { deal, input, onboardingId: ids[n] ?? null, problem }) : [];
  });
  await writeLedger(tx, unknown, deps.clock.now());
  return new Map(
    opened.map(({ deal }, n) => [deal.dealId, { onboardingId: ids[n] ?? null, created: true, reason: null }]),
  );
}

/** Whom the CRM names as the CSM goes before whoever else would be. */
const withCsm = (input: OpenInput, csm: NamedCsm | undefined): OpenInput => ({
  ...input,
  ...(csm?.person && { roles: new Map([...input.roles, ['team.csm', csm.person.id]]) }),
  ...(csm?.problem && { problems: [...input.problems, csm.problem] }),
});

function unknownCsm(
  deps: CrmDeps,
  { connection }: ReadContext,
  { deal, input, onboardingId, problem }: UnknownCsm,
): LedgerEntry[] {
  const mapping = input.chosen ? playbookMapping(input.chosen.playbook) : connection.mapping?.content;
  return readingsOf(mapping ?? emptyMapping)
    .filter(({ ours }) => ours === 'csm')
    .map(({ object, field }) => ({
      connectionId: connection.id,
      onboardingId,
      direction: 'in',
      objectType: object,
      recordId: object === 'deal' ? deal.dealId : (deal.company?.id ?? ''),
      field,
      before: null,
      after: deal.fields[factName({ object, field })] ?? null,
      why: 'It feeds csm',
      actor: crmActor(deps, connection.id, (object === 'deal' ? deal : deal.company)?.changedBy).label,
      result: 'reported',
      error: problem.message,
    }));
}
interface UnknownCsm {
  deal: DealSnapshot;
  input: OpenInput;
  onboardingId: string | null;
  problem: Problem;
}

const nobody: DealPeople = { contacts: new Map(), owner: null, problems: [] };

function openInput(
  deps: CrmDeps,
  { deal, cycle, choice }: OpenedDeal,
  { contacts, owner, problems }: DealPeople,
  {
    connection,
    playbooks,
    byHand,
    defaults,
    aboard,
    ...origin
  }: ReadContext & { accountId: string; isLiveByAnother: boolean; wantedBefore: ReadonlySet<string> },
): OpenInput {
  const stored = choice.start ? playbooks.find(({ playbook }) => playbook.key === choice.playbook.key) : undefined;
  const playbook = stored ? withMapping(stored.playbook, connection.mapping?.content ?? null) : null;
  const unmatched: Problem[] = stored
    ? []
    : [
        {
          code: 'no_playbook',
          message: `${choice.why}.`,
          fixBy: 'RevOps: choose a playbook here, or add a selection rule',
        },
      ];
  const leadZone = [...contacts.values()].find((person) => person.timezone !== null)?.timezone;
  return {
    origin: {
      connectionId: connection.id,
      provider: connection.provider,
      crmAccountId: connection.accountId,
      dealId: deal.dealId,
      cycle,
      companyId: deal.company?.id ?? null,
      isLiveByAnother: origin.isLiveByAnother,
      mappingId: connection.mapping?.id ?? null,
      wantedBefore: origin.wantedBefore,
    },
    accountId: origin.accountId,
    name: deal.company?.name ?? deal.name,
    deal: dealFacts(deal, playbook ? playbookMapping(playbook) : connection.mapping?.content, deps.company.timezone),
    wonAt: deal.isWon ? new Date(wonWhen(deal, deps.company.timezone) ?? deps.clock.now()) : null,
    chosen: stored && playbook ? { versionId: stored.versionId, playbook, why: choice.why } : null,
    roles: playbook
      ? fillRoles(playbook, deal, contacts, owner, defaults)
      : new Map(owner ? [['crm.owner', owner.id]] : []),
    problems: [...problems, ...unmatched],
    timezone: leadZone ?? deps.company.timezone,
    country: countryCode(deal.company?.country ?? null) ?? playbook?.calendar.country ?? deps.company.country,
    kickoffOn: null,
    actor: byHand ?? crmActor(deps, connection.id, deal.changedBy),
    aboard: aboard && { progress: progressOf(aboard, deal.dealId, [...contacts.values(), ...(owner ? [owner] : [])]) },
  };
}

/** Owners are looked for among the deal's own people first. */
function progressOf(
  { customers, colleagues }: NonNullable<ReadContext['aboard']>,
  dealId: string,
  people: readonly { id: string; name: string; email: string | null }[],
): AboardProgress | null {
  const customer = customers.get(dealId);
  if (!customer) return null;
  const known = [...people, ...colleagues];
  return {
    kickoffOn: customer.kickoffOn,
    unreadDates: customer.unreadDates,
    tasks: customer.tasks.map((task) => ({ ...task, ownerId: findOwner(task.owner, known) })),
  };
}
