/** A composed and checked file becomes the playbook the rules use, defaults filled in. */
import type { HandoffField, Playbook } from '../../domain/playbook.ts';
import { inMinorUnits } from '../../domain/money.ts';
import { sideByName } from '../../domain/open-roles.ts';
import { compileCrm } from './compile-crm.ts';
import { laddersOf } from './compile-ladders.ts';
import { phaseTemplates } from './compile-phases.ts';
import { builtInRoles, defaultMessages, defaultNamer, defaults } from './defaults.ts';
import { entriesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';

/** All roles of the file and those that are always there. */
export const rolesOf = (content: PlaybookFile): Playbook['roles'] => {
  const written = entriesOf(content.roles);
  const known = new Set(written.map(([role]) => role));
  const own = written.map(([role, { label, required, from, namedBy }]): Playbook['roles'][number] => ({
    role,
    label: label ?? role,
    side: sideByName(role),
    required: required ?? true,
    fillFrom: from === 'owner' || role === 'crm.owner' ? 'crm_owner' : from ? 'contact_role' : 'none',
    contactRoles: Array.isArray(from) ? from.map((contactRole) => contactRole.toLowerCase()) : [],
    namedBy: namedBy ?? (role === 'crm.owner' ? null : defaultNamer(role, known)),
  }));
  return [...own, ...builtInRoles.filter(({ role }) => !known.has(role))];
};

const handoffFields = (content: PlaybookFile): HandoffField[] =>
  entriesOf(content.handoff?.fields).map(([key, field]) => ({
    key,
    label: field.label ?? key,
    help: field.help ?? null,
    required: field.required ?? true,
    crm: field.crm ?? { object: 'deal', field: key },
  }));

const formsOf = (content: PlaybookFile): Playbook['forms'] =>
  Object.fromEntries(
    entriesOf(content.forms).map(([key, { title, fields }]) => [
      key,
      {
        title,
        fields: Object.entries(fields).map(([fieldKey, field]) => ({
          key: fieldKey,
          label: field.label,
          kind: field.kind ?? 'text',
          required: field.required ?? false,
          options: field.options ?? [],
          when: field.when ?? null,
        })),
      },
    ]),
  );

const importsOf = (content: PlaybookFile): Playbook['imports'] =>
  Object.fromEntries(
    entriesOf(content.imports).map(([key, { title, columns }]) => [
      key,
      {
        title,
        columns: Object.entries(columns).map(([columnKey, column]) => ({
          key: columnKey,
          label: column.label,
          required: column.required ?? false,
          kind: column.kind ?? 'text',
        })),
      },
    ]),
  );

export const compile = (content: PlaybookFile, composedOf: string[]): Playbook => {
  const roles = rolesOf(content);
  const publishers =
    content.publish?.by ??
    roles.map(({ role }) => role).filter((role) => role === 'team.csm' || role === 'team.implementation_manager');
  const kickoffAfterDays = content.dates?.kickoffAfter ?? defaults.kickoffAfterDays;
  return {
    key: content.key ?? '',
    name: content.name ?? '',
    description: content.description ?? '',
    format: content.format ?? 1,
    composedOf,
    selection: (content.selection ?? []).map(({ when, why, start, priority }) => ({
      when,
      why,
      start: start ?? true,
      priority: priority ?? 0,
    })),
    calendar: content.calendar ?? { country: null, region: null },
    publish: { mode: content.publish?.automatic ? 'automatic' : 'person', roles: publishers },
    ...(content.amendments && { amendments: content.amendments }),
    goLive: { approvers: content.goLive?.approvedBy ?? ['team.csm'] },
    dates: { from: content.dates?.from === 'go-live' ? 'go_live' : 'kickoff', kickoffAfterDays },
    handoff: { fields: handoffFields(content), ladder: content.handoff?.ladder ?? 'handoff' },
    roles,
    phases: phaseTemplates(content),
    workstreams: Object.entries(content.workstreams ?? {}).map(([key, name]) => ({ key, name })),
    integrations: entriesOf(content.integrations).map(([key, item]) => ({
      key,
      name: item.name ?? key,
      owner: item.owner ?? 'customer.lead',
      environments: item.environments ?? ['production'],
      initial: item.initial ?? 'not_started',
      checks: Object.entries(item.checks ?? {}).map(([checkKey, name]) => ({ key: checkKey, name })),
      when: item.when ?? null,
    })),
    ladders: laddersOf(content, new Set(roles.map(({ role }) => role))),
    forms: formsOf(content),
    imports: importsOf(content),
    trainings: entriesOf(content.trainings).map(([key, { audience, materials }]) => ({
      key,
      audience,
      materials: materials ?? [],
    })),
    messages: { weeklyReport: null, ...defaultMessages, ...content.messages },
    hypercareDays: content.hypercare ?? defaults.hypercareDays,
    checkIns: content.checkIns ?? [...defaults.checkIns],
    renewalReminders: content.renewalReminders ?? [...defaults.renewalReminders],
    budget: content.budget
      ? {
          hours: content.budget.hours,
          hourlyRateCents: inMinorUnits(content.budget.hourlyRate, content.budget.currency),
          currency: content.budget.currency,
        }
      : null,
    crm: compileCrm(content.crm),
    ...(content.slack && {
      slack: {
        channel: content.slack.channel,
        private: content.slack.private ?? true,
        shareWithCustomer: content.slack.shareWithCustomer ?? false,
      },
    }),
    translations: content.translations ?? {},
  };
};
