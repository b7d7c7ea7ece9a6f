import { Fact } from '../../ui/badge.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { capital, plainWords, plural, sideWord, taskTypeWord } from '../../ui/words.ts';
import type { OwnLadders, PlaybookDetail, Side, TaskTemplate } from '../../api/types.ts';
import { useLadders } from './ladder-changes.ts';
import { type Kind, ladderFor, type Place, together, usedAt, withUse } from './ladder-edits.ts';

interface Row {
  place: Place;
  name: string;
  about: string;
  tasks: readonly TaskTemplate[];
}
type Playbook = PlaybookDetail['playbook'];

const asAbove = '-';
const aboveWord = { playbook: 'Gangway’s own', phases: 'As the playbook', kinds: 'As their phase' } as const;
const sides = ['customer', 'team', 'partner'] as const satisfies readonly Side[];

const rowsOf = ({ phases }: Playbook): Row[] => {
  const tasks = phases.flatMap((phase) => phase.tasks);
  const kinds: Kind[] = [...new Set(tasks.map(({ type }) => type))].sort((a, b) =>
    taskTypeWord[a].localeCompare(taskTypeWord[b]),
  );
  return [
    {
      place: { of: 'playbook' },
      name: 'The whole playbook',
      about: 'Where nothing below says more',
      tasks,
    },
    ...phases.map(({ key, name, tasks: own }): Row => ({
      place: { of: 'phases', key },
      name,
      about: 'Phase',
      tasks: own,
    })),
    ...kinds.map((key): Row => ({
      place: { of: 'kinds', key },
      name: taskTypeWord[key],
      about: 'Kind of task, goes before the phase',
      tasks: tasks.filter(({ type }) => type === key),
    })),
  ];
};

/** Only sides that have something to do. */
const sidesOf = ({ phases }: Playbook): readonly Side[] =>
  sides.filter((side) => phases.some(({ tasks }) => tasks.some((task) => task.side === side)));

const isOwn = ({ use }: OwnLadders, place: Place): boolean =>
  place.of === 'playbook' ? use.playbook !== null : place.key in use[place.of];

export function LadderUse() {
  const { detail, own } = useLadders();
  const { playbook } = detail;
  const columns: readonly Column<Row>[] = [
    {
      key: 'what',
      head: 'Tasks',
      width: '34%',
      cell: ({ place, name, about, tasks }) => (
        <>
          <span className="strong">{name}</span>
          <span className="cell-sub">
            {about}, {plural(tasks.length, 'task')}
          </span>
          {isOwn(own, place) && (
            <Fact tone="accent" icon="diamond">
              Said here, not in the files
            </Fact>
          )}
        </>
      ),
    },
    ...sidesOf(playbook).map((side): Column<Row> => ({
      key: side,
      head: capital(sideWord[side]),
      cell: (row) => <UseCell row={row} side={side} />,
    })),
  ];
  return (
    <>
      <Table
        label="Who goes by which ladder"
        rows={rowsOf(playbook)}
        rowKey={({ place }) => (place.of === 'playbook' ? 'playbook' : `${place.of}.${place.key}`)}
        columns={columns}
      />
      <NamedByTasks />
    </>
  );
}

/** Tasks whose file names a ladder for them alone. */
function NamedByTasks() {
  const { detail, view } = useLadders();
  const saved = together(view.file, view.own);
  const named = detail.playbook.phases.flatMap(({ key: phase, tasks }) =>
    tasks.filter(({ ladder, type: kind, side }) => ladder !== ladderFor(saved, { kind, phase, side })),
  );
  if (named.length === 0) return null;
  return (
    <p className="faint small">
      The file names a ladder for {named.length === 1 ? 'one task' : `${named.length} tasks`} alone:{' '}
      {named.map(({ name, ladder }) => `${name} (${plainWords(ladder).toLowerCase()})`).join(', ')}.
    </p>
  );
}

function UseCell({ row: { place, name, tasks }, side }: { row: Row; side: Side }) {
  const { own, view, whole, mayEdit, change } = useLadders();
  const chosen = usedAt(whole, place)[side];
  if (chosen === undefined && !tasks.some((task) => task.side === side)) return <span className="faint">No task</span>;
  if (!mayEdit) return chosen === undefined ? <span className="faint">{aboveWord[place.of]}</span> : plainWords(chosen);
  return (
    <SelectField
      label={`${name}, ${sideWord[side]}`}
      isInline
      value={chosen ?? asAbove}
      onChange={(ladder) =>
        change(withUse(view.file, own, { place, side, ladder: ladder === asAbove ? null : ladder }))
      }
      choices={[
        {
          key: asAbove,
          label:
            place.of === 'playbook'
              ? `${plainWords(side === 'team' ? 'team' : 'default')} (standard)`
              : aboveWord[place.of],
        },
        ...Object.keys(whole.ladders).map((key) => ({ key, label: plainWords(key) })),
      ]}
    />
  );
}
