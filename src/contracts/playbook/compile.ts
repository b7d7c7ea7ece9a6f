/** A composed and checked file becomes the playbook the rules use, defaults filled in. */
import type { Side, TaskType } from '../../domain/model.ts';
import type { GateTemplate, HandoffField, Ladder, MilestoneTemplate, PhaseTemplate, Playbook, Role, TaskTemplate } from '../../domain/playbook.ts';
import { builtInRoles, defaultLadders, defaultMessages, defaultNamer, defaults } from './defaults.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { FileGate, FilePhase, FileTask, PlaybookFile } from './file-schema.ts';

export const sideOf = (role: Role): Side => (role.startsWith('customer.') ? 'customer' : role.startsWith('partner.') ? 'partner' : 'team');

/** Said by what the task carries where it is not written. */
export const typeOf = (task: FileTask): TaskType | null =>
  task.type ?? (task.form ? 'form' : task.fills ? 'role' : task.integration ? 'integration' : null);

const criteriaOf = (gate: FileGate, integrations: readonly string[]): GateTemplate['criteria'] =>
  gate.needs.map((need): GateTemplate['criteria'][number] => {
    if (need.phase !== undefined) return { kind: 'phase_done', phase: need.phase };
    if (need.milestone !== undefined) return { kind: 'milestone_done', milestone: need.milestone };
    if (need.integrations !== undefined) return { kind: 'integrations_validated', integrations: need.integrations === 'all' ? [...integrations] : need.integrations };
    if (need.approval !== undefined) return { kind: 'approval', role: need.approval.by, label: need.approval.label };
    return { kind: need.noBlockers ? 'no_open_blockers' : 'tasks_done' };
  });

const gateOf = (gate: FileGate | undefined, owner: Role, integrations: readonly string[]): GateTemplate | null =>
  gate ? { responsible: gate.responsible ?? owner, criteria: criteriaOf(gate, integrations) } : null;

const taskOf = (key: string, task: FileTask, before: ReadonlyMap<string, string[]>): TaskTemplate => {
  const role = task.role ?? 'team.csm';
  const side = sideOf(role);
  const durationDays = task.takes ?? 1;
  return {
    key, name: task.name ?? key, type: typeOf(task) ?? 'configuration', side, role, visibility: task.internal ? 'internal' : 'shared',
    milestone: task.milestone ?? null, workstream: task.workstream ?? null,
    howTo: { text: task.how ?? '', links: task.links ?? [], video: task.video ?? null, files: task.files ?? [] },
    schedule: task.due ? { ...task.due, durationDays } : { from: 'dependencies', durationDays },
    lockDue: task.lock ?? false, dependsOn: [...new Set([...(task.after ?? []), ...(before.get(key) ?? [])])], when: task.when ?? null,
    plannedHours: task.hours ?? null, hoursRole: task.hoursRole ?? (side === 'team' ? role : null),
    ladder: task.ladder ?? (side === 'team' ? 'team' : 'default'), urgent: task.urgent ?? false,
    integration: task.integration ?? null, form: task.form ?? null, fillsRole: task.fills ?? null,
  };
};

const milestonesOf = (phase: FilePhase): MilestoneTemplate[] =>
  entriesOf(phase.milestones).map(([key, milestone]) => ({
    key, name: milestone.name ?? key, definitionOfDone: milestone.done ?? '', completion: milestone.completion ?? 'tasks',
    firstValue: milestone.firstValue ?? false, goLive: milestone.goLive ?? false, when: milestone.when ?? null,
  }));

/** Task key → the tasks that say they come before it. */
const precedence = (content: PlaybookFile): Map<string, string[]> => {
  const before = new Map<string, string[]>();
  for (const [, phase] of phasesOf(content)) {
    for (const [key, task] of entriesOf(phase.tasks)) for (const later of task.before ?? []) before.set(later, [...(before.get(later) ?? []), key]);
  }
  return before;
};

const phaseTemplates = (content: PlaybookFile): PhaseTemplate[] => {
  const before = precedence(content);
  const integrations = entriesOf(content.integrations).map(([key]) => key);
  return phasesOf(content).map(([key, phase], index, all): PhaseTemplate => {
    const owner = phase.owner ?? 'team.csm';
    const previous = all[index - 1]?.[0];
    const usual: GateTemplate | null = previous === undefined ? null : { responsible: owner, criteria: [{ kind: 'phase_done', phase: previous }] };
    return {
      key, name: phase.name ?? key, owner,
      entry: phase.entry ? gateOf(phase.entry, owner, integrations) : usual,
      exit: gateOf(phase.exit, owner, integrations) ?? { responsible: owner, criteria: [{ kind: 'tasks_done' }] },
      milestones: milestonesOf(phase),
      tasks: entriesOf(phase.tasks).map(([taskKey, task]) => taskOf(taskKey, task, before)),
    };
  });
};

/** All roles of the file and those that are always there. */
export const rolesOf = (content: PlaybookFile): Playbook['roles'] => {
  const written = entriesOf(content.roles);
  const known = new Set(written.map(([role]) => role));
  const own = written.map(([role, { label, required, from, namedBy }]): Playbook['roles'][number] => ({
    role, label: label ?? role, side: sideOf(role), required: required ?? true,
    fillFrom: from === 'owner' || role === 'crm.owner' ? 'crm_owner' : from ? 'contact_role' : 'none',
    contactRoles: Array.isArray(from) ? from.map((contactRole) => contactRole.toLowerCase()) : [],
    namedBy: namedBy ?? (role === 'crm.owner' ? null : defaultNamer(role, known)),
  }));
  return [...own, ...builtInRoles.filter(({ role }) => !known.has(role))];
};

export const laddersOf = (content: PlaybookFile): Record<string, Ladder> => {
  const written = entriesOf(content.ladders).map(([key, { rungs, urgent }]): [string, Ladder] => [
    key,
    {
      urgent: urgent ?? false,
      rungs: rungs.map(({ at, kind, to, orElse, every }) => ({ at, kind, to: to ?? 'owner', orElse: orElse ?? null, repeatEvery: every ?? null })).sort((a, b) => a.at - b.at),
    },
  ]);
  return { ...defaultLadders(new Set(rolesOf(content).map(({ role }) => role))), ...Object.fromEntries(written) };
};

const handoffFields = (content: PlaybookFile): HandoffField[] =>
  entriesOf(content.handoff?.fields).map(([key, field]) => ({
    key, label: field.label ?? key, help: field.help ?? null, required: field.required ?? true, crm: field.crm ?? { object: 'deal', field: key },
  }));

const formsOf = (content: PlaybookFile): Playbook['forms'] =>
  Object.fromEntries(entriesOf(content.forms).map(([key, { title, fields }]) => [key, {
    title,
    fields: Object.entries(fields).map(([fieldKey, field]) => ({
      key: fieldKey, label: field.label, kind: field.kind ?? 'text', required: field.required ?? false, options: field.options ?? [], when: field.when ?? null,
    })),
  }]));

const importsOf = (content: PlaybookFile): Playbook['imports'] =>
  Object.fromEntries(entriesOf(content.imports).map(([key, { title, columns }]) => [key, {
    title, columns: Object.entries(columns).map(([columnKey, column]) => ({ key: columnKey, label: column.label, required: column.required ?? false, kind: column.kind ?? 'text' })),
  }]));

const crmOf = ({ crm }: PlaybookFile): Playbook['crm'] => ({
  stages: crm?.stages ?? {},
  renewal: crm?.renewal
    ? {
        pipeline: crm.renewal.pipeline, stage: crm.renewal.stage, termMonths: crm.renewal.term ?? defaults.termMonths,
        basis: crm.renewal.basis ?? 'contract_start', createDeal: crm.renewal.createDeal ?? true,
      }
    : null,
  fields: crm?.fields ?? {},
});

export const compile = (content: PlaybookFile, composedOf: string[]): Playbook => {
  const roles = rolesOf(content);
  const publishers = content.publish?.by ?? roles.map(({ role }) => role).filter((role) => role === 'team.csm' || role === 'team.implementation_manager');
  const kickoffAfterDays = content.dates?.kickoffAfter ?? defaults.kickoffAfterDays;
  return {
    key: content.key ?? '', name: content.name ?? '', description: content.description ?? '', format: 1, composedOf,
    selection: (content.selection ?? []).map(({ when, why, start, priority }) => ({ when, why, start: start ?? true, priority: priority ?? 0 })),
    calendar: content.calendar ?? { country: null, region: null },
    publish: { mode: content.publish?.automatic ? 'automatic' : 'person', roles: publishers },
    goLive: { approvers: content.goLive?.approvedBy ?? ['team.csm'] },
    dates: { from: content.dates?.from === 'go-live' ? 'go_live' : 'kickoff', kickoffAfterDays },
    handoff: { fields: handoffFields(content), ladder: content.handoff?.ladder ?? 'handoff' },
    roles,
    phases: phaseTemplates(content),
    workstreams: Object.entries(content.workstreams ?? {}).map(([key, name]) => ({ key, name })),
    integrations: entriesOf(content.integrations).map(([key, item]) => ({
      key, name: item.name ?? key, owner: item.owner ?? 'customer.lead', environments: item.environments ?? ['production'], initial: item.initial ?? 'not_started',
      checks: Object.entries(item.checks ?? {}).map(([checkKey, name]) => ({ key: checkKey, name })), when: item.when ?? null,
    })),
    ladders: laddersOf(content),
    forms: formsOf(content),
    imports: importsOf(content),
    trainings: entriesOf(content.trainings).map(([key, { audience, materials }]) => ({ key, audience, materials: materials ?? [] })),
    messages: { weeklyReport: null, ...defaultMessages, ...content.messages },
    hypercareDays: content.hypercare ?? defaults.hypercareDays,
    checkIns: content.checkIns ?? [...defaults.checkIns],
    renewalReminders: content.renewalReminders ?? [...defaults.renewalReminders],
    budget: content.budget ? { hours: content.budget.hours, hourlyRateCents: Math.round(content.budget.hourlyRate * 100), currency: content.budget.currency } : null,
    crm: crmOf(content),
    translations: content.translations ?? {},
  };
};
