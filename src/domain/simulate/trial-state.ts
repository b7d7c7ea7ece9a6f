/** What a ladder is tried on: one task of one phase, published, with somebody in every role who knows of it. */
import { emptyDeal } from '../empty-deal.ts';
import { buildPlan } from '../build-plan.ts';
import type { Instant, LocalDate, OnboardingState } from '../model.ts';
import { sideByName } from '../open-roles.ts';
import type { Playbook, Role, TaskTemplate } from '../playbook.ts';
import { sampleOnboarding } from '../sample-onboarding.ts';
import { type InSlack, withSlack } from './in-slack.ts';
import { type OwnerAct, ownerBefore } from './owner-acts.ts';

export interface LadderTrial {
  playbook: Playbook;
  ladder: string;
  /** of whoever owns the task */
  role: Role;
  dueOn: LocalDate;
  /** from when it can be worked on, and to when it is looked at; both included */
  from: LocalDate;
  to: LocalDate;
  timezone: string;
  country: string | null;
  owner: OwnerAct;
  /** who is in Slack; mail reaches everybody */
  inSlack: InSlack;
}

const templateOf = ({ role, ladder }: LadderTrial): TaskTemplate => ({
  key: 'trial',
  name: 'The task',
  type: 'configuration',
  side: sideByName(role),
  role,
  visibility: 'shared',
  milestone: null,
  workstream: null,
  howTo: { text: '', links: [], video: null, files: [] },
  schedule: { from: 'dependencies', durationDays: 5 },
  lockDue: true,
  dependsOn: [],
  when: null,
  plannedHours: null,
  hoursRole: null,
  ladder,
  urgent: false,
  integration: null,
  form: null,
  fillsRole: null,
});

export const ownerIn = ({ tasks }: OnboardingState): string | null => tasks[0]?.ownerId ?? null;

export const trialState = (trial: LadderTrial, now: Instant): OnboardingState => {
  const { country, timezone, from: kickoffOn } = trial;
  const sample = { deal: emptyDeal('Trial'), country, timezone, handoff: {}, kickoffOn, roles: null };
  const phase = { key: 'trial', name: 'Trial', owner: 'team.csm', entry: null, exit: null, milestones: [] };
  const playbook = { ...trial.playbook, integrations: [], phases: [{ ...phase, tasks: [templateOf(trial)] }] };
  const state = buildPlan({ ...sampleOnboarding(sample, playbook, now), playbook, now });
  const people = state.people
    .map((person) => withSlack(person, trial.inSlack))
    .map((person) => (person.id === ownerIn(state) ? ownerBefore(person, trial.owner) : person));
  return {
    ...state,
    people,
    onboarding: {
      ...state.onboarding,
      status: 'active',
      publishedAt: now,
      kickoffOn: trial.from,
      chase: Object.fromEntries(people.map(({ id }) => [`welcome:${id}`, now])),
    },
    tasks: state.tasks.map((task) => ({ ...task, dueOn: trial.dueOn, isDueLocked: true, baselineDueOn: trial.dueOn })),
  };
};
