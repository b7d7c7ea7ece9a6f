import type { DealFacts, Gate, Milestone, Onboarding, OnboardingState, Person, Phase, Task } from '../../../src/domain/model.ts';
import type { MilestoneTemplate, PhaseTemplate, Playbook, TaskTemplate } from '../../../src/domain/playbook.ts';

export const onboardingId = '0b6c3c5e-4a4f-4d1e-9a51-0f6f7d0a1c11';

export const deal = (over: Partial<DealFacts> = {}): DealFacts => ({
  name: 'Northwind', amountCents: 4_800_000, currency: 'EUR', dealType: 'newbusiness', segment: 'mid-market', region: 'EMEA', products: ['Core'],
  closeOn: null, contractStartOn: null, termMonths: 12, wishedGoLiveOn: null, fields: {}, ...over,
});

export const onboarding = (over: Partial<Onboarding> = {}): Onboarding => ({
  id: onboardingId, connectionId: null, dealId: '1', cycle: 1, workflowId: 'w', accountId: 'a', name: 'Northwind', status: 'handoff',
  playbookVersionId: null, deal: deal(), handoff: {}, handoffWaivedReason: null, problems: [], wonAt: null, createdAt: '2026-03-02T09:00:00.000Z',
  handoffCompletedAt: null, publishedAt: null, kickoffOn: null, targetGoLiveOn: null, promisedGoLiveOn: null, firstValueAt: null, liveAt: null,
  transitionedAt: null, cancelledAt: null, cancelReason: null, holdReason: null, heldAt: null, resumeOn: null, heldBy: null, isUrgent: false,
  calendarCountry: null, timezone: 'Europe/Berlin', progress: 0, health: null, healthStatus: null, healthReasons: [], healthOverride: null,
  healthBaseline: null, planBaseline: null, forecast: null, currentPhase: null, renewalOn: null, crmWanted: {}, chase: {}, nextWakeAt: null,
  version: 0, updatedAt: '2026-03-02T09:00:00.000Z', ...over,
});

export const person = (id: string, over: Partial<Person> = {}): Person => ({
  id, side: 'customer', name: id, email: `${id}@example.com`, staffRole: null, timezone: 'Europe/Berlin', locale: 'en', workDays: [1, 2, 3, 4, 5],
  workStart: 540, workEnd: 1020, holidayCountry: null, absentFrom: null, absentUntil: null, delegateId: null, managerId: null,
  unreachableSince: null, unreachableReason: null, unsubscribed: [], deactivatedAt: null, crmOwnerId: null, crmContactId: null, ...over,
});

export const task = (id: string, over: Partial<Task> = {}): Task => ({
  id, onboardingId, phaseId: 'p', milestoneId: null, key: id, name: id, position: 0, workstream: null, type: 'configuration', side: 'team',
  role: 'team.csm', ownerId: null, visibility: 'shared', status: 'pending', howTo: { text: '', links: [], video: null, files: [] },
  schedule: { from: 'dependencies', durationDays: 1 }, dependsOn: [], integrationKey: null, fillsRole: null, startOn: null, dueOn: null,
  isDueLocked: false, baselineDueOn: null, dueMoved: null, plannedHours: null, ladder: 'default', isUrgent: false, readyAt: null, startedAt: null,
  doneAt: null, doneById: null, doneVia: null, skipReason: null, snoozedUntil: null, snoozeReason: null, chase: {}, nudgeCount: 0,
  lastNudgedAt: null, ...over,
});

export const gate = (...criteria: Gate['criteria']): Gate => ({ responsibleRole: 'team.csm', criteria, passedAt: null });

export const phase = (id: string, position: number, over: Partial<Phase> = {}): Phase => ({
  id, onboardingId, key: id, name: id, position, status: 'not_started', ownerRole: 'team.csm', entryGate: gate(), exitGate: gate(), startedAt: null,
  doneAt: null, ...over,
});

export const milestone = (id: string, phaseId: string, over: Partial<Milestone> = {}): Milestone => ({
  id, onboardingId, phaseId, key: id, name: id, position: 0, status: 'not_started', definitionOfDone: 'done', completion: 'tasks', isFirstValue: false,
  isGoLive: false, targetOn: null, baselineOn: null, doneAt: null, doneById: null, ...over,
});

export const state = (over: Partial<OnboardingState> = {}): OnboardingState => ({
  onboarding: onboarding({ status: 'active', kickoffOn: '2026-03-02' }), phases: [], milestones: [], tasks: [], blockers: [], integrationItems: [],
  members: [], people: [], ...over,
});

export const taskTemplate = (key: string, over: Partial<TaskTemplate> = {}): TaskTemplate => ({
  key, name: key, type: 'configuration', side: 'team', role: 'team.csm', visibility: 'shared', milestone: null, workstream: null,
  howTo: { text: '', links: [], video: null, files: [] }, schedule: { from: 'dependencies', durationDays: 2 }, lockDue: false, dependsOn: [], when: null,
  plannedHours: null, hoursRole: null, ladder: 'default', urgent: false, integration: null, form: null, fillsRole: null, ...over,
});

export const milestoneTemplate = (key: string, over: Partial<MilestoneTemplate> = {}): MilestoneTemplate => ({
  key, name: key, definitionOfDone: 'done', completion: 'tasks', firstValue: false, goLive: false, when: null, ...over,
});

export const phaseTemplate = (key: string, tasks: TaskTemplate[], over: Partial<PhaseTemplate> = {}): PhaseTemplate => ({
  key, name: key, owner: 'team.csm', entry: null, exit: null, milestones: [], tasks, ...over,
});

const role = (name: string, side: 'customer' | 'team' | 'partner', required: boolean, namedBy: string | null): Playbook['roles'][number] => ({
  role: name, label: name, side, required, fillFrom: 'none', contactRoles: [], namedBy,
});

export const playbook = (phases: PhaseTemplate[], over: Partial<Playbook> = {}): Playbook => ({
  key: 'standard', name: 'Standard', description: '', format: 1, composedOf: [], selection: [], calendar: { country: null, region: null },
  publish: { mode: 'person', roles: ['team.csm'] }, goLive: { approvers: ['team.csm'] }, dates: { from: 'kickoff', kickoffAfterDays: 5 },
  handoff: { fields: [], ladder: 'default' },
  roles: [role('team.csm', 'team', true, 'crm.owner'), role('customer.lead', 'customer', true, 'crm.owner'), role('customer.it', 'customer', false, 'customer.lead'), role('crm.owner', 'team', false, null)],
  phases, workstreams: [], integrations: [], ladders: { default: { rungs: [], urgent: false } }, forms: {}, imports: {}, trainings: [],
  messages: { welcome: '', weeklyReport: null, milestoneDone: '', goLive: '' }, hypercareDays: 10, checkIns: [30], renewalReminders: [],
  budget: null, crm: { stages: {}, renewal: null, fields: {} }, translations: {}, ...over,
});
