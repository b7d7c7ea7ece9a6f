import type { ReactNode } from 'react';

interface FoldProps {
  title: string;
  count: number;
  isOpen?: boolean;
  children: ReactNode;
}

/** Some of what a record has, folded away until it is wanted. */
export function Fold({ title, count, isOpen = false, children }: FoldProps) {
  return (
    <details className="card sandbox-fold" open={isOpen}>
      <summary>
        <span className="strong">{title}</span> <span className="faint">{count}</span>
      </summary>
      <div className="sandbox-fold-body">{children}</div>
    </details>
  );
}

/** What Gangway has written, by the field's name without our prefix. */
export function WrittenByGangway({ values }: { values: [name: string, value: string][] }) {
  return (
    <Fold title="Written by Gangway" count={values.length} isOpen>
      {values.length === 0 ? (
        <p className="faint">Nothing yet. It begins when the deal is won.</p>
      ) : (
        <dl className="written">
          {values.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value.startsWith('http') ? <a href={value}>{value}</a> : value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Fold>
  );
}
