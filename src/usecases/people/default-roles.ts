/** Who fills a role of our team in new onboardings where neither the CRM nor a person names somebody. */
import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import { defaultRoles, peopleById, storeDefaultRole } from '../../db/people.ts';
import type { PlaybookStore } from '../../db/playbook-store.ts';
import type { Person } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { refuseNoColleague } from './refuse-bad-manager.ts';

interface DefaultDeps {
  db: Database;
  clock: Clock;
  playbooks: PlaybookStore;
}

/** The roles that playbooks on offer know; who owns the deal is the CRM's to say. */
async function teamRoles({ playbooks }: DefaultDeps): Promise<Map<string, string>> {
  const roles = (await playbooks.current()).flatMap(({ playbook }) => playbook.roles);
  return new Map(
    roles
      .filter(({ side, fillFrom }) => side === 'team' && fillFrom !== 'crm_owner')
      .map(({ role, label }) => [role, label]),
  );
}

export async function listDefaultRoles(
  deps: DefaultDeps,
): Promise<{ role: string; label: string; person: Pick<Person, 'id' | 'name' | 'side' | 'email'> | null }[]> {
  const [roles, chosen] = await Promise.all([teamRoles(deps), defaultRoles(deps.db)]);
  const people = await peopleById(deps.db, Object.values(chosen));
  return [...roles].map(([role, label]) => {
    const person = people.find(({ id }) => id === chosen[role]);
    const named = person && { id: person.id, name: person.name, side: person.side, email: person.email };
    return { role, label, person: named ?? null };
  });
}

export async function setDefaultRole(deps: DefaultDeps, role: string, personId: string | null): Promise<void> {
  if (!(await teamRoles(deps)).has(role))
    throw new AppError('not_found', { message: 'No playbook has such a role of our team', details: { role } });
  await deps.db.transaction(async (tx) => {
    if (personId !== null) await refuseNoColleague(tx, personId, 'personId');
    await storeDefaultRole(tx, role, personId, deps.clock.now());
  });
}
