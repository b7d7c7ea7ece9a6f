/** What stands in a CRM against what we hold, field by field, without any of the product's code. */

/** One deal as its CRM holds it, in plain words. */
export interface HeldDeal {
  id: string;
  isWon: boolean;
  isDeleted: boolean;
  amount: number | null;
  ownerEmail: string | null;
  successCriteria: string | null;
}
/** All of one CRM. */
export interface HeldCrm {
  deals: HeldDeal[];
  /** by `deal:<id>` and `company:<id>`, what stands in each field of ours by our name */
  fields: Map<string, Record<string, unknown>>;
  /** of each note, task and renewal deal of ours that is there */
  references: string[];
}

/** One onboarding as our tables hold it. */
export interface KnownOnboarding {
  id: string;
  dealId: string;
  cycle: number;
  status: string;
  heldBy: string | null;
  amountCents: number | null;
  ownerEmail: string | null;
  successCriteria: string | null;
}
export interface WantedValue {
  objectType: string;
  recordId: string;
  field: string;
  value: string | number | boolean | null;
  state: string;
}

const text = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
const isSame = (held: unknown, wanted: unknown): boolean =>
  text(held) === text(wanted) ||
  (text(held) !== '' && text(wanted) !== '' && Number.isFinite(Number(held)) && Number(held) === Number(wanted));

const running = (status: string): boolean => status !== 'cancelled' && status !== 'transitioned';

/** @returns each difference in words; none: both sides say the same */
export function differences(
  { deals, fields, references }: HeldCrm,
  onboardings: KnownOnboarding[],
  values: WantedValue[],
): string[] {
  const byDeal = Map.groupBy(onboardings, ({ dealId }) => dealId);
  const gone = new Set(deals.filter(({ isDeleted }) => isDeleted).map(({ id }) => `deal:${id}`));
  return [
    ...deals.flatMap((deal) => ofDeal(deal, byDeal.get(deal.id) ?? [])),
    ...values
      .filter(({ objectType, recordId }) => !gone.has(`${objectType}:${recordId}`))
      .flatMap((value) => ofValue(value, fields)),
    ...[...Map.groupBy(references, (reference) => reference)].flatMap(([reference, same]) =>
      same.length > 1 ? [`${reference} is there ${same.length} times`] : [],
    ),
  ];
}

function ofDeal(deal: HeldDeal, cycles: KnownOnboarding[]): string[] {
  const said = (words: string): string => `deal ${deal.id}: ${words}`;
  const found = [...Map.groupBy(cycles, ({ cycle }) => cycle)].flatMap(([cycle, same]) =>
    same.length > 1 ? [said(`cycle ${cycle} has more than one onboarding`)] : [],
  );
  const alive = cycles.filter(({ status }) => running(status));
  if (alive.length > 1) found.push(said(`${alive.length} onboardings run at once`));
  const [onboarding] = alive;
  const isStopped = onboarding === undefined || (onboarding.status === 'on_hold' && onboarding.heldBy === 'crm');
  const isGood = deal.isWon && !deal.isDeleted;
  if (isGood && isStopped) found.push(said('is won, and its onboarding does not go on'));
  if (!isGood && !isStopped) found.push(said('is not won, and its onboarding goes on'));
  if (onboarding && !deal.isDeleted) found.push(...ofFacts(deal, onboarding).map(said));
  return found;
}

function ofFacts(deal: HeldDeal, known: KnownOnboarding): string[] {
  const cents = deal.amount === null ? null : Math.round(deal.amount * 100);
  const pairs: [string, unknown, unknown][] = [
    ['amount', cents, known.amountCents],
    ['owner', deal.ownerEmail, known.ownerEmail],
    ['success criteria', deal.successCriteria, known.successCriteria],
  ];
  return pairs.flatMap(([what, there, here]) =>
    text(there) === text(here) ? [] : [`its ${what} is ${text(there)}, we know ${text(here)}`],
  );
}

function ofValue({ objectType, recordId, field, value, state }: WantedValue, fields: HeldCrm['fields']): string[] {
  const record = `${objectType}:${recordId}`;
  if (state !== 'written') return [`${record} ${field} is ${state}`];
  const there = fields.get(record)?.[field];
  return isSame(there, value) ? [] : [`${record} ${field} is ${text(there)}, wanted is ${text(value)}`];
}
