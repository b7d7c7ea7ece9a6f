import { expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  renderDynamicConfig,
  renderServerConfig,
  TEMPORAL_PORTS,
  type TemporalPorts,
} from '../../../src/main/local/temporal-config.ts';

const ports: TemporalPorts = {
  frontendGrpc: 20_001,
  frontendMembership: 20_002,
  historyGrpc: 20_003,
  historyMembership: 20_004,
  matchingGrpc: 20_005,
  matchingMembership: 20_006,
  workerGrpc: 20_007,
  workerMembership: 20_008,
};
const postgres = { host: '127.0.0.1', port: 20_100, user: 'gangway', password: 'pa"ss: #word' };

const server: unknown = parse(renderServerConfig({ ports, postgres, dynamicConfigFile: '/data/dynamic.yaml' }));

it('puts all four services on loopback alone, and opens no HTTP port', () => {
  expect(server).toMatchObject({
    services: {
      frontend: { rpc: { bindOnIP: '127.0.0.1', grpcPort: 20_001, membershipPort: 20_002 } },
      history: { rpc: { bindOnIP: '127.0.0.1', grpcPort: 20_003, membershipPort: 20_004 } },
      matching: { rpc: { bindOnIP: '127.0.0.1', grpcPort: 20_005, membershipPort: 20_006 } },
      worker: { rpc: { bindOnIP: '127.0.0.1', grpcPort: 20_007, membershipPort: 20_008 } },
    },
  });
  expect(JSON.stringify(server)).not.toMatch(/httpPort|0\.0\.0\.0/);
  expect(Object.keys(ports)).toEqual(TEMPORAL_PORTS);
});

it('keeps both stores on the given PostgreSQL, with four shards', () => {
  const sql = {
    connectAddr: '127.0.0.1:20100',
    user: 'gangway',
    password: 'pa"ss: #word',
    pluginName: 'postgres12_pgx',
  };
  expect(server).toMatchObject({
    persistence: {
      numHistoryShards: 4,
      datastores: {
        default: { sql: { ...sql, databaseName: 'temporal' } },
        visibility: { sql: { ...sql, databaseName: 'temporal_visibility' } },
      },
    },
  });
});

it('skips time only where it is asked to', () => {
  expect(renderDynamicConfig({ isTimeSkipping: false })).not.toMatch(/TimeSkipping|MaxTimeShift/);
  expect(parse(renderDynamicConfig({ isTimeSkipping: true }))).toMatchObject({
    'frontend.WorkflowTimeSkippingEnabled': [{ value: true }],
    'history.timerProcessorMaxTimeShift': [{ value: '10ms' }],
  });
});
