/** `gangway playbook`: check, read and try playbooks without starting anything. */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { buildPlan } from '../domain/build-plan.ts';
import { choosePlaybook } from '../domain/choose-playbook.ts';
import { forecast } from '../domain/forecast.ts';
import { localDate } from '../domain/calendar.ts';
import type { Instant, Person } from '../domain/model.ts';
import { scheduleOf } from '../domain/plan-dates.ts';
import type { Playbook } from '../domain/playbook.ts';
import { type SampleDeal, sampleOnboarding } from '../domain/sample-onboarding.ts';
import { simulate } from '../domain/simulate.ts';
import { behaviours } from '../domain/simulate/behaviour.ts';
import { withSlack } from '../domain/simulate/in-slack.ts';
import { tryLadder } from '../domain/simulate/try-ladder.ts';
import { AppError } from '../errors.ts';
import { type PlaybookFileRead, loadPlaybookFile, loadPlaybookFolder } from '../usecases/playbook-files.ts';
import { readDealFile } from './cli-playbook/deal-file.ts';
import { showPlan } from './cli-playbook/show-plan.ts';
import { showPlaybook } from './cli-playbook/show-playbook.ts';
import { showSimulation, showTrial } from './cli-playbook/show-simulation.ts';
import { table } from './cli-playbook/table.ts';
import { type SimulateOptions, trialOf, withSimulateOptions } from './cli-playbook/try-options.ts';

export interface PlaybookCliDeps {
  /** folder used where none is named */
  folder: string;
  /** real or business time; what is not dated starts here */
  now: () => Instant;
  write: (text: string) => void;
  /** the process should end with 1 */
  fail: () => void;
}

interface TryOptions {
  folder: string;
  playbook?: string;
  on?: string;
}

const load = async (path: string): Promise<PlaybookFileRead[]> =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
    ? [await loadPlaybookFile(path)]
    : loadPlaybookFolder(path);

/** All playbooks of a folder; an invalid one is an error here, for whoever tries one wants to know. */
const loadValid = async (folder: string): Promise<Playbook[]> => {
  const reads = await load(folder);
  const broken = reads.flatMap(({ parsed }) => (parsed.ok ? [] : parsed.issues));
  if (broken.length > 0)
    throw new AppError('playbook_invalid', {
      message: broken.map(({ file, line, path, message }) => `${file}:${line ?? '?'} ${path}: ${message}`).join('\n'),
    });
  return reads.flatMap(({ parsed }) => (parsed.ok ? [parsed.playbook] : []));
};

const byKey = (playbooks: readonly Playbook[], key: string): Playbook => {
  const found = playbooks.find((playbook) => playbook.key === key);
  if (!found)
    throw new AppError('not_found', {
      message: `There is no playbook "${key}"; there are ${playbooks.map((playbook) => playbook.key).join(', ') || 'none'}`,
    });
  return found;
};

/** The named playbook, else the one the deal would get; null with the reason when it would get none. */
const choose = async (
  { folder, playbook }: TryOptions,
  sample: SampleDeal,
): Promise<{ playbook: Playbook | null; why: string }> => {
  const playbooks = await loadValid(folder);
  if (playbook !== undefined) return { playbook: byKey(playbooks, playbook), why: 'chosen by hand' };
  const choice = choosePlaybook(sample.deal, playbooks, { country: sample.country, handoff: sample.handoff });
  return choice.start ? { playbook: choice.playbook, why: choice.why } : { playbook: null, why: choice.why };
};

const validate = async (paths: string[], { folder, write, fail }: PlaybookCliDeps): Promise<void> => {
  const reads = (await Promise.all((paths.length > 0 ? paths : [folder]).map(load))).flat();
  for (const { file, parsed } of reads) {
    if (!parsed.ok) continue;
    const { name, phases } = parsed.playbook;
    write(`✓ ${file}  ${name}: ${phases.length} phases, ${phases.flatMap(({ tasks }) => tasks).length} tasks`);
  }
  const issues = reads.flatMap(({ parsed }) => (parsed.ok ? [] : parsed.issues));
  if (reads.length === 0) write('There is no playbook (*.yaml) here.');
  if (issues.length > 0)
    write(
      `\n${table(
        ['where', 'what', 'problem'],
        issues.map(({ file, line, path, message }) => [`${file}:${line ?? '?'}`, path, message]),
      )}`,
    );
  if (issues.length > 0 || reads.length === 0) fail();
};

const show = async (key: string, folder: string, { write }: PlaybookCliDeps): Promise<void> => {
  const playbooks = /\.ya?ml$/.test(key) ? await loadValid(key) : [byKey(await loadValid(folder), key)];
  for (const playbook of playbooks) write(showPlaybook(playbook));
};

interface Trial {
  sample: SampleDeal;
  playbook: Playbook;
  why: string;
  at: Instant;
}

/** The deal with the playbook it gets and the moment it begins; null, said and failed, where it gets none. */
const begin = async (dealPath: string, options: TryOptions, deps: PlaybookCliDeps): Promise<Trial | null> => {
  const sample = await readDealFile(dealPath);
  const { playbook, why } = await choose(options, sample);
  if (playbook)
    return { sample, playbook, why, at: options.on === undefined ? deps.now() : `${options.on}T09:00:00.000Z` };
  deps.write(`This deal starts no onboarding: ${why}`);
  deps.fail();
  return null;
};

const plan = async (dealPath: string, options: TryOptions, deps: PlaybookCliDeps): Promise<void> => {
  const trial = await begin(dealPath, options, deps);
  if (!trial) return;
  const { sample, playbook, why, at } = trial;
  const state = buildPlan({ ...sampleOnboarding(sample, playbook, at), playbook, now: at });
  const schedule = scheduleOf(state, playbook, at);
  deps.write(showPlan({ state, schedule, forecast: forecast(state, { now: at, playbook, schedule }), why }));
};

const tryOneLadder = async (ladder: string, options: TryOptions & SimulateOptions, deps: PlaybookCliDeps) => {
  const playbooks = await loadValid(options.folder);
  const playbook = options.playbook === undefined ? playbooks[0] : byKey(playbooks, options.playbook);
  if (!playbook) throw new AppError('not_found', { message: 'There is no playbook here' });
  const trial = trialOf(playbook, ladder, options, options.on ?? localDate(deps.now(), options.timezone));
  deps.write(showTrial(tryLadder(trial), trial));
};

const playThrough = async (
  dealPath: string | undefined,
  options: TryOptions & SimulateOptions,
  deps: PlaybookCliDeps,
): Promise<void> => {
  if (options.ladder !== undefined) return tryOneLadder(options.ladder, options, deps);
  if (dealPath === undefined)
    throw new AppError('invalid_input', { message: 'Say for which deal (a JSON file), or which ladder (--ladder)' });
  const trial = await begin(dealPath, options, deps);
  if (!trial) return;
  const { sample, playbook, why, at } = trial;
  const person = (one: Person): Person => withSlack(one, options.inSlack);
  const simulation = simulate(playbook, sample, behaviours[options.behaviour], at, {
    days: Number(options.days),
    person,
  });
  deps.write(showSimulation(simulation, sample.timezone, why));
};

/** A command that tries a playbook on a deal. */
const tryCommand = (
  name: string,
  description: string,
  { folder, deal }: { folder: string; deal: '<deal.json>' | '[deal.json]' },
): Command =>
  new Command(name)
    .description(description)
    .argument(deal, 'the deal: name, amount, dealType, segment, products, wishedGoLiveOn, country, timezone, roles …')
    .option('--folder <folder>', 'where the playbooks are', folder)
    .option('--playbook <key>', 'take this one whatever the deal says')
    .option('--on <date>', 'the day it begins (YYYY-MM-DD)');

/** The sub-command, to be added to the `gangway` command. */
export const playbookCommand = (deps: PlaybookCliDeps): Command => {
  const command = new Command('playbook').description('check, read and try playbooks');
  command
    .command('validate')
    .description('check playbook files or folders; every problem with file, line and path')
    .argument('[paths...]', 'files or folders', [])
    .action((paths: string[]) => validate(paths, deps));
  command
    .command('show')
    .description('print a playbook: selection, roles, phases, tasks, ladders')
    .argument('<playbook>', 'its key, or a YAML file')
    .option('--folder <folder>', 'where the playbooks are', deps.folder)
    .action((key: string, { folder }: { folder: string }) => show(key, folder, deps));
  command.addCommand(
    tryCommand('plan', 'print the plan a deal would get', { folder: deps.folder, deal: '<deal.json>' }).action(
      (dealPath: string, options: TryOptions) => plan(dealPath, options, deps),
    ),
  );
  command.addCommand(
    withSimulateOptions(
      tryCommand('simulate', 'play a playbook or one ladder through: who is told what, when, and where it leads', {
        folder: deps.folder,
        deal: '[deal.json]',
      }),
    ).action((dealPath: string | undefined, options: TryOptions & SimulateOptions) =>
      playThrough(dealPath, options, deps),
    ),
  );
  return command;
};
