/** What a playbook need not say. */
import type { Playbook, Role } from '../../domain/playbook.ts';

type RoleTemplate = Playbook['roles'][number];

/** Roles that are there without being written down: who owns the deal, and whose team it is. */
export const builtInRoles: readonly RoleTemplate[] = [
  {
    role: 'crm.owner',
    label: 'Account executive',
    side: 'team',
    required: false,
    fillFrom: 'crm_owner',
    contactRoles: [],
    namedBy: null,
  },
  {
    role: 'team.manager',
    label: 'Manager of the onboarding team',
    side: 'team',
    required: false,
    fillFrom: 'none',
    contactRoles: [],
    namedBy: null,
  },
];

/** Roles without which nobody could be chased. */
export const indispensableRoles: readonly Role[] = ['customer.lead', 'team.csm'];

export const defaultNamer = (role: Role, roles: ReadonlySet<Role>): Role => {
  const isCustomers = role.startsWith('customer.') || role.startsWith('partner.');
  return isCustomers && role !== 'customer.lead' && roles.has('customer.lead') ? 'customer.lead' : 'crm.owner';
};

export const defaultMessages = {
  welcome: 'Welcome! Our mails tell you what is yours to do and by when; these are the first steps.',
  milestoneDone: 'A milestone is reached. Thank you for making it happen.',
  goLive: 'You are live. Thank you, and congratulations to everybody who made it happen.',
} as const;

export const defaults = {
  kickoffAfterDays: 5,
  hypercareDays: 10,
  checkIns: [30, 60, 90],
  renewalReminders: [120, 90, 60],
  termMonths: 12,
} as const;
