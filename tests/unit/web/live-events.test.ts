/** What stands on a screen when the live events begin may be older than the first of them. */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { followLiveEvents } from '../../../src/web/api/live-events.ts';

class Stream extends EventTarget {
  static last: Stream | null = null;
  isOpen = true;
  constructor() {
    super();
    Stream.last = this;
  }
  close(): void {
    this.isOpen = false;
  }
}
class Page extends EventTarget {
  visibilityState = 'visible';
}
afterEach(() => vi.unstubAllGlobals());

function follow() {
  vi.stubGlobal('EventSource', Stream);
  const page = new Page();
  vi.stubGlobal('document', page);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  followLiveEvents(queries, () => {});
  const happens = (name: string): unknown => Stream.last?.dispatchEvent(new Event(name));
  const turns = (visibilityState: 'visible' | 'hidden'): void => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { queries, happens, turns };
}

it('is read again where it was answered before them', async () => {
  const { queries, happens } = follow();
  let rows = 0;
  const seen = new QueryObserver(queries, { queryKey: ['ledger'], queryFn: () => rows });
  seen.subscribe(() => {});
  await expect.poll(() => seen.getCurrentResult().data).toBe(0);
  rows = 1;
  happens('open');
  await expect.poll(() => seen.getCurrentResult().data).toBe(1);
});

it('is read again where its answer was on its way when they began', async () => {
  const { queries, happens } = follow();
  const answers: ((rows: number) => void)[] = [];
  const seen = new QueryObserver(queries, {
    queryKey: ['ledger'],
    queryFn: () => new Promise<number>((resolve) => void answers.push(resolve)),
  });
  seen.subscribe(() => {});
  await expect.poll(() => answers).toHaveLength(1);
  happens('open');
  answers[0]?.(0);
  await expect.poll(() => answers).toHaveLength(2);
  answers[1]?.(1);
  await expect.poll(() => seen.getCurrentResult().data).toBe(1);
});

it('is not taken away to be asked again where it was refused, unless the connection was lost', async () => {
  const { queries, happens } = follow();
  let asked = 0;
  const seen = new QueryObserver(queries, {
    queryKey: ['onboarding'],
    retry: false,
    queryFn: () => {
      asked += 1;
      return Promise.reject(new Error('There is no such onboarding'));
    },
  });
  seen.subscribe(() => {});
  await expect.poll(() => seen.getCurrentResult().isError).toBe(true);
  happens('open');
  await queries.invalidateQueries({ queryKey: ['another'] });
  expect([asked, seen.getCurrentResult().isError]).toEqual([1, true]);
  happens('error');
  happens('open');
  await expect.poll(() => asked).toBe(2);
});

it('holds no connection while nobody sees it, and is read again when somebody does', async () => {
  const { queries, happens, turns } = follow();
  let rows = 0;
  const seen = new QueryObserver(queries, { queryKey: ['ledger'], queryFn: () => rows });
  seen.subscribe(() => {});
  await expect.poll(() => seen.getCurrentResult().data).toBe(0);
  const first = Stream.last;
  turns('hidden');
  expect(first?.isOpen).toBe(false);
  rows = 1;
  turns('visible');
  turns('visible');
  expect(Stream.last).not.toBe(first);
  expect(Stream.last?.isOpen).toBe(true);
  happens('open');
  await expect.poll(() => seen.getCurrentResult().data).toBe(1);
});
