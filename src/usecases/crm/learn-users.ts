/** Users of the CRM are asked for before the transaction that needs them, all of a batch at once. */
import type { CrmOwner, DealSnapshot } from '../../../integrations/ports.ts';
import { colleaguesNamed, rememberCrmUsers } from '../../db/crm-owners.ts';
import type { Sql } from '../../db/database.ts';
import type { StoredPlaybook } from '../../db/playbook-store.ts';
import { combineMappings, mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import type { Mapping } from '../../domain/mapping/model.ts';
import { readInputs } from '../../domain/mapping/reading.ts';
import type { Person, Problem } from '../../domain/model.ts';
import { isAppError } from '../../errors.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';

/** By the name that stands in the CRM: whose it is there, and what to say where it is nobody of ours. */
export type NamedUsers = ReadonlyMap<string, { id: string; problem: string }>;

/** Makes known whom the deals name as their CSM. @returns those who were nobody of ours before */
export function learnCsms(
  deps: CrmDeps,
  { id, mapping }: { id: string; mapping: { content: Mapping } | null },
  deals: DealSnapshot[],
  playbooks: StoredPlaybook[],
): Promise<NamedUsers> {
  const mappings = [null, ...playbooks.map(({ playbook }) => mappingOfPlaybook(playbook.crm))]
    .map((ofPlaybook) => combineMappings(mapping?.content ?? null, ofPlaybook))
    .filter(({ entries }) => entries.some(({ ours }) => ours === 'csm'));
  const names = mappings.flatMap((one) =>
    deals.flatMap(
      ({ fields, currency }) =>
        readInputs(one, fields, { currency, timezone: deps.company.timezone }).get('csm')?.toString() ?? [],
    ),
  );
  return learnUsers(deps, id, [...new Set(names)]);
}

/** Asks the CRM for those who are nobody of ours. */
export async function learnUsers(deps: CrmDeps, connectionId: string, names: string[]): Promise<NamedUsers> {
  const known = await colleaguesNamed(deps.db, connectionId, names);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return new Map();
  const users = await usersNamed(deps, connectionId, unknown);
  await rememberCrmUsers(deps.db, connectionId, [...users.values()]);
  return new Map(
    unknown.map((name) => [name, { id: users.get(name)?.id ?? name, problem: problemOf(name, users.get(name)) }]),
  );
}

/** A CRM that will not tell its users leaves them unknown, and holds nothing else up. */
export async function usersNamed(deps: CrmDeps, connectionId: string, names: string[]): Promise<Map<string, CrmOwner>> {
  try {
    return await crmOf(deps, connectionId).findUsers(names);
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'crm_forbidden' && error.code !== 'crm_rejected')) throw error;
    deps.logger.warn({ connectionId, err: error }, 'The CRM does not tell who its users are');
    return new Map();
  }
}

const problemOf = (name: string, user: CrmOwner | undefined): string => {
  if (!user) return `The CRM names “${name}” as the CSM, and has no such user`;
  const who = `The CRM names ${user.name} (${user.email}) as the CSM`;
  return user.isActive ? `${who}, who is not among your people` : `${who}, who is deactivated there`;
};

/** One of ours, or what is wrong. */
export type NamedCsm = { person: Person; problem: null } | { person: null; problem: Problem };

export async function csmsNamed(
  tx: Sql,
  connectionId: string,
  names: string[],
  users: NamedUsers,
): Promise<Map<string, NamedCsm>> {
  const idOf = (name: string): string => users.get(name)?.id ?? name;
  const colleagues = await colleaguesNamed(tx, connectionId, names.map(idOf));
  return new Map(
    names.map((name) => {
      const person = colleagues.get(idOf(name));
      const why = users.get(name)?.problem ?? problemOf(name, undefined);
      return [name, person ? { person, problem: null } : { person: null, problem: csmUnknown(why) }];
    }),
  );
}

const csmUnknown = (why: string): Problem => ({
  code: 'csm_unknown',
  message: `${why}. Whoever is the CSM stays.`,
  fixBy: 'RevOps: add them under People, name somebody else in the CRM, or choose the CSM here',
});
