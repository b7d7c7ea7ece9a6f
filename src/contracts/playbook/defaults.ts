/** What a playbook need not say. */
import type { Ladder, LadderRung, Playbook, Role } from '../../domain/playbook.ts';

type RoleTemplate = Playbook['roles'][number];

const rung = (
  at: number,
  kind: LadderRung['kind'],
  to: LadderRung['to'],
  more: Partial<LadderRung> = {},
): LadderRung => ({
  at,
  kind,
  to,
  orElse: null,
  repeatEvery: null,
  ...more,
});

const week = 5;

/**
 * The ladders every playbook has unless it writes its own: two business days before, on the day, one after; two
 * overdue the CSM hears what will be escalated; three overdue it is; five overdue our manager hears of it, then
 * every week. At a cutover its owner is asked every day for as long as it is late, beside those who hear of it.
 */
export const defaultLadders = (roles: ReadonlySet<Role>): Record<string, Ladder> => {
  const sponsor = roles.has('customer.sponsor') ? 'customer.sponsor' : 'team.csm';
  const nudges = [rung(-2, 'reminder', 'owner'), rung(0, 'due', 'owner'), rung(1, 'overdue', 'owner')];
  const manager = rung(5, 'escalation', 'team.manager', { repeatEvery: week });
  const ourLead = roles.has('team.implementation_manager') ? 'team.implementation_manager' : 'team.csm';
  return {
    default: {
      urgent: false,
      rungs: [
        ...nudges,
        rung(2, 'hold_notice', 'team.csm'),
        rung(3, 'escalation', 'customer.lead', { orElse: sponsor }),
        manager,
      ],
    },
    team: {
      urgent: false,
      rungs: [
        ...nudges,
        rung(2, 'hold_notice', 'team.csm'),
        rung(3, 'escalation', ourLead, { orElse: 'team.csm' }),
        manager,
      ],
    },
    cutover: {
      urgent: true,
      rungs: [
        rung(-1, 'reminder', 'owner'),
        rung(0, 'due', 'owner'),
        // whoever has it can still do it, however many others know
        rung(1, 'overdue', 'owner', { repeatEvery: 1 }),
        rung(1, 'escalation', 'customer.lead', { orElse: sponsor }),
        rung(2, 'escalation', 'team.manager', { repeatEvery: 1 }),
      ],
    },
    handoff: {
      urgent: false,
      rungs: [
        rung(0, 'due', 'owner'),
        rung(1, 'overdue', 'owner'),
        rung(2, 'overdue', 'owner'),
        rung(3, 'escalation', 'team.csm'),
        manager,
      ],
    },
  };
};

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
