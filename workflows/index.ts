export { checkIns } from './check-ins/workflow.ts';
export { crmIntake } from './crm-intake/workflow.ts';
export { crmSync } from './crm-sync/workflow.ts';
export { mailIntake } from './mail-intake/workflow.ts';
export { onboarding } from './onboarding/workflow.ts';
export { personDigest } from './person-digest/workflow.ts';
export { ticketSync } from './ticket-sync/workflow.ts';
export { reconcile } from './reconcile/workflow.ts';
