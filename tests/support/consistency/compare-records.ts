/** Records that we make: Salesforce's own for each onboarding, and renewal deals. */
import { Comparison, text } from './comparison.ts';
import type { HeldCrm } from './held-crm.ts';
import type { Ours } from './known.ts';
import type { PeoplesChanges } from './peoples-changes.ts';

const stageOf: Record<string, string> = { draft: 'plan_draft', active: 'in_progress' };

/** Each onboarding has one record with its values, of cycles that ended as well; there is none of anything else. */
export function comparedRecords({ deals, onboardings }: HeldCrm, ours: Ours): Comparison {
  const found = new Comparison();
  if (onboardings === null) return found;
  const dealsById = new Map(deals.map((deal) => [deal.id, deal]));
  const byId = Map.groupBy(onboardings, ({ onboardingId }) => onboardingId);
  const known = ours.onboardings.filter(({ dealId }) => dealsById.get(dealId)?.isDeleted === false);
  for (const { id, dealId, status, progress } of known) {
    const isOver = status === 'cancelled' || status === 'transitioned';
    const [record, ...more] = byId.get(id) ?? [];
    found.expect(
      record !== undefined && more.length === 0,
      `onboarding ${id} has ${more.length + (record ? 1 : 0)} records`,
    );
    if (!record) continue;
    found.same(`the record of onboarding ${id}: its deal`, record.dealId, dealId);
    found.same(`the record of onboarding ${id}: its company`, record.companyId, dealsById.get(dealId)?.companyId);
    found.same(`the record of onboarding ${id}: its stage`, record.fields['gangway_stage'], stageOf[status] ?? status);
    // the last values of one that is over may have given way to the next one's
    if (!isOver)
      found.same(
        `the record of onboarding ${id}: its progress`,
        record.fields['gangway_progress'],
        Math.round(progress * 100),
      );
  }
  const ids = new Set(ours.onboardings.map(({ id }) => id));
  for (const id of byId.keys())
    found.expect(ids.has(id), `there is a record of an onboarding ${id} that we do not know`);
  return found;
}

/** One for each customer that went live, with the owner, amount and close date that were decided then. */
export function comparedRenewals({ renewals, deals }: HeldCrm, ours: Ours, changes: PeoplesChanges): Comparison {
  const found = new Comparison();
  const byKey = Map.groupBy(renewals, ({ key }) => key);
  const live = ours.onboardings.filter(({ status }) => status === 'live');
  for (const { id, renewalOn } of live) {
    const mine = ours.renewals.filter(({ onboardingId }) => onboardingId === id);
    found.expect(mine.length === 1, `onboarding ${id} is live with ${mine.length} renewals`);
    for (const { closeOn } of mine) found.same(`renewal of onboarding ${id}: its day`, closeOn, renewalOn);
  }
  const known = new Set(deals.map((deal) => deal.id));
  for (const { key, dealId, amountCents, closeOn, ownerId } of ours.renewals.filter((one) => known.has(one.dealId))) {
    const [deal, ...more] = byKey.get(key) ?? [];
    found.expect(
      deal !== undefined && more.length === 0,
      `renewal ${key} is there ${more.length + (deal ? 1 : 0)} times`,
    );
    if (!deal) continue;
    found.same(`renewal ${key}: its close date`, deal.closeOn, closeOn);
    found.same(`renewal ${key}: its owner`, deal.ownerId, ownerId);
    found.same(`renewal ${key}: its stage`, deal.stage, 'Upcoming');
    found.same(`renewal ${key}: its amount`, deal.amount, amountCents === null ? null : amountCents / 100);
    const worth = [...changes.amountsOf(dealId)].map((amount) => Math.round(amount * 105) / 100);
    found.expect(
      deal.amount !== null && worth.some((amount) => Math.abs(amount - (deal.amount ?? 0)) < 0.011),
      `renewal ${key}: ${text(deal.amount)} is 5 % above nothing that deal ${dealId} was worth`,
    );
  }
  return found;
}
