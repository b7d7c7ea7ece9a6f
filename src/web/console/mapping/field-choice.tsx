import { cautionOf, isOwnField, offerOf } from '../../../contracts/mapping-rules.ts';
import { Fact } from '../../ui/badge.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useEditing } from './editing.tsx';
import type { PartProps } from './entry-panel.tsx';
import { type CrmField, type CrmObject, fieldTypeWord, objectWord } from './mapping-words.ts';

const marks = ({ name, type, isWritable, isUnique }: CrmField): string =>
  [
    fieldTypeWord[type],
    isOwnField(name) && 'written by Gangway itself',
    !isWritable && 'read-only',
    isUnique && 'unique',
  ]
    .filter(Boolean)
    .join(' · ');

/** What fits as it is stands first, then what fits by a transform. */
const effort = ({ transforms, why }: ReturnType<typeof offerOf>): number =>
  transforms.length === 0 ? 3 : why === null ? 0 : 1;

/** Our own fields are written anyway, so they are rarely meant. */
const rank = ({ field, offer }: { field: CrmField; offer: ReturnType<typeof offerOf> }): number =>
  effort(offer) + (isOwnField(field.name) ? 2 : 0);

const objects: readonly CrmObject[] = ['deal', 'company'];

/** Out of the CRM's own list; what does not fit stands there with why. */
export function FieldChoice({ entry, onChange }: PartProps) {
  const { choices, world } = useEditing();
  if (!choices || !world) return null;
  const offered = choices.fields[entry.object]
    .map((field) => ({ field, offer: offerOf(entry, field, world) }))
    .sort((a, b) => rank(a) - rank(b));
  const caution = cautionOf(entry);
  const choose = (name: string): void => {
    const transforms = offered.find(({ field }) => field.name === name)?.offer.transforms ?? [];
    const transform = transforms.find(({ kind }) => kind === entry.transform.kind) ? entry.transform : transforms[0];
    onChange({ field: name, transform: transform ?? { kind: 'none' } });
  };
  return (
    <>
      <SelectField
        label="CRM object"
        isRequired
        value={entry.object}
        onChange={(object) => onChange({ object, field: '' })}
        choices={objects.map((key) => ({ key, label: objectWord[key] }))}
      />
      <SearchSelect
        // its list is made anew with what now fits
        key={`${entry.ours} ${entry.direction} ${entry.object}`}
        label="CRM field"
        placeholder="Search the CRM’s fields"
        value={entry.field || null}
        onChange={choose}
        choices={offered.map(({ field, offer }) => ({
          key: field.name,
          label: `${field.label} (${field.name})`,
          detail: marks(field),
          why: offer.transforms.length === 0 ? offer.why : null,
        }))}
      />
      {caution !== null && (
        <Fact tone="attention" icon="alert">
          {caution}
        </Fact>
      )}
    </>
  );
}
