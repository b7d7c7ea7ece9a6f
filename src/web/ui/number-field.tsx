import { useState } from 'react';
import { TextField } from './field.tsx';

interface NumberFieldProps {
  label: string;
  help?: string;
  error?: string | undefined;
  value: number | null;
  isWhole?: boolean;
  isRequired?: boolean;
  /** null: it was emptied */
  onChange: (value: number | null) => void;
}

/** What was typed stays as it was typed; only a number goes on. */
export function NumberField({
  label,
  help,
  error,
  value,
  isWhole = true,
  isRequired = true,
  onChange,
}: NumberFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const number = Number(text);
  const isWrong = text.trim() !== '' && (!Number.isFinite(number) || (isWhole && !Number.isInteger(number)));
  return (
    <TextField
      label={label}
      help={help}
      isRequired={isRequired}
      inputMode={isWhole ? 'numeric' : 'decimal'}
      error={isWrong ? (isWhole ? 'Write a whole number' : 'Write a number') : error}
      value={text}
      onChange={(next) => {
        setText(next);
        const meant = Number(next);
        if (next.trim() === '') onChange(null);
        else if (Number.isFinite(meant) && (!isWhole || Number.isInteger(meant))) onChange(meant);
      }}
    />
  );
}
