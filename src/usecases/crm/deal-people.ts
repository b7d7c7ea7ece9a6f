/** Who the CRM says is involved, and which roles of the playbook they fill. */
import { IANAZone } from 'luxon';
import type { DealSnapshot } from '../../../integrations/ports.ts';
import { type KnownPerson, rememberPeople } from '../../db/people.ts';
import { rememberCrmUsers } from '../../db/crm-owners.ts';
import type { Sql } from '../../db/database.ts';
import type { Person, Problem } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { countryCode } from './country-code.ts';

export interface DealPeople {
  /** by the CRM's id */
  contacts: Map<string, Person>;
  owner: Person | null;
  problems: Problem[];
}

/** @returns by deal; a statement or two for all of them */
export async function rememberDealPeople(
  tx: Sql,
  connectionId: string,
  deals: DealSnapshot[],
  now: Date,
): Promise<Map<string, DealPeople>> {
  const named = deals.map((deal) => ({ deal, ...peopleOf(deal) }));
  const stored = await rememberPeople(
    tx,
    named.flatMap(({ people }) => people),
    now,
  );
  const byEmail = new Map(stored.map((person) => [person.email, person]));
  const personOf = (email: string | null | undefined): Person | null =>
    (email && byEmail.get(email.trim().toLowerCase())) || null;
  await rememberCrmUsers(
    tx,
    connectionId,
    deals.flatMap(({ owner }) => owner ?? []),
  );
  return new Map(
    named.map(({ deal, problems }) => {
      const contacts = new Map(
        deal.contacts.flatMap((contact) => {
          const person = personOf(contact.email);
          return person ? [[contact.id, person] as const] : [];
        }),
      );
      return [deal.dealId, { contacts, owner: personOf(deal.owner?.email), problems }];
    }),
  );
}

/** Who is named, and what is wrong with it. */
function peopleOf(deal: DealSnapshot): { people: KnownPerson[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const zoneOf = (zone: string | null, who: string): string | null => {
    if (!zone) return null;
    if (IANAZone.isValidZone(zone)) return zone;
    problems.push({
      code: 'unknown_timezone',
      message: `The CRM gives “${zone}” as the time zone of ${who}, which is none. Until it is corrected, ours is used.`,
      fixBy: 'RevOps: correct the time zone in the CRM, or set it under People',
    });
    return null;
  };
  const companyZone = zoneOf(deal.company?.timezone ?? null, deal.company?.name ?? 'the company');
  const reachable = deal.contacts.flatMap((contact) => (contact.email ? [{ ...contact, email: contact.email }] : []));
  const people: KnownPerson[] = reachable.map((contact) => ({
    side: 'customer',
    name: contact.name,
    email: contact.email,
    timezone: zoneOf(contact.timezone, contact.name) ?? companyZone,
    locale: contact.locale?.slice(0, 2).toLowerCase() ?? null,
    holidayCountry: countryCode(contact.country ?? deal.company?.country ?? null),
  }));
  if (deal.owner) people.push({ side: 'team', name: deal.owner.name, email: deal.owner.email });
  if (reachable.length === 0)
    problems.push({
      code: 'no_contacts',
      message: 'The deal has no contact with an email address, so there is nobody to invite.',
      fixBy: 'The deal’s owner: add a contact to the deal',
    });
  if (!deal.owner)
    problems.push({
      code: 'no_owner',
      message: 'The deal has no owner, so nobody can be asked for the handoff.',
      fixBy: 'RevOps: set the deal’s owner',
    });
  if (deal.owner && !deal.owner.isActive)
    problems.push({
      code: 'owner_left',
      message: `${deal.owner.name}, who owns the deal, is deactivated in the CRM.`,
      fixBy: 'RevOps: give the deal another owner',
    });
  return { people, problems };
}

/** The lead is whoever the CRM calls so, else the first reachable contact: somebody must be asked. */
export function fillRoles(
  playbook: Playbook,
  deal: DealSnapshot | null,
  contacts: Map<string, Person>,
  owner: Person | null,
  defaults: Record<string, string>,
): Map<string, string> {
  const filled = new Map<string, string>();
  for (const { role, fillFrom, contactRoles } of playbook.roles) {
    if (fillFrom === 'crm_owner' && owner) filled.set(role, owner.id);
    if (fillFrom === 'contact_role' && deal) {
      const wanted = contactRoles.map((label) => label.toLowerCase());
      const match = deal.contacts.find(
        (contact) => contacts.has(contact.id) && contact.roles.some((label) => wanted.includes(label.toLowerCase())),
      );
      const person = match ? contacts.get(match.id) : undefined;
      if (person) filled.set(role, person.id);
    }
    const fallback = defaults[role];
    if (!filled.has(role) && fallback) filled.set(role, fallback);
  }
  const [firstContact] = contacts.values();
  if (!filled.has('customer.lead') && firstContact) filled.set('customer.lead', firstContact.id);
  if (owner) filled.set('crm.owner', owner.id);
  return filled;
}
