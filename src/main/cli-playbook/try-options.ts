/** The options of `gangway playbook simulate`, and what they say of one ladder's trial. */
import { type Command, Option } from 'commander';
import { addBusinessDays, isKnownZone } from '../../domain/calendar.ts';
import { addDays, isLocalDate } from '../../domain/local-date.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { type BehaviourName, behaviourNames } from '../../domain/simulate/behaviour.ts';
import { type OwnerActName, ownerActs } from '../../domain/simulate/owner-acts.ts';
import { type InSlack, inSlackChoices } from '../../domain/simulate/in-slack.ts';
import type { LadderTrial } from '../../domain/simulate/trial-state.ts';
import { AppError } from '../../errors.ts';

export interface SimulateOptions {
  behaviour: BehaviourName;
  days: string;
  inSlack: InSlack;
  ladder?: string;
  role: string;
  due?: string;
  timezone: string;
  country?: string;
  owner: OwnerActName;
  ownerOn?: string;
  ownerUntil?: string;
}

export const withSimulateOptions = (command: Command): Command =>
  command
    .addOption(new Option('--behaviour <name>', 'how people behave').choices(behaviourNames).default('typical'))
    .option('--days <count>', 'ends after so many days', '365')
    .addOption(new Option('--in-slack <who>', 'whom Slack reaches').choices(inSlackChoices).default('nobody'))
    .option('--ladder <name>', 'try this ladder on one task instead of the whole playbook; needs no deal')
    .option('--role <role>', 'with --ladder: who owns the task', 'customer.lead')
    .option('--due <date>', 'with --ladder: when it is due (ten business days on)')
    .option('--timezone <zone>', 'with --ladder: where they are', 'UTC')
    .option('--country <code>', 'with --ladder: whose holidays they have')
    .addOption(new Option('--owner <what>', 'with --ladder: what the owner does').choices(ownerActs).default('nothing'))
    .option('--owner-on <date>', 'with --ladder: the day of it')
    .option('--owner-until <date>', 'with --ladder: until when');

const wrong = (message: string): AppError => new AppError('invalid_input', { message });

const dateIn = (given: string | undefined, option: string): string | null => {
  if (given === undefined) return null;
  if (!isLocalDate(given)) throw wrong(`${option}: ${given} is no date (YYYY-MM-DD)`);
  return given;
};

const usualDueAfter = 10;
const usualDays = 45;

/** @param from the day on which the task can begin */
export const trialOf = (playbook: Playbook, ladder: string, options: SimulateOptions, from: string): LadderTrial => {
  const { role, timezone, country = null, owner, ownerOn, ownerUntil, inSlack, days } = options;
  const known = Object.keys(playbook.ladders);
  if (!known.includes(ladder)) throw wrong(`There is no ladder "${ladder}"; there are ${known.join(', ')}`);
  const roles = playbook.roles.map((template) => template.role);
  if (!roles.includes(role)) throw wrong(`There is no role "${role}"; there are ${roles.join(', ')}`);
  if (!isKnownZone(timezone)) throw wrong(`${timezone} is not a known time zone`);
  return {
    playbook,
    ladder,
    role,
    dueOn: dateIn(options.due, '--due') ?? addBusinessDays(from, usualDueAfter, { country }),
    from,
    to: addDays(from, Math.min(usualDays, Number(days))),
    timezone,
    country,
    owner: { does: owner, on: dateIn(ownerOn, '--owner-on'), until: dateIn(ownerUntil, '--owner-until') },
    inSlack,
  };
};
