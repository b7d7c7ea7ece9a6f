import type { PersonRef, Side } from '../api/types.ts';
import { sideWord } from './words.ts';
import './person-chip.css';

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase() || '?';

interface PersonChipProps {
  person: Pick<PersonRef, 'name' | 'side'> | null;
  /** shown while nobody fills the role */
  none?: string;
  hasSide?: boolean;
}

/** A person is a name and a side; what they owe stands beside it. */
export function PersonChip({ person, none = 'Nobody yet', hasSide = true }: PersonChipProps) {
  if (!person) return <span className="person person-none">{none}</span>;
  return (
    <span className="person">
      <span className={`person-mark side-${person.side}`} aria-hidden="true">
        {initials(person.name)}
      </span>
      <span className="person-name">{person.name}</span>
      {hasSide && <SideBadge side={person.side} />}
    </span>
  );
}

export function SideBadge({ side }: { side: Side }) {
  return <span className={`side side-${side}`}>{sideWord[side]}</span>;
}
