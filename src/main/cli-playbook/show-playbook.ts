/** A playbook as a person reads it: what it is for, who takes part, what happens when, who is chased how. */
import { describeCondition } from '../../domain/condition.ts';
import type { GateTemplate, Ladder, LadderRung, Playbook, TaskTemplate } from '../../domain/playbook.ts';
import { heading, table } from './table.ts';

const criterion = (need: GateTemplate['criteria'][number]): string => {
  switch (need.kind) {
    case 'phase_done':
      return `phase ${need.phase}`;
    case 'milestone_done':
      return `milestone ${need.milestone}`;
    case 'tasks_done':
      return 'tasks done';
    case 'integrations_validated':
      return `validated: ${need.integrations.join(', ')}`;
    case 'no_open_blockers':
      return 'no blockers';
    case 'approval':
      return `${need.role} approves "${need.label}"`;
  }
};
const gate = (template: GateTemplate | null): string =>
  template && template.criteria.length > 0
    ? `${template.criteria.map(criterion).join(', ')} (${template.responsible})`
    : 'open';

const signed = (days: number): string => (days === 0 ? '' : days > 0 ? `+${days}d` : `${days}d`);
const when = ({ schedule, dependsOn }: TaskTemplate): string => {
  if (schedule.from === 'kickoff') return `kickoff${signed(schedule.offsetDays)}`;
  if (schedule.from === 'go_live') return `go-live${signed(schedule.offsetDays)}`;
  return dependsOn.length > 0 ? 'after' : 'phase start';
};

const taskRow = (task: TaskTemplate): string[] => [
  task.key,
  task.type,
  task.role,
  when(task),
  `${task.schedule.durationDays}d`,
  task.dependsOn.join(', '),
  task.milestone ?? '',
  task.when ? describeCondition(task.when) : '',
];

const againOf = ({ repeatEvery, until }: LadderRung): string =>
  repeatEvery === null ? '' : `every ${repeatEvery}d${until === undefined ? '' : ` until ${signed(until)}`}`;

const capsOf = ({ caps }: Ladder): string =>
  [
    caps?.perTask !== undefined && `${caps.perTask} a task`,
    caps?.apartDays !== undefined && `${caps.apartDays}d apart`,
    caps?.perDay !== undefined && `${caps.perDay} a day`,
  ]
    .filter((part) => part !== false)
    .join(', ');

const rungRow = (name: string, ladder: Ladder, rung: LadderRung): string[] => [
  name,
  rung.at === 0 ? 'due day' : signed(rung.at),
  rung.kind,
  rung.orElse ? `${rung.to} (else ${rung.orElse})` : rung.to,
  againOf(rung),
  rung.channels?.join(', ') ?? '',
  capsOf(ladder),
];

const phaseText = (phase: Playbook['phases'][number]): string => {
  const milestones = phase.milestones.map(({ key, name, definitionOfDone, firstValue, goLive }) => [
    key,
    name,
    [firstValue && 'first value', goLive && 'go-live'].filter(Boolean).join(', '),
    definitionOfDone,
  ]);
  return [
    heading(`Phase ${phase.name} (${phase.owner})`),
    `entry: ${gate(phase.entry)}`,
    `exit: ${gate(phase.exit)}`,
    '',
    table(['milestone', 'name', 'mark', 'done when'], milestones),
    '',
    table(['task', 'type', 'role', 'due', 'takes', 'after', 'milestone', 'only when'], phase.tasks.map(taskRow)),
  ].join('\n');
};

export const showPlaybook = (playbook: Playbook): string => {
  const tasks = playbook.phases.flatMap((phase) => phase.tasks);
  const counted = (['customer', 'team', 'partner'] as const)
    .map((side) => `${tasks.filter((task) => task.side === side).length} ${side}`)
    .join(', ');
  return [
    heading(playbook.name),
    playbook.description,
    `${playbook.phases.length} phases, ${tasks.length} tasks (${counted}), from ${playbook.composedOf.join(' + ')}`,
    '',
    table(
      ['priority', 'starts', 'when', 'why'],
      playbook.selection
        .toSorted((a, b) => b.priority - a.priority)
        .map(({ priority, start, when: condition, why }) => [
          String(priority),
          start ? 'onboarding' : 'none',
          describeCondition(condition),
          why,
        ]),
    ),
    heading('Roles'),
    table(
      ['role', 'label', 'needed', 'filled from', 'named by'],
      playbook.roles.map((role) => [
        role.role,
        role.label,
        role.required ? 'yes' : 'if used',
        role.fillFrom === 'contact_role'
          ? role.contactRoles.join(', ')
          : role.fillFrom === 'crm_owner'
            ? 'deal owner'
            : '',
        role.namedBy ?? '',
      ]),
    ),
    heading('Sales handoff'),
    table(
      ['field', 'label', 'needed', 'in the CRM'],
      playbook.handoff.fields.map(({ key, label, required, crm }) => [
        key,
        label,
        required ? 'yes' : 'no',
        'field' in crm ? `${crm.object}.${crm.field}` : crm.object,
      ]),
    ),
    ...playbook.phases.map(phaseText),
    heading('Ladders'),
    table(
      ['ladder', 'when', 'what', 'to', 'again', 'channels', 'at most'],
      Object.entries(playbook.ladders).flatMap(([key, ladder]) =>
        ladder.rungs.map((rung) => rungRow(key, ladder, rung)),
      ),
    ),
    ...(playbook.integrations.length === 0
      ? []
      : [
          heading('Integrations'),
          table(
            ['integration', 'owner', 'environments', 'checks', 'only when'],
            playbook.integrations.map(({ name, owner, environments, checks, when: condition }) => [
              name,
              owner,
              environments.join(', '),
              String(checks.length),
              condition ? describeCondition(condition) : '',
            ]),
          ),
        ]),
  ].join('\n');
};
