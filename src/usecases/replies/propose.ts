/** From the first line of an answer to what it would do. Pure. */
import type { RepliedMessage } from '../../db/message-tasks.ts';
import type { LocalDate, Side, Visibility } from '../../domain/model.ts';
import { storableText } from '../../domain/storable-text.ts';
import type { MailReader, Reply } from './mail-reader.ts';
import type { CommandProposal, Proposal } from './proposal.ts';
import { taskNumberOf } from './task-number.ts';

export interface Understood {
  proposal: Proposal;
  /** the task it is about; null: the onboarding as a whole */
  taskId: string | null;
  onboardingId: string | null;
  /** it seems to ask for something, but what or for which task cannot be told */
  isAmbiguous: boolean;
}

export interface Answered {
  sent: RepliedMessage;
  visible: string;
  today: LocalDate;
  /** whose side the person is on: what they wait for is theirs until somebody says otherwise */
  side: Side;
  /** the people of these onboardings, to find whom an answer names */
  people: Named[];
}

export interface Named {
  id: string;
  name: string;
  email: string;
  side: Side;
  onboardingId: string;
}

const longestText = 5000;
const longestShort = 200;

export function propose(reader: Pick<MailReader, 'readReply' | 'readExpected'>, answered: Answered): Understood {
  const { sent, today } = answered;
  const several = sent.tasks.length > 1;
  const { number, text } = several ? taskNumberOf(answered.visible) : { number: null, text: answered.visible };
  const named = sent.tasks.find((task) => task.number === number);
  const task = several ? named : sent.tasks[0];
  const reply = reader.readReply(text, { locale: sent.locale, today });
  const [onboardingId = null] = task
    ? [task.onboardingId]
    : [...sent.tasks.map((t) => t.onboardingId), ...sent.onboardingIds];
  const about = { taskId: task?.taskId ?? null, onboardingId };
  const talk: Proposal = onboardingId === null ? { kind: 'question' } : commentOf(answered, task ?? null, onboardingId);
  const isAmbiguous = number !== null && !task;
  if (task && task.blockerId !== null)
    return { ...about, ...aboutBlocker(reader, reply, { ...task, blockerId: task.blockerId }, text, answered, talk) };
  if (reply.kind === 'comment' || reply.kind === 'question') return { ...about, proposal: talk, isAmbiguous };
  const command = task ? commandOf(reply, task, text, answered) : null;
  return command
    ? { ...about, proposal: command, isAmbiguous: false }
    : { ...about, proposal: talk, isAmbiguous: true };
}

/** What is missing is there, or is expected on a day; whatever else is said is for a person to read. */
function aboutBlocker(
  reader: Pick<MailReader, 'readExpected'>,
  reply: Reply,
  { taskId, blockerId }: { taskId: string; blockerId: string },
  text: string,
  { sent, today, side }: Answered,
  talk: Proposal,
): Pick<Understood, 'proposal' | 'isAmbiguous'> {
  const command = (
    name: CommandProposal['name'],
    input: Record<string, unknown>,
  ): Pick<Understood, 'proposal' | 'isAmbiguous'> => ({
    proposal: { kind: 'command', name, taskId, blockerId, input, visibility: visibilityFor(side) },
    isAmbiguous: false,
  });
  if (reply.kind === 'complete' || reply.kind === 'unblock')
    return command('resolve', { resolution: shortened(text, longestShort) });
  const expectedOn = dayOf();
  if (expectedOn !== null && expectedOn >= today) return command('set-expected', { expectedOn });
  return { proposal: talk, isAmbiguous: reply.kind === 'ambiguous' || reply.kind === 'snooze' };

  function dayOf(): LocalDate | null {
    if (reply.kind === 'question') return null;
    return reply.kind === 'snooze' ? reply.until : reader.readExpected(text, { locale: sent.locale, today });
  }
}

const commentOf = (
  { visible, side }: Answered,
  task: RepliedMessage['tasks'][number] | null,
  onboardingId: string,
): Proposal => {
  const visibility = visibilityFor(side);
  if (task === null) return { kind: 'comment', onboardingId, visibility };
  const { taskId, blockerId } = task;
  const input = { body: shortened(visible, longestText), visibility };
  return { kind: 'command', name: 'comment', taskId, input, visibility, ...(blockerId !== null && { blockerId }) };
};

/** What our own people answer stays with us: they answer us, and not the customer whose page would show it. */
export const visibilityFor = (side: Side): Visibility => (side === 'team' ? 'internal' : 'shared');

/** Null: it lacks what the command needs. */
function commandOf(
  reply: Reply,
  { taskId, onboardingId, isBlocked }: RepliedMessage['tasks'][number],
  text: string,
  answered: Answered,
): CommandProposal | null {
  const command = (name: CommandProposal['name'], input: Record<string, unknown>): CommandProposal => ({
    kind: 'command',
    name,
    taskId,
    input,
    visibility: visibilityFor(answered.side),
  });
  const complete = (): CommandProposal => command('complete', { note: shortened(text, longestText) });
  switch (reply.kind) {
    case 'complete':
      return complete();
    case 'unblock':
      if (isBlocked) return command('unblock', { resolution: shortened(text, longestShort) });
      return reply.isDoneToo ? complete() : null;
    case 'block':
      return reply.what.trim() === ''
        ? null
        : command('block', {
            what: shortened(reply.what, longestShort),
            ...whoseMove(reply.what, onboardingId, answered),
            ...(reply.expectedOn === undefined ? {} : { expectedOn: reply.expectedOn }),
          });
    case 'snooze':
      return reply.until === null || reply.until <= answered.today ? null : command('snooze', { until: reply.until });
    case 'reassign': {
      const person = colleagueOf(reply.to, answered.people);
      return person && command('reassign', person);
    }
    default:
      return null;
  }
}

/** Whoever of the onboarding is named in full, or by address; else somebody of the sender's own side. */
function whoseMove(
  what: string,
  onboardingId: string,
  { people, sent, side }: Answered,
): { side: Side; personId?: string } {
  const words = ` ${what.toLowerCase().replaceAll(/[^\p{L}\p{N}@.'’-]+|[.'’-]+(?=\s|$)/gu, ' ')} `;
  const named = people.filter(
    (person) =>
      person.onboardingId === onboardingId &&
      person.id !== sent.personId &&
      [person.email, ...(person.name.trim().includes(' ') ? [person.name] : [])].some((called) =>
        words.includes(` ${called.toLowerCase().trim()} `),
      ),
  );
  const [one] = named;
  return one && named.length === 1 ? { side: one.side, personId: one.id } : { side };
}

/** By address, else by a name that only one of them has. */
function colleagueOf(
  to: { name: string | null; email: string | null },
  people: { name: string; email: string }[],
): { name: string; email: string } | null {
  if (to.email !== null) {
    const email = to.email.toLowerCase();
    const known = people.find((person) => person.email === email);
    return { name: known?.name ?? to.name ?? email, email };
  }
  const wanted = to.name?.trim().toLowerCase() ?? '';
  if (wanted === '') return null;
  const found = people.filter(({ name }) => {
    const words = name.toLowerCase();
    return words === wanted || words.split(/\s+/)[0] === wanted;
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

const shortened = (text: string, length: number): string => {
  const trimmed = text.trim();
  return trimmed.length <= length ? trimmed || '–' : `${storableText(trimmed, length - 1)}…`;
};
