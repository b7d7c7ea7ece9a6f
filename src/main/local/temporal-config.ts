import { stringify } from 'yaml';
import type { PostgresConnection } from './postgres.ts';

const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
type Service = (typeof SERVICES)[number];

export const TEMPORAL_PORTS = SERVICES.flatMap((service) => [`${service}Grpc`, `${service}Membership`] as const);
export type TemporalPorts = Record<(typeof TEMPORAL_PORTS)[number], number>;

/** The server's configuration: four services in one process, all on loopback, two databases. */
export function renderServerConfig(options: {
  ports: TemporalPorts;
  postgres: PostgresConnection;
  dynamicConfigFile: string;
}): string {
  const { ports, postgres, dynamicConfigFile } = options;
  return stringify({
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4, // can never be changed for a database that exists
      datastores: {
        default: { sql: store(postgres, 'temporal', 20) },
        visibility: { sql: store(postgres, 'temporal_visibility', 5) },
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: Object.fromEntries(SERVICES.map((service) => [service, { rpc: listen(service, ports) }])),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontendGrpc}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
  });
}

/** Measured: with the default of 20 polls a second a first activity waits 150 ms, with 500 it waits 10 ms. */
export function renderDynamicConfig(options: { isTimeSkipping: boolean }): string {
  return stringify({
    'history.transferProcessorMaxPollRPS': always(500),
    'history.timerProcessorMaxPollRPS': always(500),
    'matching.numTaskqueueReadPartitions': always(1),
    'matching.numTaskqueueWritePartitions': always(1),
    ...(options.isTimeSkipping
      ? {
          'frontend.WorkflowTimeSkippingEnabled': always(true),
          'history.timerProcessorMaxTimeShift': always('10ms'),
        }
      : {}),
  });
}

function always(value: unknown): { value: unknown }[] {
  return [{ value }];
}

/** No `httpPort`: without it the server opens none. */
function listen(service: Service, ports: TemporalPorts) {
  return { bindOnIP: '127.0.0.1', grpcPort: ports[`${service}Grpc`], membershipPort: ports[`${service}Membership`] };
}

/** The four services have a pool each: the server opens up to four times `connections`. */
function store(postgres: PostgresConnection, database: string, connections: number) {
  return {
    pluginName: 'postgres12_pgx',
    databaseName: database,
    connectAddr: `${postgres.host}:${postgres.port}`,
    connectProtocol: 'tcp',
    user: postgres.user,
    password: postgres.password,
    maxConns: connections,
    maxIdleConns: connections,
    maxConnLifetime: '1h',
  };
}
