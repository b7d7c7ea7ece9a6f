/** From a CRM read to the words of the domain. */
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { companyField } from '../../domain/crm-fields.ts';
import { isPlannable } from '../../domain/local-date.ts';
import { combineMappings, mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { emptyMapping, type Mapping } from '../../domain/mapping/model.ts';
import { factName, keptInputs, readingsOf, readInputs } from '../../domain/mapping/reading.ts';
import type { CrmScalar, DealFacts, LocalDate } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { closeDay } from '../../domain/won-before.ts';

/**
 * @param mapping says which fields feed what; without one, the usual ones do
 * @param timezone the company's
 */
export function dealFacts(deal: DealSnapshot, mapping: Mapping | undefined, timezone: string): DealFacts {
  const inputs = readInputs(mapping ?? emptyMapping, deal.fields, { currency: deal.currency, timezone });
  const text = (ours: string): string | null => inputs.get(ours)?.toString() ?? null;
  const day = (ours: string): LocalDate | null => {
    const given = text(ours);
    return given !== null && isPlannable(given) ? given : null;
  };
  return {
    name: deal.name,
    amountCents: deal.amountCents,
    currency: deal.currency,
    dealType: deal.dealType,
    segment: text('segment'),
    region: text('region'),
    products: deal.lineItems.map((item) => item.name),
    closeOn: closeDay(deal, timezone),
    contractStartOn: day('contract_start'),
    termMonths: wholeMonths(inputs.get('term_months')) ?? longestTerm(deal),
    wishedGoLiveOn: day('wished_go_live'),
    fields: { ...deal.fields, ...handoffAnswers(deal), ...keptInputs(inputs) },
  };
}

/** Every property of a deal and of its company that some playbook or the connection's mapping asks for. */
export function wantedDealFields(playbooks: Playbook[], mapping: Mapping = emptyMapping): string[] {
  const asked = playbooks.flatMap((playbook) => [
    ...playbook.handoff.fields.flatMap(({ crm }) =>
      'field' in crm ? [crm.object === 'company' ? companyField(crm.field) : crm.field] : [],
    ),
    ...readingsOf(combineMappings(mapping, mappingOfPlaybook(playbook.crm))).map(factName),
  ]);
  return [...new Set([...readingsOf(mapping).map(factName), ...asked])].sort();
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

const wholeMonths = (value: CrmScalar | undefined): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1_000 ? value : null;

const longestTerm = (deal: DealSnapshot): number | null =>
  deal.lineItems.reduce<number | null>(
    (longest, item) => (item.termMonths === null ? longest : Math.max(longest ?? 0, item.termMonths)),
    null,
  );
