import type { Onboarding, Problem } from './model.ts';

/** The deal is not won any more, or is gone: the onboarding waits until the CRM changes its mind. */
export const goneProblems: readonly Problem['code'][] = ['deal_deleted', 'deal_reopened', 'deal_lost'];

/** The CRM began the hold, or would have, had no person begun it before. */
export const isHeldByCrm = ({ heldBy, problems }: Pick<Onboarding, 'heldBy' | 'problems'>): boolean =>
  heldBy === 'crm' || problems.some(({ code }) => goneProblems.includes(code));
