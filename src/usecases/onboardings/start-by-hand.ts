/** *Start onboarding* by hand: from a deal, won or not, or without one. */
import { requireDate } from '../../domain/commands/outcome.ts';
import { emptyDeal } from '../../domain/empty-deal.ts';
import { AppError } from '../../errors.ts';
import type { Actor } from '../../domain/model.ts';
import { connectionById } from '../../db/connections.ts';
import { rememberAccounts } from '../../db/deals.ts';
import { defaultRoles, rememberPeople } from '../../db/people.ts';
import { applyDealRead } from '../crm/apply-deal-reads.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { wantedDealFields } from '../crm/deal-facts.ts';
import { learnCsms } from '../crm/learn-users.ts';
import { openOnboarding } from './open-onboarding.ts';

export type StartInput =
  | {
      connectionId: string;
      dealId: string;
      /** its onboarding that was handed over: another one is meant, once */
      after?: string | undefined;
    }
  | {
      accountName: string;
      name?: string;
      playbookKey: string;
      kickoffOn?: string;
      lead?: { name: string; email: string };
    };

export interface Started {
  onboardingId: string;
  created: boolean;
}

export async function startByHand(deps: CrmDeps, input: StartInput, actor: Actor): Promise<Started> {
  return 'dealId' in input ? fromDeal(deps, input, actor) : withoutDeal(deps, input, actor);
}

async function fromDeal(
  deps: CrmDeps,
  { connectionId, dealId, after }: Extract<StartInput, { dealId: string }>,
  actor: Actor,
): Promise<Started> {
  const [connection, playbooks, defaults] = await Promise.all([
    connectionById(deps.db, connectionId),
    deps.playbooks.current(),
    defaultRoles(deps.db),
  ]);
  const [read] = await crmOf(deps, connectionId).readDeals(
    [dealId],
    wantedDealFields(
      playbooks.map((stored) => stored.playbook),
      connection.mapping?.content,
    ),
  );
  if (!read || read.result === 'missing')
    throw new AppError('crm_not_found', { message: 'The CRM has no such deal', details: { dealId } });
  const applied = await applyDealRead(deps, read, {
    connection,
    playbooks,
    defaults,
    users: await learnCsms(deps, connection, [read.deal], playbooks),
    mergedDealIds: [],
    byHand: actor,
    ...(after !== undefined && { after }),
  });
  if (!applied.onboardingId)
    throw new AppError('not_allowed_now', {
      message: applied.reason ?? 'This deal starts no onboarding',
      details: { dealId },
    });
  return { onboardingId: applied.onboardingId, created: applied.created };
}

async function withoutDeal(
  deps: CrmDeps,
  input: Extract<StartInput, { accountName: string }>,
  actor: Actor,
): Promise<Started> {
  const stored = (await deps.playbooks.current()).find(({ playbook }) => playbook.key === input.playbookKey);
  if (!stored)
    throw new AppError('not_found', {
      message: 'There is no such playbook',
      details: { playbookKey: input.playbookKey },
    });
  const onboardingId = await deps.db.transaction(async (tx) => {
    const now = deps.clock.now();
    const [lead] = input.lead ? await rememberPeople(tx, [{ side: 'customer', ...input.lead }], now) : [];
    const defaults = await defaultRoles(tx);
    const needed = new Set(stored.playbook.roles.map(({ role }) => role));
    const roles = new Map(Object.entries(defaults).filter(([role]) => needed.has(role)));
    if (lead) roles.set('customer.lead', lead.id);
    if (actor.id && !roles.has('crm.owner')) roles.set('crm.owner', actor.id);
    const [accountId = ''] = await rememberAccounts(tx, [
      { connectionId: null, crmId: null, name: input.accountName, domain: null },
    ]);
    return openOnboarding(deps, tx, {
      origin: null,
      accountId,
      name: input.name ?? input.accountName,
      deal: emptyDeal(input.name ?? input.accountName),
      wonAt: null,
      chosen: { versionId: stored.versionId, playbook: stored.playbook, why: `chosen by ${actor.label}` },
      roles,
      problems: [],
      timezone: lead?.timezone ?? deps.company.timezone,
      country: stored.playbook.calendar.country ?? deps.company.country,
      kickoffOn: input.kickoffOn === undefined ? null : requireDate(input.kickoffOn, 'Kickoff'),
      actor,
    });
  });
  return { onboardingId, created: true };
}
