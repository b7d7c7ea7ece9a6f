/** The rooms of one onboarding, one bundle. */
export { BlockersTab } from './blockers-tab.tsx';
export { DocumentsTab } from './documents-tab.tsx';
export { IntegrationsTab } from './integrations-tab.tsx';
export { LedgerTab } from './ledger-tab.tsx';
export { NudgesTab } from './nudges-tab.tsx';
export { PeopleTab } from './people-tab.tsx';
export { PlanTab } from './plan-tab.tsx';
export { StoryTab } from './story-tab.tsx';
