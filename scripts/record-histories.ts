/**
 * Records what the workflows of the running local instance went through, for the replay tests: the longest history of
 * each type. `node scripts/record-histories.ts <release>` — histories are added whenever a workflow changes, never edited.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { readConfig } from '../src/config/config.ts';
import { readRunningInstance } from '../src/main/local/running-instance.ts';

const release = process.argv[2];
const config = readConfig();
const running = await readRunningInstance(config.local.dataDir);
const address = running?.environment['TEMPORAL_ADDRESS'];
if (!release || !address) throw new Error('Say the release, and start an instance first');

const folder = join(import.meta.dirname, '../tests/replay/histories');
const connection = await Connection.connect({ address });
const client = new Client({ connection, namespace: config.temporal.namespace });
const longest = new Map<string, { workflowId: string; runId: string; length: number }>();
for await (const { type, workflowId, runId, historyLength } of client.workflow.list()) {
  const known = longest.get(type);
  if (!known || historyLength > known.length) longest.set(type, { workflowId, runId, length: historyLength });
}
await mkdir(folder, { recursive: true });
for (const [type, { workflowId, runId }] of longest) {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  for (const event of history.events ?? [])
    for (const value of Object.values<unknown>({ ...event })) hideIdentity(value);
  const bytes = proto.temporal.api.history.v1.History.encode(history).finish();
  await writeFile(join(folder, `${release}-${type}.binpb`), bytes);
  console.log(`${type}: ${history.events?.length ?? 0} events`);
}
await connection.close();

/** The worker's identity names a process and a machine, and so does the task queue of its own. */
function hideIdentity(attributes: unknown): void {
  if (typeof attributes !== 'object' || attributes === null) return;
  if ('identity' in attributes) attributes.identity = 'worker';
  const { taskQueue }: { taskQueue?: proto.temporal.api.taskqueue.v1.ITaskQueue | null } = attributes;
  if (taskQueue?.normalName) taskQueue.name = 'worker';
}
