import { useState } from 'react';
import { cautionOf, ourValue } from '../../../contracts/mapping-rules.ts';
import type { MappingEntry } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useEditing } from './editing.tsx';
import { EntryPanel } from './entry-panel.tsx';
import {
  type Direction,
  directionWord,
  fieldOf,
  fieldTypeWord,
  oursLabel,
  placeOf,
  transformWords,
  winnerWord,
} from './mapping-words.ts';
import { Problems } from './problems.tsx';
import './mapping.css';

interface Row extends MappingEntry {
  at: number;
}

export function Way({ direction }: { direction: Direction }) {
  return (
    <span className="row mapping-way">
      <span className={direction === 'from_crm' ? 'mapping-way-back' : undefined}>
        <Icon name={direction === 'both' ? 'ledger' : 'arrow'} size={14} />
      </span>
      {directionWord[direction]}
    </span>
  );
}

export function Entries() {
  const { content, mayEdit } = useEditing();
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const add = mayEdit && (
    <Button icon="plus" onPress={() => setOpen('new')}>
      Add a field
    </Button>
  );
  return (
    <>
      {content.entries.length === 0 ? (
        <EmptyState icon="ledger" title="No field is mapped yet" action={add}>
          Gangway writes its own gangway_ fields all the same. Map what your teams already look at: health, dates, who
          looks after the customer, or what sales fills in for the plan.
        </EmptyState>
      ) : (
        <>
          <div className="toolbar">
            <span className="soft">Where a playbook maps the same field, the playbook goes before.</span>
            <div className="toolbar-end">{add}</div>
          </div>
          <EntryTable onOpen={setOpen} />
        </>
      )}
      {open !== null && <EntryPanel index={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function EntryTable({ onOpen }: { onOpen: (at: number) => void }) {
  const { content, choices, mayEdit } = useEditing();
  const columns: Column<Row>[] = [
    {
      key: 'ours',
      head: 'Our value',
      width: '23%',
      cell: ({ at, ours }) => (
        <span>
          {mayEdit ? (
            <button type="button" className="row-open" onClick={() => onOpen(at)}>
              {oursLabel(ours)}
            </button>
          ) : (
            <span className="strong">{oursLabel(ours)}</span>
          )}
          <span className="cell-sub">{ourValue(ours)?.explanation ?? ours}</span>
        </span>
      ),
    },
    { key: 'way', head: 'Direction', width: '160px', cell: ({ direction }) => <Way direction={direction} /> },
    {
      key: 'field',
      head: 'CRM field',
      width: '22%',
      cell: (entry) => {
        const there = fieldOf(choices, entry);
        return (
          <span>
            {there?.label ?? entry.field}
            <span className="cell-sub cell-wrap">
              {placeOf(entry)}
              {there && ` · ${fieldTypeWord[there.type]}`}
            </span>
          </span>
        );
      },
    },
    {
      key: 'transform',
      head: 'On the way',
      isMinor: true,
      cell: ({ transform, default: fallback }) => (
        <span>
          {transformWords(transform) ?? <span className="faint">As it is</span>}
          {fallback !== null && <span className="cell-sub">empty becomes “{fallback}”</span>}
        </span>
      ),
    },
    {
      key: 'wins',
      head: 'Who wins',
      cell: ({ direction, whoWins }) => winnerWord[direction === 'from_crm' ? 'crm' : whoWins],
    },
    { key: 'state', head: 'State', width: '26%', cell: (entry) => <EntryState entry={entry} /> },
  ];
  return (
    <Table
      label="Mapped fields"
      rows={content.entries.map((entry, at) => ({ ...entry, at }))}
      rowKey={({ at }) => String(at)}
      columns={columns}
    />
  );
}

function EntryState({ entry }: { entry: Row }) {
  const { issues, view, choices } = useEditing();
  const stopped = view.stoppedFields.find(({ object, field }) => object === entry.object && field === entry.field);
  const mine = issues.filter(({ at }) => at === `entries.${entry.at}`);
  if (mine.length > 0) return <Problems issues={mine} />;
  if (stopped)
    return (
      <span>
        <Fact tone="late" icon="pause">
          Stopped
        </Fact>
        <span className="cell-sub">{stopped.reason}</span>
      </span>
    );
  const caution = cautionOf(entry);
  if (caution !== null)
    return (
      <span>
        <Fact tone="attention" icon="alert">
          Fits, with care
        </Fact>
        <span className="cell-sub">{caution}</span>
      </span>
    );
  return choices ? (
    <Fact tone="fine" icon="circleCheck">
      Fits
    </Fact>
  ) : null;
}
