import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import './tabs.css';

export interface TabLink {
  label: string;
  to: LinkProps['to'];
  params?: LinkProps['params'];
  /** a number worth seeing before one looks */
  count?: number | undefined;
  isExact?: boolean;
}

/** Rooms of one thing; each has its own address, so they are links. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ label: words, to, params, count, isExact = false }) => (
        <Link
          key={words}
          to={to}
          params={params}
          activeOptions={{ exact: isExact, includeSearch: false }}
          className="tab"
          activeProps={{ className: 'tab tab-here', 'aria-current': 'page' }}
        >
          {words}
          {count ? <span className="tab-count">{count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

interface SwitchProps<K extends string> {
  label: string;
  choices: readonly { key: K; label: ReactNode }[];
  value: K;
  onChange: (value: K) => void;
}

/** Two to five views or filters of the same thing, one of them on. */
export function Switch<K extends string>({ label, choices, value, onChange }: SwitchProps<K>) {
  return (
    <div className="switch" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          className="switch-choice"
          aria-pressed={choice.key === value}
          onClick={() => onChange(choice.key)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
