/**
 * On a clean copy of the tree: `npm ci`, `npm start`, one scenario, Ctrl-C, and a second, warm start. Writes its
 * tally to the file given as argument.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { isRoot } from '../src/main/local/paths.ts';
import { type App, isReadyWithin, startApp } from './smoke-app.ts';
import { runScenario } from './smoke-scenario.ts';
import { root } from './stamp.ts';

/** The first start may have to build Temporal. */
const COLD_START_MS = 600_000;
/** how long it takes is measured by `npm run bench -- --only start` */
const WARM_START_MS = 60_000;

const tally = { passed: 0, failed: 0 };
const check = (name: string, hasPassed: boolean, detail = ''): void => {
  tally[hasPassed ? 'passed' : 'failed'] += 1;
  console.log(`${hasPassed ? 'ok  ' : 'FAIL'} smoke: ${name}${hasPassed || detail === '' ? '' : `\n${detail}`}`);
};

const work = mkdtempSync(join(isRoot() ? '/var/tmp' : tmpdir(), 'gangway-smoke-'));
const copy = join(work, 'copy');
const dataDir = join(work, 'data');

try {
  copyTree(copy);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: copy, stdio: 'pipe' });
  execFileSync('chmod', ['755', work]); // PostgreSQL's own user passes through it
  await coldStart();
  await warmStart();
} catch (cause) {
  check('runs to its end', false, cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (process.argv[2] !== undefined) writeFileSync(process.argv[2], JSON.stringify(tally));
process.exit(tally.failed === 0 ? 0 : 1);

async function coldStart(): Promise<void> {
  const app = await startApp(copy, { GANGWAY_DATA_DIR: dataDir });
  try {
    check('is ready after npm ci && npm start', await isReadyWithin(app, '/readyz', COLD_START_MS), app.output());
    await runScenario(app, check);
    checkCommandLine();
    const second = await startApp(copy, { GANGWAY_DATA_DIR: dataDir });
    const code = await second.exited;
    check('a second one on the same data is refused', code !== 0 && second.output().includes(dataDir), second.output());
    check('and the first goes on', await isReadyWithin(app, '/readyz', WARM_START_MS));
    check('ends on Ctrl-C', await app.interrupt(), app.output());
    checkNothingIsLeft(app);
  } finally {
    app.kill();
  }
}

/** As the README says it, beside the running one. */
function checkCommandLine(): void {
  const env = { ...process.env, GANGWAY_DATA_DIR: dataDir };
  const said = execFileSync('npx', ['gangway', 'recover'], { cwd: copy, env, encoding: 'utf8', stdio: 'pipe' });
  check('npx gangway works in a checkout', /\d+ workflows are told to look again/.test(said), said);
}

async function warmStart(): Promise<void> {
  const startedAt = performance.now();
  const app = await startApp(copy, { GANGWAY_DATA_DIR: dataDir });
  try {
    const isReady = await isReadyWithin(app, '/readyz', WARM_START_MS);
    check('the second start is ready', isReady, app.output());
    console.log(`     smoke: the second start took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    check('ends on Ctrl-C again', await app.interrupt(), app.output());
    checkNothingIsLeft(app);
    check('and keeps its data', existsSync(join(dataDir, 'postgres', 'PG_VERSION')));
  } finally {
    app.kill();
  }
}

function checkNothingIsLeft(app: App): void {
  const running = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  const left = running.filter((line) => line.includes(work));
  check('no process is left', left.length === 0 && !app.isGroupAlive(), left.join('\n'));
}

/** What git would carry to another machine, with what is not committed yet. */
function copyTree(target: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of listed.toString('utf8').split('\0').filter(Boolean)) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file));
  }
}
