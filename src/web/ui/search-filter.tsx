import { useEffect, useState } from 'react';
import { SearchField } from './field.tsx';

const pauseMs = 250;

interface SearchFilterProps {
  label: string;
  value: string | undefined;
  /** once the typing pauses; undefined: nothing is searched for */
  onChange: (value: string | undefined) => void;
}

/** A search that stands in the address: asked for when the typing pauses, not with each letter. */
export function SearchFilter({ label, value = '', onChange }: SearchFilterProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => typed !== value && onChange(typed || undefined), pauseMs);
    return () => clearTimeout(timer);
  });
  return <SearchField label={label} value={typed} onChange={setTyped} />;
}
