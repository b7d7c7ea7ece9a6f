/**
 * What stands in a CRM against what we hold, by the direction in which it was mapped (`mapping.ts`), worked out anew from
 * both sides' raw state: without any of the product's code, and without what the product believes it has written.
 */
import { comparedMapping } from './compare-mapping.ts';
import { comparedRecords, comparedRenewals } from './compare-records.ts';
import { type Compared, Comparison, text } from './comparison.ts';
import type { HeldCrm, HeldDeal } from './held-crm.ts';
import type { KnownOnboarding, Ours } from './known.ts';
import type { PeoplesChanges } from './peoples-changes.ts';

export type Direction = 'deal' | 'own' | 'to' | 'from' | 'both' | 'stages' | 'records' | 'renewals' | 'once';

const running = (status: string): boolean => status !== 'cancelled' && status !== 'transitioned';

export function compareCrm(crm: HeldCrm, ours: Ours, changes: PeoplesChanges): Record<Direction, Compared> {
  const byDeal = Map.groupBy(ours.onboardings, ({ dealId }) => dealId);
  const latest = crm.deals.flatMap((deal) => {
    const onboarding = byDeal.get(deal.id)?.reduce((one, other) => (other.cycle > one.cycle ? other : one));
    return onboarding && !deal.isDeleted ? [{ deal, onboarding }] : [];
  });
  const followed = latest.filter(({ onboarding }) => running(onboarding.status));
  const { to, from, both, stages } = comparedMapping(crm.provider, followed, ours, changes);
  return {
    deal: comparedDeals(crm, byDeal).result,
    own: comparedOwn(crm, latest, ours).result,
    to: to.result,
    from: from.result,
    both: both.result,
    stages: stages.result,
    records: comparedRecords(crm, ours).result,
    renewals: comparedRenewals(crm, ours, changes).result,
    once: comparedOnce(crm, ours).result,
  };
}

/** Each deal has the onboarding that its standing asks for, which knows it as it is. */
function comparedDeals({ deals }: HeldCrm, byDeal: Map<string, KnownOnboarding[]>): Comparison {
  const found = new Comparison();
  for (const deal of deals) {
    const cycles = byDeal.get(deal.id) ?? [];
    const said = (words: string): string => `deal ${deal.id}: ${words}`;
    for (const [cycle, same] of Map.groupBy(cycles, (one) => one.cycle))
      found.expect(same.length === 1, said(`cycle ${cycle} has more than one onboarding`));
    const alive = cycles.filter(({ status }) => running(status));
    found.expect(alive.length <= 1, said(`${alive.length} onboardings run at once`));
    const [onboarding] = alive;
    if (deal.mergedInto !== null) {
      found.expect(!onboarding, said('was merged into another, and an onboarding of its own runs'));
      continue;
    }
    const isStopped = onboarding === undefined || (onboarding.status === 'on_hold' && onboarding.heldBy === 'crm');
    const isGood = deal.isWon && !deal.isDeleted;
    found.expect(
      isGood !== isStopped,
      said(isGood ? 'is won, and its onboarding does not go on' : 'is not won, and its onboarding goes on'),
    );
    if (onboarding && !deal.isDeleted) compareFacts(found, deal, onboarding);
  }
  return found;
}

function compareFacts(found: Comparison, deal: HeldDeal, known: KnownOnboarding): void {
  const cents = deal.amount === null ? null : Math.round(deal.amount * 100);
  const pairs: [what: string, there: unknown, here: unknown][] = [
    ['amount', cents, known.amountCents],
    ['owner', deal.ownerEmail, known.ownerEmail],
    ['success criteria', deal.fields['success_criteria'], known.dealFields['success_criteria']],
  ];
  for (const [what, there, here] of pairs)
    found.expect(text(there) === text(here), `deal ${deal.id}: its ${what} is ${text(there)}, we know ${text(here)}`);
}

const stageOf: Record<string, string> = { draft: 'plan_draft', active: 'in_progress' };

/** Our own fields, those worked out here, and whatever else we believe to have written there. */
function comparedOwn(
  { deals }: HeldCrm,
  latest: { deal: HeldDeal; onboarding: KnownOnboarding }[],
  { values }: Ours,
): Comparison {
  const found = new Comparison();
  for (const { deal, onboarding: known } of latest) {
    const wanted: [field: string, value: unknown][] = [
      ['gangway_stage', stageOf[known.status] ?? known.status],
      ['gangway_progress', Math.round(known.progress * 100)],
      ['gangway_health', known.health],
      ['gangway_health_status', known.healthStatus],
      ['gangway_kickoff_date', known.kickoffOn],
      ['gangway_target_go_live', known.targetGoLiveOn],
      ['gangway_renewal_date', known.renewalOn],
    ];
    for (const [field, value] of wanted) found.same(`deal:${deal.id} ${field}`, deal.fields[field], value);
  }
  const byRecord = new Map<string, HeldDeal['fields']>(
    deals.flatMap((deal) =>
      deal.isDeleted || deal.mergedInto !== null
        ? []
        : [[`deal:${deal.id}`, deal.fields] as const, [`company:${deal.companyId}`, deal.company] as const],
    ),
  );
  for (const { objectType, recordId, field, value, state, whoWins } of values) {
    const record = byRecord.get(`${objectType}:${recordId}`);
    if (!record) continue;
    const where = `${objectType}:${recordId} ${field}`;
    found.expect(state === 'written' || (state === 'failed' && whoWins === 'nobody'), `${where} is ${state}`);
    if (whoWins === null && state === 'written') found.same(where, record[field], value);
  }
  return found;
}

/** Notes, tasks and renewal deals: each that we say we created is there, and there once. */
function comparedOnce({ references }: HeldCrm, { created }: Ours): Comparison {
  const found = new Comparison();
  for (const [reference, same] of Map.groupBy(references, (one) => one))
    found.expect(same.length === 1, `${reference} is there ${same.length} times`);
  const there = new Set(references).size;
  found.expect(there === created, `${there} notes, tasks and renewals are there, we say ${created}`);
  return found;
}
