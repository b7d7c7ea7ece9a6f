import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from '../telemetry/logger.ts';

/** Temporal's own words go into our log; once per process, before the first worker. */
export function installTemporalLog(logger: Logger): void {
  const write = (entry: LogEntry): void => {
    const details = { ...entry.meta, from: 'temporal' };
    if (entry.level === 'ERROR') logger.error(details, entry.message);
    else if (entry.level === 'WARN') logger.warn(details, entry.message);
    else logger.debug(details, entry.message);
  };
  Runtime.install({ logger: new DefaultLogger('WARN', write) });
}
