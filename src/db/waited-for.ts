/** Somebody sits before a screen: what does not answer within seconds is told to be away, and they try again. */
import { AsyncLocalStorage } from 'node:async_hooks';

const waitedFor = new AsyncLocalStorage<true>();
const longestMs = 6_000;

export const asWaitedFor = <T>(work: () => Promise<T>): Promise<T> => waitedFor.run(true, work);

/** How long a vendor is waited for: while somebody waits for it, shorter. */
export const patience = (ms: number): number => (waitedFor.getStore() ? Math.min(ms, longestMs) : ms);
