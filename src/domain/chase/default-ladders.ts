/** The ladders that every playbook has unless it writes its own. */
import type { Ladder, LadderRung, Role } from '../playbook.ts';

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
 * Two business days before, on the day, one after; two overdue the CSM hears what will be escalated; three overdue it
 * is; five overdue our manager hears of it, then every week. At a cutover its owner is asked every day for as long as
 * it is late, beside those who hear of it.
 * @param roles that the playbook knows
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

/** Where there is no playbook to say which roles there are. */
export const standardLadder: Ladder = defaultLadders(new Set(['customer.sponsor']))['default'] ?? {
  urgent: false,
  rungs: [],
};
