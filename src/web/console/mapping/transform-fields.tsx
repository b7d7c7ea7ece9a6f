import { useState } from 'react';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { Transform } from './mapping-words.ts';
import { NumberField } from '../../ui/number-field.tsx';

interface Option {
  value: string;
  label: string;
}
interface TransformFieldsProps {
  transform: Transform;
  /** the values that go in, and those that come out; empty where any text may be */
  from: readonly Option[];
  into: readonly Option[];
  onChange: (transform: Transform) => void;
}

/** The few parameters of a transform. */
export function TransformFields({ transform, from, into, onChange }: TransformFieldsProps) {
  switch (transform.kind) {
    case 'none':
    case 'major_units':
      return null;
    case 'shift_days':
      return (
        <NumberField
          label="Days"
          help="Calendar days; with a minus earlier"
          value={transform.days}
          onChange={(days) => onChange({ ...transform, days: days ?? 0 })}
        />
      );
    case 'template':
      return (
        <div className="field-grid">
          <TextField
            label="Before it"
            isRequired={false}
            value={transform.before}
            onChange={(before) => onChange({ ...transform, before })}
          />
          <TextField
            label="After it"
            isRequired={false}
            value={transform.after}
            onChange={(after) => onChange({ ...transform, after })}
          />
        </div>
      );
    case 'scale':
      return (
        <div className="field-grid">
          <NumberField
            label="Times"
            isWhole={false}
            value={transform.by}
            onChange={(by) => onChange({ ...transform, by: by ?? 1 })}
          />
          <NumberField
            label="Decimals"
            value={transform.decimals}
            onChange={(decimals) => onChange({ ...transform, decimals: Math.min(6, Math.max(0, decimals ?? 0)) })}
          />
        </div>
      );
    case 'values':
      return <Values transform={transform} from={from} into={into} onChange={onChange} />;
  }
}

type ValuesTransform = Extract<Transform, { kind: 'values' }>;
type ValuesProps = Omit<TransformFieldsProps, 'transform'> & { transform: ValuesTransform };

function Values({ transform, from, into, onChange }: ValuesProps) {
  const set = (value: string, becomes: string): void => {
    const { [value]: _, ...others } = transform.values;
    onChange({ ...transform, values: becomes === '' ? others : { ...others, [value]: becomes } });
  };
  return (
    <fieldset className="plain-fieldset stack-tight">
      <legend className="field-label">Each value becomes</legend>
      {from.length === 0 ? (
        <FreePairs transform={transform} onChange={onChange} />
      ) : (
        from.map(({ value, label }) => (
          <Target
            key={value}
            label={label}
            into={into}
            value={transform.values[value] ?? ''}
            onChange={(becomes) => set(value, becomes)}
          />
        ))
      )}
      <Target
        label="Every other value"
        into={into}
        value={transform.otherwise ?? ''}
        onChange={(otherwise) => onChange({ ...transform, otherwise: otherwise === '' ? null : otherwise })}
      />
    </fieldset>
  );
}

interface TargetProps {
  label: string;
  into: readonly Option[];
  value: string;
  onChange: (value: string) => void;
}

function Target({ label, into, value, onChange }: TargetProps) {
  if (into.length === 0) return <TextField label={label} isRequired={false} value={value} onChange={onChange} />;
  return (
    <SelectField
      label={label}
      isRequired={false}
      value={value}
      onChange={onChange}
      choices={[{ key: '', label: 'Nothing' }, ...into.map((option) => ({ key: option.value, label: option.label }))]}
    />
  );
}

function FreePairs({ transform, onChange }: Pick<ValuesProps, 'transform' | 'onChange'>) {
  const [text, setText] = useState(
    Object.entries(transform.values)
      .map(([value, becomes]) => `${value} = ${becomes}`)
      .join('\n'),
  );
  const read = (typed: string): void => {
    setText(typed);
    const pairs = typed.split('\n').flatMap((line) => {
      const [value = '', becomes = ''] = line.split('=').map((piece) => piece.trim());
      return value === '' || becomes === '' ? [] : [[value, becomes] as const];
    });
    onChange({ ...transform, values: Object.fromEntries(pairs) });
  };
  return (
    <TextField
      label="Values"
      help="One a line, such as: Acme = ACM"
      isRequired={false}
      lines={4}
      value={text}
      onChange={read}
    />
  );
}
