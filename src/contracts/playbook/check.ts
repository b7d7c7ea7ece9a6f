/** What a composed playbook must have and may refer to, with the place where it is wrong. */
import { isKnownCountry } from '../../domain/calendar.ts';
import { findCycle } from '../../domain/dependency-graph.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { checkCrm } from './check-crm.ts';
import { checkLadders } from './check-ladders.ts';
import { checkPhases } from './check-phases.ts';
import { checkTranslations } from './check-translations.ts';
import { indispensableRoles } from './defaults.ts';
import { entriesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import { References, type Report } from './references.ts';
import { templateGraph } from './template-graph.ts';

const checkHead = (content: PlaybookFile, references: References): void => {
  const { key, name, selection, calendar, publish, goLive, handoff } = content;
  references.demand(key !== undefined, ['key'], 'the playbook needs a key, such as standard-mid-market');
  references.demand(name !== undefined, ['name'], 'the playbook needs a name');
  const hasSelection = (selection ?? []).length > 0;
  references.demand(
    hasSelection,
    ['selection'],
    'the playbook needs a selection: which deals it is for (when: always for all)',
  );
  selection?.forEach(({ when }, index) => references.checkCondition(when, ['selection', index, 'when']));
  const isKnown = calendar === undefined || isKnownCountry(calendar.country);
  references.demand(isKnown, ['calendar'], `the holidays of "${calendar?.country ?? ''}" are not known`);
  publish?.by?.forEach((role) => references.check('roles', role, ['publish', 'by']));
  goLive?.approvedBy.forEach((role) => references.check('roles', role, ['goLive', 'approvedBy']));
  references.check('ladders', handoff?.ladder, ['handoff', 'ladder']);
  for (const [field, { label }] of entriesOf(handoff?.fields)) {
    references.demand(label !== undefined, ['handoff', 'fields', field], `the handoff field "${field}" needs a label`);
  }
};

const checkRoles = (content: PlaybookFile, references: References): void => {
  for (const role of indispensableRoles) {
    references.demand(references.has('roles', role), ['roles'], `the role ${role} is needed: the ladders turn to it`);
  }
  for (const [role, { namedBy, label }] of entriesOf(content.roles)) {
    references.check('roles', namedBy, ['roles', role, 'namedBy']);
    references.demand(label !== undefined, ['roles', role], `the role ${role} needs a label`);
  }
};

const checkIntegrations = (content: PlaybookFile, references: References): void => {
  for (const [key, { owner, name, when, checks }] of entriesOf(content.integrations)) {
    const path = ['integrations', key];
    references.demand(name !== undefined, path, `the integration "${key}" needs a name`);
    references.check('roles', owner, [...path, 'owner']);
    references.checkCondition(when, [...path, 'when']);
    const hasChecks = Object.keys(checks ?? {}).length > 0;
    references.demand(hasChecks, path, `the integration "${key}" needs checks: what must work before it is validated`);
  }
};

/** Everything but cycles. */
export const checkContent = (content: PlaybookFile, report: Report): void => {
  const references = new References(content, report);
  checkHead(content, references);
  checkRoles(content, references);
  checkIntegrations(content, references);
  checkLadders(content, references);
  checkPhases(content, references);
  checkTranslations(content, references);
  if (content.crm) checkCrm(content.crm, report);
};

/** Tasks, gates and milestones that wait for each other, with the whole path. */
export const checkCycles = (playbook: Playbook, report: Report): void => {
  const graph = templateGraph(playbook);
  const cycle = findCycle(graph.waitsFor);
  if (!cycle) return;
  const names = cycle.map((node) => graph.names[node] ?? '?');
  const task = cycle.map((node) => graph.taskPath(node)).find((path) => path !== null);
  report(task ? [...task, 'after'] : ['phases'], `these wait for each other: ${names.join(' → ')}`);
};
