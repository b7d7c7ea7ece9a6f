import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { InstantText } from './date-text.tsx';
import { Loading } from './skeleton.tsx';
import { ErrorState, PartialBanner } from './states.tsx';

type Readable<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'dataUpdatedAt' | 'refetch'>;

interface QueryViewProps<T> {
  query: Readable<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** The states of every view: loading, error, and what was read before with a word that it is old. */
export function QueryView<T>({ query, skeleton, children }: QueryViewProps<T>) {
  if (query.data === undefined) {
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading>{skeleton}</Loading>
    );
  }
  return (
    <>
      {query.error && (
        <PartialBanner what="This is not up to date">
          Read <InstantText at={new Date(query.dataUpdatedAt).toISOString()} />. {query.error.message}
        </PartialBanner>
      )}
      {children(query.data)}
    </>
  );
}
