import { type SubmitEvent, useState } from 'react';
import { checkMapping, ourValue } from '../../../contracts/mapping-rules.ts';
import type { MappingEntry } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useEditing } from './editing.tsx';
import { FieldChoice } from './field-choice.tsx';
import { type Direction, directionWord, oursLabel, type Winner } from './mapping-words.ts';
import { OnTheWay } from './on-the-way.tsx';
import { Problems } from './problems.tsx';

const fresh: MappingEntry = {
  ours: '',
  object: 'deal',
  field: '',
  direction: 'to_crm',
  transform: { kind: 'none' },
  default: null,
  whoWins: 'ours',
};

const usualWinner = (direction: Direction): Winner => (direction === 'from_crm' ? 'crm' : 'ours');

/** One entry, checked at each press by the rules that the server holds to. */
export function EntryPanel({ index, onClose }: { index: number | null; onClose: () => void }) {
  const { content, change } = useEditing();
  const at = index ?? content.entries.length;
  const [entry, setEntry] = useState<MappingEntry>(content.entries[at] ?? fresh);
  const set = (next: Partial<MappingEntry>): void => setEntry((before) => ({ ...before, ...next }));
  const next = { ...content, entries: content.entries.toSpliced(at, 1, entry) };
  const isWhole = entry.ours !== '' && entry.field !== '';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!isWhole) return;
    change(next);
    onClose();
  };
  const remove = (): void => {
    change({ ...content, entries: content.entries.toSpliced(at, 1) });
    onClose();
  };
  return (
    <SidePanel title={index === null ? 'Map a field' : oursLabel(entry.ours)} onClose={onClose}>
      <form className="stack mapping-entry" onSubmit={submit}>
        <h2>{index === null ? 'Map a field' : oursLabel(entry.ours)}</h2>
        <OursChoice entry={entry} onChange={set} />
        {entry.ours !== '' && <FieldChoice entry={entry} onChange={set} />}
        {isWhole && <OnTheWay entry={entry} onChange={set} />}
        {isWhole && <EntryProblems at={at} next={next} />}
        <div className="dialog-actions">
          {index !== null && (
            <Button look="quiet" onPress={remove}>
              Remove
            </Button>
          )}
          <Button type="submit" look="primary" isDisabled={!isWhole}>
            {index === null ? 'Add' : 'Change'}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

export interface PartProps {
  entry: MappingEntry;
  onChange: (next: Partial<MappingEntry>) => void;
}

function OursChoice({ entry, onChange }: PartProps) {
  const { choices } = useEditing();
  const known = ourValue(entry.ours);
  const choose = (ours: string): void => {
    const directions = ourValue(ours)?.directions ?? [];
    const direction = directions.includes(entry.direction) ? entry.direction : (directions[0] ?? 'to_crm');
    onChange({
      ours,
      direction,
      whoWins: usualWinner(direction),
      field: '',
      transform: { kind: 'none' },
      default: null,
    });
  };
  return (
    <>
      <SearchSelect
        label="Our value"
        help={known?.explanation}
        placeholder="Search what Gangway knows"
        value={entry.ours || null}
        onChange={choose}
        choices={(choices?.ours ?? []).map(({ name, label, explanation }) => ({
          key: name,
          label,
          detail: explanation,
        }))}
      />
      {known && (
        <SelectField
          label="Direction"
          isRequired
          help={
            known.directions.length > 1
              ? undefined
              : known.directions.includes('to_crm')
                ? 'It is worked out here, so it cannot be read from the CRM.'
                : 'It is told by the CRM, so it cannot be written there.'
          }
          value={entry.direction}
          onChange={(direction) => onChange({ direction, whoWins: usualWinner(direction) })}
          choices={known.directions.map((key) => ({ key, label: directionWord[key] }))}
        />
      )}
    </>
  );
}

function EntryProblems({ at, next }: { at: number; next: Parameters<typeof checkMapping>[0] }) {
  const { world } = useEditing();
  const issues = world ? checkMapping(next, world).filter((issue) => issue.at === `entries.${at}`) : [];
  return (
    <div role="status">
      <Problems issues={issues} />
    </div>
  );
}
