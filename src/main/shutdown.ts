import type { Logger } from '../telemetry/logger.ts';

/** Runs until a signal comes or a part fails, then stops the parts in the reverse order of their start. */
export async function runUntilStopped({
  parts,
  failed,
  logger,
}: {
  parts: { name: string; stop(): Promise<void> }[];
  failed: Promise<never>[];
  logger: Logger;
}): Promise<number> {
  const { promise: signalled, resolve } = Promise.withResolvers<string>();
  const onSignal = (signal: NodeJS.Signals): void => resolve(signal);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let exitCode = 0;
  try {
    const signal = await Promise.race([signalled, ...failed]);
    logger.info({ signal }, 'Stopping');
  } catch (error) {
    logger.error({ err: error }, 'A part failed; stopping the rest');
    exitCode = 1;
  }
  for (const part of parts.toReversed()) {
    try {
      await part.stop();
    } catch (error) {
      logger.error({ err: error, part: part.name }, 'A part did not stop cleanly');
      exitCode = 1;
    }
  }
  return exitCode;
}
