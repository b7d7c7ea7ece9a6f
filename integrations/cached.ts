/** A list that seldom changes: read once for many, again after `ttlMs` or when somebody misses an entry. */
export interface Cached<T> {
  get(): Promise<T>;
  refresh(): Promise<T>;
}

export function createCached<T>({
  load,
  ttlMs,
}: {
  load: (isRefresh: boolean) => Promise<T>;
  ttlMs: number;
}): Cached<T> {
  let held: { value: T; loadedAt: number } | null = null;
  let loading: Promise<T> | null = null;

  const reload = (isRefresh: boolean): Promise<T> => {
    loading ??= load(isRefresh)
      .then((value) => {
        held = { value, loadedAt: performance.now() };
        return value;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  return {
    get: () => (held && performance.now() - held.loadedAt < ttlMs ? Promise.resolve(held.value) : reload(false)),
    refresh: () => reload(true),
  };
}
