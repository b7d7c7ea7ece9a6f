import { useState } from 'react';
import type { AboardColumns, SheetView } from '../../api/types.ts';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Table } from '../../ui/table.tsx';
import { plural } from '../../ui/words.ts';
import { asTyped, wordsIn } from './done-words.ts';

const none = '';
type Named = Exclude<keyof AboardColumns, 'doneWords' | 'dateOrder'>;
const fields: readonly { key: Named; label: string; isNeeded: boolean }[] = [
  { key: 'customer', label: 'Customer: company, deal’s name or its id', isNeeded: true },
  { key: 'task', label: 'Task', isNeeded: true },
  { key: 'status', label: 'Status', isNeeded: false },
  { key: 'doneOn', label: 'Done on', isNeeded: false },
  { key: 'dueOn', label: 'Due', isNeeded: false },
  { key: 'owner', label: 'Owner’s email', isNeeded: false },
  { key: 'startOn', label: 'Started on (the earliest is the kickoff)', isNeeded: false },
];

const orderChoices = [
  { key: 'day_first', label: 'The day first' },
  { key: 'month_first', label: 'The month first' },
] as const;

const openIn = (view: SheetView, { doneOn, dueOn, startOn }: AboardColumns): SheetView['openDates'] =>
  view.openDates.filter(({ column }) => [doneOn, dueOn, startOn].includes(column));

/** Somebody has to say first how its dates are meant. */
export const isOrderOpen = (view: SheetView, columns: AboardColumns): boolean =>
  columns.dateOrder === null && openIn(view, columns).length > 0;

interface Props {
  view: SheetView;
  columns: AboardColumns;
  onChange: (columns: AboardColumns) => void;
}

/** Which column says what; guessed, and corrected by who knows. */
export function SheetColumns({ view, columns, onChange }: Props) {
  const choices = view.columns.map((column) => ({ key: column, label: column }));
  const [open] = openIn(view, columns);
  const [typed, setTyped] = useState('');
  return (
    <fieldset className="stack plain-fieldset">
      <legend className="strong">{plural(view.rows, 'row')}; which column says what?</legend>
      <div className="field-grid">
        {fields.map(({ key, label, isNeeded }) => (
          <SelectField
            key={key}
            label={label}
            isRequired={isNeeded}
            value={columns[key] ?? none}
            onChange={(column) => onChange({ ...columns, [key]: column === none ? null : column })}
            choices={isNeeded ? choices : [{ key: none, label: 'Not in the table' }, ...choices]}
          />
        ))}
        {open && (
          <SelectField
            label={`Dates such as ${open.sample}`}
            isRequired
            value={columns.dateOrder}
            onChange={(dateOrder) => onChange({ ...columns, dateOrder })}
            choices={orderChoices}
          />
        )}
      </div>
      {columns.status !== null && (
        <TextField
          label="Words that mean done"
          value={asTyped(typed, columns.doneWords)}
          onChange={(text) => {
            setTyped(text);
            onChange({ ...columns, doneWords: wordsIn(text) });
          }}
        />
      )}
      <Table
        label="The first rows"
        columns={view.columns.map((column, n) => ({
          key: column,
          head: column,
          cell: ({ cells }: { id: string; cells: string[] }) => <span className="cell-wrap">{cells[n]}</span>,
        }))}
        rows={view.shown.map((cells, n) => ({ id: String(n), cells }))}
        rowKey={({ id }) => id}
      />
    </fieldset>
  );
}
