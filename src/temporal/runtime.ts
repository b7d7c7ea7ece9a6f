import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from '../telemetry/logger.ts';

/** Temporal's own words go into our log; once per process, before the first worker. */
export function installTemporalLog(logger: Logger): void {
  // workers that only carry out activities are meant to have no workflows
  const isExpected = (entry: LogEntry): boolean => entry.message.startsWith('No workflows registered');
  const write = (entry: LogEntry): void => {
    if (isExpected(entry)) return;
    const details = { ...entry.meta, from: 'temporal' };
    if (entry.level === 'ERROR') logger.error(details, entry.message);
    else if (entry.level === 'WARN') logger.warn(details, entry.message);
    else logger.debug(details, entry.message);
  };
  Runtime.install({ logger: new DefaultLogger('WARN', write) });
}
