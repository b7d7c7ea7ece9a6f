/** A playbook, also one that is not saved, tried against a range of dates: who would be told what, when, by which way. */
import type { ParsedPlaybook, PlaybookIssue } from '../contracts/playbook.ts';
import { atLocalTime, localDate } from '../domain/calendar.ts';
import { daysBetween } from '../domain/local-date.ts';
import type { LocalDate } from '../domain/model.ts';
import type { Playbook, Role } from '../domain/playbook.ts';
import { simulate } from '../domain/simulate.ts';
import { type BehaviourName, behaviours } from '../domain/simulate/behaviour.ts';
import type { OwnerAct } from '../domain/simulate/owner-acts.ts';
import { type InSlack, withSlack } from '../domain/simulate/in-slack.ts';
import { linesOf, type TrialLine } from '../domain/simulate/trial-lines.ts';
import { emptyDeal } from '../domain/empty-deal.ts';
import { tryLadder } from '../domain/simulate/try-ladder.ts';
import type { OwnLadders } from '../domain/own-ladders.ts';
import { AppError } from '../errors.ts';
import { keptYaml, type LadderDeps } from './ladders/check-ladders.ts';
import { keyIn, readDraft } from './playbook-files.ts';

export interface TryPlaybookInput {
  key: string;
  /** as it is being written; null: the current version */
  yaml: string | null;
  /** of the console, as they are being written; null: as saved */
  ladders: OwnLadders | null;
  /** one ladder on one task; null: the whole playbook */
  ladder: string | null;
  /** of the task's owner */
  role: Role;
  dueOn: LocalDate;
  owner: OwnerAct;
  /** how people behave, where the whole playbook is tried */
  behaviour: BehaviourName;
  from: LocalDate;
  to: LocalDate;
  timezone: string;
  country: string | null;
  inSlack: InSlack;
}

export interface PlaybookTrial {
  /** why a draft cannot be tried */
  issues: PlaybookIssue[];
  ladders: string[];
  roles: { role: Role; label: string }[];
  lines: TrialLine[];
  /** where the whole playbook leads to */
  outcome: string | null;
}

const mostDays = 190;

const wrong = (message: string): AppError => new AppError('invalid_input', { message });

const checkRange = ({ from, to, dueOn, ladder }: TryPlaybookInput): void => {
  const days = daysBetween(from, to);
  if (days < 0) throw wrong('The range ends before it begins');
  if (days > mostDays) throw wrong(`At most ${mostDays} days are tried at once`);
  if (ladder !== null && (dueOn < from || dueOn > to)) throw wrong('The task must be due within the range');
};

const read = async (
  { playbooks, playbooksDir }: LadderDeps,
  { key, yaml, ladders }: TryPlaybookInput,
): Promise<ParsedPlaybook> => {
  const written = await playbooks.written(key);
  const source = yaml ?? written?.source;
  if (source === undefined) throw new AppError('not_found', { message: 'There is no such playbook', details: { key } });
  const own = ladders ? keptYaml(ladders) : (written?.ownLadders ?? null);
  return readDraft(playbooksDir, source, new Map(own === null ? [] : [[keyIn(source) ?? key, own]]));
};

const tryOne = (playbook: Playbook, ladder: string, input: TryPlaybookInput): TrialLine[] => {
  if (!playbook.ladders[ladder]) throw wrong(`There is no ladder "${ladder}" in the playbook`);
  if (!playbook.roles.some(({ role }) => role === input.role))
    throw wrong(`There is no role "${input.role}" in the playbook`);
  const { role, dueOn, from, to, timezone, country, owner, inSlack } = input;
  return tryLadder({ playbook, ladder, role, dueOn, from, to, timezone, country, owner, inSlack });
};

const nineOClock = 540;

const tryWhole = (playbook: Playbook, input: TryPlaybookInput): Pick<PlaybookTrial, 'lines' | 'outcome'> => {
  const { from, to, timezone, country, behaviour, inSlack } = input;
  const sample = { deal: emptyDeal('Trial'), country, timezone, handoff: {}, kickoffOn: null, roles: null };
  const simulation = simulate(playbook, sample, behaviours[behaviour], atLocalTime(from, nineOClock, timezone), {
    days: daysBetween(from, to),
    person: (person) => withSlack(person, inSlack),
  });
  const lines = linesOf(simulation, simulation.state).filter(({ at }) => localDate(at, timezone) <= to);
  return { lines, outcome: simulation.outcome };
};

/** Nothing is stored and nobody is told. Throws not_found, and invalid_input for what the playbook does not have. */
export const tryPlaybook = async (deps: LadderDeps, input: TryPlaybookInput): Promise<PlaybookTrial> => {
  checkRange(input);
  const parsed = await read(deps, input);
  if (!parsed.ok) return { issues: parsed.issues, ladders: [], roles: [], lines: [], outcome: null };
  const { playbook } = parsed;
  const tried =
    input.ladder === null ? tryWhole(playbook, input) : { lines: tryOne(playbook, input.ladder, input), outcome: null };
  return {
    issues: [],
    ladders: Object.keys(playbook.ladders),
    roles: playbook.roles.map(({ role, label }) => ({ role, label })),
    ...tried,
  };
};
