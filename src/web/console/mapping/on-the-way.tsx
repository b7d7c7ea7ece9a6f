import { offerOf, ourValue } from '../../../contracts/mapping-rules.ts';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useEditing } from './editing.tsx';
import type { PartProps } from './entry-panel.tsx';
import { fieldOf, transformWord, winnerChoices } from './mapping-words.ts';
import { TransformFields } from './transform-fields.tsx';

/** What happens to a value between us and the CRM. */
export function OnTheWay({ entry, onChange }: PartProps) {
  const { choices, world } = useEditing();
  const field = fieldOf(choices, entry);
  const mine = ourValue(entry.ours)?.options ?? [];
  const theirs = field?.options ?? [];
  const isRead = entry.direction === 'from_crm';
  const offered = field && world ? offerOf(entry, field, world).transforms : [];
  const others = offered.filter(({ kind }) => kind !== entry.transform.kind);
  const choose = (kind: string): void => {
    const transform = others.find((one) => one.kind === kind);
    if (transform) onChange({ transform });
  };
  return (
    <>
      <SelectField
        label="On the way"
        isRequired
        value={entry.transform.kind}
        onChange={choose}
        choices={[entry.transform, ...others].map(({ kind }) => ({ key: kind, label: transformWord[kind] }))}
      />
      <TransformFields
        key={`${entry.field}.${entry.transform.kind}`}
        transform={entry.transform}
        from={isRead ? theirs : mine}
        into={isRead ? mine : theirs}
        onChange={(transform) => onChange({ transform })}
      />
      <TextField
        label="If it is empty"
        isRequired={false}
        help={entry.direction === 'to_crm' ? 'Written instead; otherwise the field is emptied' : 'Taken instead'}
        value={entry.default ?? ''}
        onChange={(text) => onChange({ default: text === '' ? null : text })}
      />
      {!isRead && (
        <SelectField
          label="Who wins"
          isRequired
          help="Where somebody changed the field in the CRM since we last wrote it"
          value={entry.whoWins}
          onChange={(whoWins) => onChange({ whoWins })}
          choices={winnerChoices}
        />
      )}
    </>
  );
}
