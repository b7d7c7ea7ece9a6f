/** Two writes at once to one account's records get in each other's way: the second waits, and gives up after a while. */
export interface RowLocks {
  /** all or none of them; false when others kept one for too long */
  take(keys: string[], waitMs: number): Promise<boolean>;
  release(keys: string[]): void;
}

export function createRowLocks(): RowLocks {
  const held = new Set<string>();
  let waiting: (() => void)[] = [];
  const isFree = (keys: string[]): boolean => keys.every((key) => !held.has(key));
  return {
    async take(keys, waitMs) {
      const until = performance.now() + waitMs;
      while (!isFree(keys)) {
        const left = until - performance.now();
        if (left <= 0) return false;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          waiting.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
      for (const key of keys) held.add(key);
      return true;
    },
    release(keys) {
      for (const key of keys) held.delete(key);
      const all = waiting;
      waiting = [];
      for (const wake of all) wake();
    },
  };
}
