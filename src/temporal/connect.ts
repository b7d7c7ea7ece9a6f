import { readFile } from 'node:fs/promises';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';

export interface TemporalAddress {
  address: string;
  namespace: string;
  apiKey: string | null;
  tls: { certFile: string; keyFile: string } | null;
}

export async function connectionOptions({
  address,
  apiKey,
  tls,
}: TemporalAddress): Promise<Pick<ConnectionOptions, 'address' | 'tls'> & { apiKey?: string }> {
  if (apiKey) return { address, apiKey, tls: true };
  if (!tls) return { address };
  const [crt, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)]);
  return { address, tls: { clientCertPair: { crt, key } } };
}

export async function connectTemporalClient(target: TemporalAddress): Promise<Client> {
  const connection = await Connection.connect(await connectionOptions(target));
  return new Client({ connection, namespace: target.namespace });
}

export const connectTemporalWorker = async (target: TemporalAddress): Promise<NativeConnection> =>
  NativeConnection.connect(await connectionOptions(target));
