import { once } from 'node:events';
import { connect } from 'node:net';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

const WORKFLOW_SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
const SERVING = 1; // grpc.health.v1
const ALREADY_EXISTS = 6; // gRPC status
const ANSWER_WITHIN_MS = 1_000;
const RETENTION = '30 days';

/** True once the server says that its workflow service serves. */
export async function isServing(address: string): Promise<boolean> {
  // gRPC itself would wait a second after each refused connection.
  if (!(await isListening(address))) return false;
  try {
    return await withConnection(address, async (connection) => {
      const check = () => connection.healthService.check({ service: WORKFLOW_SERVICE });
      const { status } = await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, check);
      return status === SERVING;
    });
  } catch {
    return false; // listens, does not answer yet
  }
}

/** Registers `namespace` with a retention of 30 days, unless it is there. */
export async function ensureNamespace(address: string, namespace: string): Promise<void> {
  await withConnection(address, async (connection) => {
    try {
      await connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: msToTs(RETENTION),
      });
    } catch (cause) {
      if (!isGrpcServiceError(cause) || cause.code !== ALREADY_EXISTS) throw cause;
    }
  });
}

async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  // Not `connect`: that asks for more than the health first, and waits for seconds when it is refused.
  const connection = Connection.lazy({ address });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

async function isListening(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
