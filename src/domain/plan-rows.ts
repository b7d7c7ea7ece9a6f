/** Templates of a playbook as the rows of one onboarding's plan, not yet dated. */
import type { Gate, IntegrationItem, Member, Milestone, Phase, Task } from './model.ts';
import type { PlanKind } from './plan-ids.ts';
import type { GateTemplate, IntegrationTemplate, PhaseTemplate, Playbook, TaskTemplate } from './playbook.ts';

export type Ids = (kind: PlanKind, key: string) => string;

const gateOf = (template: GateTemplate | null, responsibleRole: string): Gate => ({
  responsibleRole: template?.responsible ?? responsibleRole,
  criteria: (template?.criteria ?? []).map((criterion) =>
    criterion.kind === 'approval' ? { ...criterion, approvedAt: null, approvedById: null } : { ...criterion },
  ),
  passedAt: null,
});

export const phaseOf = (template: PhaseTemplate, position: number, onboardingId: string, ids: Ids): Phase => ({
  id: ids('phase', template.key),
  onboardingId,
  key: template.key,
  name: template.name,
  position,
  status: 'not_started',
  ownerRole: template.owner,
  entryGate: gateOf(template.entry, template.owner),
  exitGate: gateOf(template.exit, template.owner),
  startedAt: null,
  doneAt: null,
});

export const milestonesOf = (phases: readonly PhaseTemplate[], onboardingId: string, ids: Ids): Milestone[] =>
  phases
    .flatMap((phase) => phase.milestones.map((milestone) => ({ phase, milestone })))
    .map(({ phase, milestone }, position) => ({
      id: ids('milestone', milestone.key),
      onboardingId,
      phaseId: ids('phase', phase.key),
      key: milestone.key,
      name: milestone.name,
      position,
      status: 'not_started',
      definitionOfDone: milestone.definitionOfDone,
      completion: milestone.completion,
      isFirstValue: milestone.firstValue,
      isGoLive: milestone.goLive,
      targetOn: null,
      baselineOn: null,
      doneAt: null,
      doneById: null,
    }));

export const taskOf = (
  template: TaskTemplate,
  position: number,
  phaseId: string,
  ownerId: string | null,
  onboardingId: string,
  ids: Ids,
): Task => ({
  id: ids('task', template.key),
  onboardingId,
  phaseId,
  key: template.key,
  name: template.name,
  position,
  milestoneId: template.milestone === null ? null : ids('milestone', template.milestone),
  workstream: template.workstream,
  type: template.type,
  side: template.side,
  role: template.role,
  ownerId,
  visibility: template.visibility,
  status: 'pending',
  howTo: template.howTo,
  schedule: template.schedule,
  dependsOn: template.dependsOn.map((key) => ids('task', key)),
  integrationKey: template.integration,
  fillsRole: template.fillsRole,
  ticket: template.ticket ?? null,
  startOn: null,
  dueOn: null,
  isDueLocked: false,
  baselineDueOn: null,
  dueMoved: null,
  plannedHours: template.plannedHours,
  ladder: template.ladder,
  isUrgent: template.urgent,
  readyAt: null,
  startedAt: null,
  doneAt: null,
  doneById: null,
  doneVia: null,
  formAnsweredAt: null,
  skipReason: null,
  snoozedUntil: null,
  snoozeReason: null,
  chase: {},
  nudgeCount: 0,
  lastNudgedAt: null,
});

export const integrationItemsOf = (
  templates: readonly IntegrationTemplate[],
  onboardingId: string,
  ids: Ids,
): IntegrationItem[] =>
  templates
    .flatMap((template) => template.environments.map((environment) => ({ template, environment })))
    .map(({ template, environment }, position) => ({
      id: ids('integration', `${template.key}:${environment}`),
      onboardingId,
      key: template.key,
      name: template.name,
      environment,
      ownerRole: template.owner,
      status: template.initial,
      checks: template.checks.map((check) => ({ ...check, doneAt: null, doneById: null })),
      note: null,
      position,
    }));

export const membersOf = (playbook: Playbook, known: readonly Member[], onboardingId: string, ids: Ids): Member[] => {
  const roles = new Set(known.map(({ role }) => role));
  const missing = playbook.roles.filter(({ role }) => !roles.has(role));
  return [
    ...known.map((member) => ({ ...member })),
    ...missing.map(({ role }) => ({ id: ids('member', role), onboardingId, role, personId: null })),
  ];
};
