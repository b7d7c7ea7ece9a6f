import { Connection } from '@temporalio/client';
import { connectionOptions, type TemporalAddress } from '../temporal/connect.ts';

const timeoutMs = 2_000;

/** For readiness, the settings screen and the doctor: does Temporal serve our namespace? The connection is made on the first question. */
export function temporalChecker(target: TemporalAddress): { check(): Promise<string>; close(): Promise<void> } {
  let connection: Connection | null = null;
  return {
    async check() {
      connection ??= Connection.lazy(await connectionOptions(target));
      const known = connection;
      await known.withDeadline(Date.now() + timeoutMs, () =>
        known.workflowService.describeNamespace({ namespace: target.namespace }),
      );
      return `namespace ${target.namespace} at ${target.address}`;
    },
    async close() {
      await connection?.close();
    },
  };
}
