import { type ReactNode, useEffect } from 'react';
import './page.css';

/** The browser's title says where one is, most particular first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Gangway`;
  }, [title]);
}

interface PageProps {
  title: string;
  /** above the title: where this belongs */
  above?: ReactNode;
  /** one primary action, and what else there is */
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above, actions, children }: PageProps) {
  useTitle(title);
  return (
    <div className="page">
      {above && <div className="page-above">{above}</div>}
      <div className="page-head">
        <h1>{title}</h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="spread">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface Fact {
  word: string;
  fact: ReactNode;
  /** takes a line of its own on a phone */
  isLong?: boolean;
}

/** Facts side by side: a word above, the fact below. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className="facts">
      {items.map(({ word, fact, isLong = false }) => (
        <div key={word} className={isLong ? 'facts-long' : undefined}>
          <dt>{word}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
