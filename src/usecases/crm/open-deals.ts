import type { DealSnapshot } from '../../../integrations/ports.ts';
import { colleaguesNamed } from '../../db/crm-owners.ts';
import { rememberAccounts } from '../../db/deals.ts';
import type { Sql } from '../../db/database.ts';
import type { PlaybookChoice } from '../../domain/choose-playbook.ts';
import { inputName } from '../../domain/mapping/reading.ts';
import { playbookMapping, withMapping } from '../../domain/mapping/combine.ts';
import type { Problem } from '../../domain/model.ts';
import { openOnboardings, type OpenInput } from '../onboardings/open-onboarding.ts';
import type { Applied, ReadContext } from './apply-deal-reads.ts';
import { crmActor } from './crm-actor.ts';
import { countryCode } from './country-code.ts';
import type { CrmDeps } from './crm-deps.ts';
import { dealFacts } from './deal-facts.ts';
import { type DealPeople, fillRoles } from './deal-people.ts';

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
  people: Map<string, DealPeople>,
  context: ReadContext,
): Promise<Map<string, Applied>> {
  if (opened.length === 0) return new Map();
  const { connection } = context;
  const accountIds = await rememberAccounts(
    tx,
    opened.map(({ deal }) => ({
      connectionId: connection.id,
      crmId: deal.company?.id ?? `deal:${deal.dealId}`,
      name: deal.company?.name ?? deal.name,
      domain: deal.company?.domain ?? null,
    })),
  );
  const inputs = await withCsms(
    tx,
    opened.map((one, n) =>
      openInput(deps, one, people.get(one.deal.dealId) ?? nobody, {
        ...context,
        accountId: accountIds[n] ?? '',
      }),
    ),
  );
  const ids = await openOnboardings(deps, tx, inputs);
  return new Map(
    opened.map(({ deal }, n) => [deal.dealId, { onboardingId: ids[n] ?? null, created: true, reason: null }]),
  );
}

/** Whom the CRM names as the CSM goes before whoever else would be. */
async function withCsms(tx: Sql, inputs: OpenInput[]): Promise<OpenInput[]> {
  const named = inputs.map(({ deal }) => deal.fields[inputName('csm')]);
  const colleagues = await colleaguesNamed(
    tx,
    named.flatMap((name) => name ?? []),
  );
  return inputs.map((input, n) => {
    const csm = colleagues.get(named[n] ?? '');
    return csm ? { ...input, roles: new Map([...input.roles, ['team.csm', csm.id]]) } : input;
  });
}

const nobody: DealPeople = { contacts: new Map(), owner: null, problems: [] };

function openInput(
  deps: CrmDeps,
  { deal, cycle, choice }: OpenedDeal,
  { contacts, owner, problems }: DealPeople,
  { connection, playbooks, byHand, defaults, aboard, accountId }: ReadContext & { accountId: string },
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
      mappingId: connection.mapping?.id ?? null,
    },
    accountId,
    name: deal.company?.name ?? deal.name,
    deal: dealFacts(deal, playbook ? playbookMapping(playbook) : connection.mapping?.content),
    wonAt: deal.isWon ? new Date(deal.closedAt ?? deps.clock.now()) : null,
    chosen: stored && playbook ? { versionId: stored.versionId, playbook, why: choice.why } : null,
    roles: playbook
      ? fillRoles(playbook, deal, contacts, owner, defaults)
      : new Map(owner ? [['crm.owner', owner.id]] : []),
    problems: [...problems, ...unmatched],
    timezone: leadZone ?? deps.company.timezone,
    country: countryCode(deal.company?.country ?? null) ?? playbook?.calendar.country ?? deps.company.country,
    kickoffOn: null,
    actor: byHand ?? crmActor(deps, connection.id),
    aboard: aboard && { progress: aboard.get(deal.dealId) ?? null },
  };
}
