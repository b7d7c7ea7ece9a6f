import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { bundleWorkflows } from '../../src/temporal/worker.ts';

const folder = join(import.meta.dirname, 'histories');
const files = readdirSync(folder).filter((file) => file.endsWith('.binpb'));

/** Every workflow type; each must have been recorded. */
const types = [
  'onboarding',
  'personDigest',
  'digestRounds',
  'crmIntake',
  'crmSync',
  'checkIns',
  'reconcile',
  'slackPosts',
];

test('every recorded history replays with the workflows of today', async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const workflowBundle = await bundleWorkflows();
  const histories = files.map((file) => ({
    workflowId: file,
    history: proto.temporal.api.history.v1.History.decode(readFileSync(join(folder, file))),
  }));
  const failures: string[] = [];
  let replayed = 0;
  for await (const result of Worker.runReplayHistories({ workflowBundle, replayName: 'recorded' }, histories)) {
    replayed += 1;
    if (result.error) failures.push(`${result.workflowId}: ${result.error.message}`);
  }
  expect(failures).toEqual([]);
  expect(replayed).toBe(files.length);
});

test('each kind of workflow has a recorded history', () => {
  for (const type of types)
    expect(
      files.filter((file) => file.endsWith(`-${type}.binpb`)),
      type,
    ).not.toHaveLength(0);
});
