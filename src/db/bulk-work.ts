/** Work that nobody waits for: its calls leave others theirs, whichever vendor they go to. */
import { AsyncLocalStorage } from 'node:async_hooks';

const bulk = new AsyncLocalStorage<true>();

export const asBulk = <T>(work: () => Promise<T>): Promise<T> => bulk.run(true, work);
export const isBulk = (): boolean => bulk.getStore() === true;
