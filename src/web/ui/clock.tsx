import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { localDateIn, readerZone } from './dates.ts';

interface Clock {
  nowMs: number;
  /** for what machines did: calls, tokens */
  realMs: number;
  /** the reader's zone */
  zone: string;
  today: string;
}

const ClockContext = createContext<Clock | null>(null);

interface ClockProviderProps {
  offsetMs: number;
  /** where the server knows the reader's date better than the browser's zone does */
  today?: string;
  children: ReactNode;
}

/** Gives the business time to all dates below it: the reader's clock plus the offset that the server told. */
export function ClockProvider({ offsetMs, today, children }: ClockProviderProps) {
  const [realMs, setRealMs] = useState(() => Date.now());
  useEffect(() => {
    setRealMs(Date.now());
    const timer = setInterval(() => setRealMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [offsetMs]);
  const zone = readerZone();
  const nowMs = realMs + offsetMs;
  return (
    <ClockContext.Provider value={{ nowMs, realMs, zone, today: today ?? localDateIn(zone, nowMs) }}>
      {children}
    </ClockContext.Provider>
  );
}

export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useClock needs a ClockProvider above it');
  return clock;
}
