/** From a CRM read to the words of the domain. */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { companyField } from '../../domain/crm-fields.ts';
import type { DealFacts } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';

/** Deal properties that carry facts which no CRM has a standard field for. */
export const factFields = {
  segment: 'segment',
  region: 'region',
  termMonths: 'contract_term_months',
  contractStartOn: 'contract_start_date',
  wishedGoLiveOn: 'wished_go_live',
} as const;

export function dealFacts(deal: DealSnapshot): DealFacts {
  const field = (name: string): string | null => deal.fields[name]?.trim() || null;
  return {
    name: deal.name,
    amountCents: deal.amountCents,
    currency: deal.currency,
    dealType: deal.dealType,
    segment: field(factFields.segment),
    region: field(factFields.region),
    products: deal.lineItems.map((item) => item.name),
    closeOn: deal.closeOn,
    contractStartOn: dateOf(field(factFields.contractStartOn)),
    termMonths: wholeNumber(field(factFields.termMonths)) ?? longestTerm(deal),
    wishedGoLiveOn: dateOf(field(factFields.wishedGoLiveOn)),
    fields: { ...deal.fields, ...handoffAnswers(deal) },
  };
}

/** Every property of a deal and of its company that some playbook asks for. */
export function wantedDealFields(playbooks: Playbook[]): string[] {
  const asked = playbooks.flatMap((playbook) =>
    playbook.handoff.fields.flatMap(({ crm }) =>
      'field' in crm ? [crm.object === 'company' ? companyField(crm.field) : crm.field] : [],
    ),
  );
  return [...new Set([...Object.values(factFields), ...asked])].sort();
}

/** What a handoff field may ask for besides a property: that somebody or something is there at all. */
function handoffAnswers(deal: DealSnapshot): Record<string, string> {
  const reachable = deal.contacts.filter((contact) => contact.email);
  return {
    ...(reachable.length > 0 ? { $contacts: reachable.map((contact) => contact.name).join(', ') } : {}),
    ...(deal.lineItems.length > 0 ? { $line_items: deal.lineItems.map((item) => item.name).join(', ') } : {}),
    ...(deal.owner ? { $owner: deal.owner.name } : {}),
    ...(deal.notes.length > 0
      ? {
          $notes: deal.notes
            .map((note) => note.body)
            .join('\n')
            .slice(0, 5000),
        }
      : {}),
  };
}

function dateOf(value: string | null): string | null {
  if (!value) return null;
  const date = /^\d{10,}$/.test(value) ? new Date(Number(value)) : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}

const wholeNumber = (value: string | null): number | null => (value && /^\d{1,3}$/.test(value) ? Number(value) : null);

const longestTerm = (deal: DealSnapshot): number | null =>
  deal.lineItems.reduce<number | null>(
    (longest, item) => (item.termMonths === null ? longest : Math.max(longest ?? 0, item.termMonths)),
    null,
  );
