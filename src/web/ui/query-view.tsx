import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { InstantText } from './date-text.tsx';
import { Loading } from './skeleton.tsx';
import { ErrorState, PartialBanner } from './states.tsx';

type Readable<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'dataUpdatedAt' | 'refetch'>;

interface QueryViewProps<T> {
  query: Readable<T>;
  skeleton: ReactNode;
  /** where an error stands: in a part of a page, as all that the page shows, or in a document without any frame */
  place?: 'part' | 'page' | 'document';
  children: (data: T) => ReactNode;
}

/** The states of every view: loading, error, and what was read before with a word that it is old. */
export function QueryView<T>({ query, skeleton, place = 'part', children }: QueryViewProps<T>) {
  if (query.data === undefined) {
    if (!query.error) return <Loading>{skeleton}</Loading>;
    const state = <ErrorState error={query.error} isPage={place !== 'part'} onRetry={() => void query.refetch()} />;
    return place === 'document' ? <main>{state}</main> : state;
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
