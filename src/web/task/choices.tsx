import { useId } from 'react';
import './choices.css';

interface ChoicesProps<K extends string> {
  label: string;
  choices: readonly { key: K; label: string }[];
  /** null: nothing is chosen yet */
  value: K | null;
  onChange: (value: K) => void;
}

/** A few answers, all in sight and big enough for a thumb. */
export function Choices<K extends string>({ label, choices, value, onChange }: ChoicesProps<K>) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend className="field-label">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.key} className="choice">
          <input type="radio" name={name} checked={choice.key === value} onChange={() => onChange(choice.key)} />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
