/** An onboarding made up from deal facts, to see what a playbook would do: with people in every role, stored nowhere. */
import { v5 } from 'uuid';
import { emptyOnboarding } from './empty-onboarding.ts';
import type { DealFacts, Instant, LocalDate, Member, Onboarding, Person } from './model.ts';
import type { Playbook, Role } from './playbook.ts';

export interface SampleDeal {
  deal: DealFacts;
  country: string | null;
  timezone: string;
  handoff: Record<string, string>;
  kickoffOn: LocalDate | null;
  /** role → name of who fills it; null: somebody in every role */
  roles: Record<Role, string> | null;
}

export interface SampleOnboarding {
  onboarding: Onboarding;
  members: Member[];
  people: Person[];
}

const sampleNamespace = '6f1d7c52-0a8e-4b4c-9a55-3f2c7a1d9e10';
const nineOClock = 540;
const fiveOClock = 1020;

/** Somebody in a role: nine to five in the deal's zone and country. */
export const samplePerson = (role: Role, name: string, side: Person['side'], sample: SampleDeal): Person => ({
  id: v5(`${sample.deal.name}/${role}`, sampleNamespace),
  side,
  name,
  email: `${role.replace('.', '-')}@example.com`,
  staffRole: side === 'team' ? 'member' : null,
  timezone: sample.timezone,
  locale: 'en',
  workDays: [1, 2, 3, 4, 5],
  workStart: nineOClock,
  workEnd: fiveOClock,
  holidayCountry: sample.country,
  absentFrom: null,
  absentUntil: null,
  delegateId: null,
  coverId: null,
  coverFrom: null,
  coverUntil: null,
  managerId: null,
  unreachableSince: null,
  unreachableReason: null,
  unsubscribed: [],
  channels: [],
  deactivatedAt: null,
  crmOwnerId: null,
});

/** Deterministic: the same deal and playbook give the same ids. */
export const sampleOnboarding = (sample: SampleDeal, playbook: Playbook, now: Instant): SampleOnboarding => {
  const id = v5(`${playbook.key}/${sample.deal.name}`, sampleNamespace);
  const { roles } = sample;
  const filled = playbook.roles
    .map(({ role, label, side }) => ({ role, side, name: roles ? roles[role] : label }))
    .flatMap(({ role, side, name }) =>
      name === undefined ? [] : [{ role, person: samplePerson(role, name, side, sample) }],
    );
  const manager = filled.find(({ role }) => role === 'team.manager')?.person.id ?? null;
  return {
    people: filled.map(({ person }) => ({
      ...person,
      managerId: person.side === 'team' && person.id !== manager ? manager : null,
    })),
    members: filled.map(({ role, person }) => ({
      id: v5(`member/${role}`, id),
      onboardingId: id,
      role,
      personId: person.id,
    })),
    onboarding: {
      ...emptyOnboarding(now),
      id,
      dealId: 'sample',
      workflowId: `sample:${id}`,
      accountId: id,
      name: sample.deal.name,
      deal: sample.deal,
      handoff: sample.handoff,
      wonAt: now,
      handoffCompletedAt: now,
      kickoffOn: sample.kickoffOn,
      calendarCountry: sample.country,
      timezone: sample.timezone,
    },
  };
};
