/** Roles nobody fills yet: who has to name the person, and the task that asks for it. */
import type { Member, Person, Side } from './model.ts';
import type { Playbook, Role, TaskTemplate } from './playbook.ts';

type RoleTemplate = Playbook['roles'][number];

const lastResorts: readonly Role[] = ['team.csm', 'team.implementation_manager', 'crm.owner'];

/** A role's name says its side: `customer.…`, `partner.…`, all else ours. */
export const sideByName = (role: Role): Side => {
  if (role.startsWith('customer.')) return 'customer';
  return role.startsWith('partner.') ? 'partner' : 'team';
};

export const sideOfRole = (role: Role, playbook: Pick<Playbook, 'roles'>): Side =>
  playbook.roles.find((template) => template.role === role)?.side ?? sideByName(role);

/** Role → person, for the roles that are filled. */
export const peopleOfRoles = (members: readonly Member[]): Map<Role, string> =>
  new Map(members.flatMap(({ role, personId }) => (personId === null ? [] : [[role, personId] as const])));

/** The first filled role up the chain of `namedBy`, else the CSM, implementation manager or deal owner. */
export const namerOf = (role: Role, playbook: Pick<Playbook, 'roles'>, filled: ReadonlyMap<Role, string>): Role => {
  const seen = new Set<Role>([role]);
  for (
    let next = playbook.roles.find((template) => template.role === role)?.namedBy ?? null;
    next !== null && !seen.has(next);
  ) {
    if (filled.has(next)) return next;
    seen.add(next);
    const current: Role = next;
    next = playbook.roles.find((template) => template.role === current)?.namedBy ?? null;
  }
  return (
    lastResorts.find((candidate) => candidate !== role && filled.has(candidate)) ??
    lastResorts.find((candidate) => candidate !== role) ??
    role
  );
};

const daysToName = 2;

const roleTask = ({ role, label }: RoleTemplate, namer: Role, side: Side): TaskTemplate => ({
  key: `name-${role.replaceAll(/[._]/g, '-')}`,
  name: `Name the ${label}`,
  type: 'role',
  side,
  role: namer,
  visibility: side === 'customer' ? 'shared' : 'internal',
  milestone: null,
  workstream: null,
  howTo: {
    text: `Tell us who will be the ${label}: name and email address. They hear from us only about their own tasks, and you can change the choice later.`,
    links: [],
    video: null,
    files: [],
  },
  schedule: { from: 'kickoff', offsetDays: daysToName, durationDays: 1 },
  lockDue: false,
  dependsOn: [],
  when: null,
  plannedHours: null,
  hoursRole: null,
  ladder: 'default',
  urgent: false,
  integration: null,
  form: null,
  fillsRole: role,
});

/**
 * One task per open role that is required or has tasks waiting for it. The role's own tasks do not depend on
 * it: they keep their dates, they only lack an owner until then.
 */
export const openRoleTasks = (
  playbook: Playbook,
  templates: readonly TaskTemplate[],
  members: readonly Member[],
): TaskTemplate[] => {
  const filled = peopleOfRoles(members);
  const used = new Set(templates.map(({ role }) => role));
  const named = new Set(templates.map(({ fillsRole }) => fillsRole));
  return playbook.roles
    .filter(({ role, required }) => !filled.has(role) && !named.has(role) && (required || used.has(role)))
    .map((template) => {
      const namer = namerOf(template.role, playbook, filled);
      return roleTask(template, namer, sideOfRole(namer, playbook));
    });
};

/** The person who may be asked: known, and still there. */
export const activePerson = (personId: string | undefined, people: readonly Person[]): string | null => {
  const person = people.find(({ id }) => id === personId);
  return person && person.deactivatedAt === null ? person.id : null;
};
