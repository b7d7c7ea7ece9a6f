/** A press in Slack: received → stored and acknowledged, while the machine has more to do than it can. Slack gives up after 3 s. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import express from 'express';
import type { SlackPort } from '../../integrations/ports-slack.ts';
import { signSlackRequest } from '../../integrations/slack/signature.ts';
import { createClock } from '../../src/db/clock.ts';
import { createDatabase } from '../../src/db/database.ts';
import { createPlaybookStore } from '../../src/db/playbook-store.ts';
import { portOf } from '../../src/main/port-of.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createSlackDoor } from '../../src/usecases/slack/slack-door.ts';
import { createSlackWebhook } from '../../src/webhooks/slack.ts';
import { atRate, type Figure, ms, percentile } from './measure.ts';

const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
const teamId = 'T1';
const pressesPerSecond = 30;
const seconds = 20;
const burnersPerCore = 2;
const cores = 2;

/** Slack answers at once: what is measured is ours. */
const unreachable = (): never => {
  throw new Error('not part of this bench');
};
const port: SlackPort = {
  teamId,
  post: unreachable,
  update: unreachable,
  postEphemeral: () => Promise.resolve(),
  respond: () => Promise.resolve(),
  findByKey: unreachable,
  findUserByEmail: () => Promise.resolve(null),
  readUser: () => Promise.resolve(null),
  openDirectMessage: unreachable,
  openModal: () => Promise.resolve({ viewId: 'V1', hash: 'h' }),
  updateModal: () => Promise.resolve(),
  publishHome: unreachable,
  createChannel: unreachable,
  inviteUsers: unreachable,
  inviteByConnect: unreachable,
  archiveChannel: unreachable,
  unfurl: unreachable,
  permalink: unreachable,
  identify: unreachable,
  appId: unreachable,
  revoke: unreachable,
  check: unreachable,
};

export async function benchSlackAction(databaseUrl: string): Promise<Figure[]> {
  const db = createDatabase({ url: databaseUrl, poolSize: 20, onError: unreachable });
  const clock = createClock(db);
  const door = createSlackDoor({
    db,
    clock,
    playbooks: createPlaybookStore(db),
    publicUrl: 'https://gangway.example.com',
    crms: new Map(),
    company: { timezone: 'Europe/Berlin', country: null },
    slack: { forTeam: (team) => Promise.resolve(team === teamId ? port : null), list: () => Promise.resolve([]) },
    logger: createLogger({ level: 'silent', name: 'bench' }),
  });
  const server = createServer(express().use(createSlackWebhook({ db, clock, signingSecret, door })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server)}/webhooks/slack/interactions`;
  // warm: connections are opened and code is compiled
  await atRate(pressesPerSecond, 2, () => press(url));
  const burners = Array.from({ length: burnersPerCore * cores }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const took = await atRate(pressesPerSecond, seconds, () => press(url));
    const p99 = percentile(took, 99);
    return [
      {
        what: `Slack action, ${pressesPerSecond} a second with their handling, ${burners.length} busy loops beside it: acknowledged, p99 (p50 ${ms(percentile(took, 50))}, longest ${ms(Math.max(...took))})`,
        ours: ms(p99),
        baseline: '–',
        ratio: null,
        target: '≤ 1 s',
        isMet: p99 <= 1_000,
      },
    ];
  } finally {
    for (const burner of burners) burner.kill('SIGKILL');
    await door.close();
    await new Promise((resolve) => server.close(resolve));
    await db.close();
  }
}

let presses = 0;
/** Every second one opens a modal, the others are to complete a task. */
async function press(url: string): Promise<void> {
  presses += 1;
  const payload = {
    type: 'block_actions',
    team: { id: teamId },
    user: { id: `U${presses % 200}`, team_id: teamId },
    trigger_id: `${presses}.${process.pid}`,
    channel: { id: 'D1' },
    message: { ts: '1700000001.000100' },
    actions: [
      {
        action_id: presses % 2 === 0 ? 'task_snooze' : 'task_done',
        value: '018f4d5e-0000-7000-8000-00000000abcd',
        action_ts: '1700000002.1',
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signSlackRequest(signingSecret, timestamp, body),
  };
  const response = await fetch(url, { method: 'POST', body, headers });
  if (!response.ok) throw new Error(`A press was answered with ${response.status}`);
  await response.arrayBuffer();
}
