import type { PhaseTemplate, PlaybookDetail, TaskTemplate } from '../../api/types.ts';
import { Fact, Tag } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/page.tsx';
import { SideBadge } from '../../ui/person-chip.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { roleWords, taskTypeWord } from '../../ui/words.ts';
import { conditionWords, criterionWords, scheduleWords } from './playbook-words.ts';

type Playbook = PlaybookDetail['playbook'];

const columnsFor = (names: Map<string, string>): readonly Column<TaskTemplate>[] => [
  {
    key: 'name',
    head: 'Task',
    width: '38%',
    cell: (task) => (
      <>
        <span className="strong">{task.name}</span>{' '}
        {task.visibility === 'internal' && (
          <Fact tone="neutral" icon="lock">
            Internal
          </Fact>
        )}
        <span className="cell-sub">
          {taskTypeWord[task.type]}
          {task.when && `, only where ${conditionWords(task.when)}`}
        </span>
      </>
    ),
  },
  {
    key: 'who',
    head: 'Who',
    cell: ({ role, side }) => (
      <>
        {roleWords(role)} <SideBadge side={side} />
      </>
    ),
  },
  { key: 'when', head: 'When, in business days', cell: scheduleWords },
  {
    key: 'after',
    head: 'Waits for',
    isMinor: true,
    cell: ({ dependsOn }) => <span className="soft">{dependsOn.map((key) => names.get(key) ?? key).join(', ')}</span>,
  },
  { key: 'hours', head: 'Hours', isNumber: true, isMinor: true, cell: ({ plannedHours }) => plannedHours },
];

export function PlaybookPlan({ playbook }: { playbook: Playbook }) {
  const names = new Map(playbook.phases.flatMap(({ tasks }) => tasks.map(({ key, name }) => [key, name])));
  return playbook.phases.map((phase, position) => (
    <Phase key={phase.key} phase={phase} position={position} columns={columnsFor(names)} />
  ));
}

function Phase({
  phase,
  position,
  columns,
}: {
  phase: PhaseTemplate;
  position: number;
  columns: readonly Column<TaskTemplate>[];
}) {
  return (
    <Section title={`${position + 1}. ${phase.name}`} actions={<span className="soft">{roleWords(phase.owner)}</span>}>
      <ul className="playbook-milestones">
        {phase.milestones.map(({ key, name, definitionOfDone, firstValue, goLive }) => (
          <li key={key}>
            <Icon name={goLive ? 'flag' : firstValue ? 'star' : 'diamond'} />
            <span>
              <b>{name}</b>
              {firstValue && (
                <>
                  {' '}
                  <Tag tone="accent">First value</Tag>
                </>
              )}
              {goLive && (
                <>
                  {' '}
                  <Tag tone="accent">Go-live</Tag>
                </>
              )}{' '}
              <span className="soft">{definitionOfDone}</span>
            </span>
          </li>
        ))}
        {(
          [
            ['To enter', phase.entry],
            ['To leave', phase.exit],
          ] as const
        ).map(
          ([words, gate]) =>
            gate &&
            gate.criteria.length > 0 && (
              <li key={words}>
                <Icon name="lock" />
                <span>
                  <b>{words}</b>{' '}
                  <span className="soft">
                    {gate.criteria.map(criterionWords).join(', ')}; {roleWords(gate.responsible)} is responsible
                  </span>
                </span>
              </li>
            ),
        )}
      </ul>
      <Table label={`Tasks of ${phase.name}`} columns={columns} rows={phase.tasks} rowKey={({ key }) => key} />
    </Section>
  );
}
