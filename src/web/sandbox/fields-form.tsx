import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { useAct } from './use-act.ts';

export interface FormField {
  name: string;
  label: string;
  kind: 'text' | 'long' | 'number' | 'date' | 'choice';
  options: readonly { value: string; label: string }[];
  /** as the CRM holds it; empty: nothing */
  held: string;
  isRequired?: boolean;
}

interface FieldsFormProps {
  fields: FormField[];
  save: (changed: Record<string, string>) => Promise<unknown>;
}

/** What sales fills in: only what was changed is saved. */
export function FieldsForm({ fields, save }: FieldsFormProps) {
  const { act, isBusy } = useAct();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const changed = fields.flatMap(({ name, held }): [string, string][] => {
    const value = typed[name];
    return value === undefined || value === held ? [] : [[name, value]];
  });
  const submit = async () => {
    await act(() => save(Object.fromEntries(changed)), 'Saved in the CRM');
    setTyped({});
  };
  if (fields.length === 0) return null;
  return (
    <details className="card sandbox-fold" open>
      <summary className="strong">What sales fills in</summary>
      <div className="sandbox-fold-body stack">
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={typed[field.name] ?? field.held}
            onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <div>
          <Button isPending={isBusy} isDisabled={changed.length === 0} onPress={() => void submit()}>
            Save in the CRM
          </Button>
        </div>
      </div>
    </details>
  );
}

interface FieldProps {
  field: FormField;
  value: string;
  onChange: (value: string) => void;
}

function Field({ field: { label, kind, options, isRequired = false }, value, onChange }: FieldProps) {
  return kind === 'choice' ? (
    <SelectField
      label={label}
      value={value === '' ? 'empty' : value}
      onChange={(chosen) => onChange(chosen === 'empty' ? '' : chosen)}
      choices={[
        ...(isRequired ? [] : [{ key: 'empty', label: 'Empty' }]),
        ...options.map(({ value: key, label: words }) => ({ key, label: words })),
      ]}
    />
  ) : (
    <TextField
      label={label}
      lines={kind === 'long' ? 2 : undefined}
      type={kind === 'date' ? 'date' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : undefined}
      value={kind === 'date' ? value.slice(0, 10) : value}
      onChange={onChange}
    />
  );
}
