/** From the first line of an answer to what it would do. Pure. */
import type { RepliedMessage } from '../../db/message-tasks.ts';
import type { LocalDate, Side } from '../../domain/model.ts';
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
  /** the people of these onboardings, to find a colleague named without an address */
  people: { name: string; email: string }[];
}

const longestText = 5000;
const longestShort = 200;

export function propose(reader: Pick<MailReader, 'readReply'>, answered: Answered): Understood {
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
  const talk: Proposal =
    onboardingId === null ? { kind: 'question' } : commentOf(answered.visible, about.taskId, onboardingId);
  const isAmbiguous = number !== null && !task;
  if (reply.kind === 'comment' || reply.kind === 'question') return { ...about, proposal: talk, isAmbiguous };
  const command = task ? commandOf(reply, task.taskId, text, answered) : null;
  return command
    ? { ...about, proposal: command, isAmbiguous: false }
    : { ...about, proposal: talk, isAmbiguous: true };
}

const commentOf = (visible: string, taskId: string | null, onboardingId: string): Proposal =>
  taskId === null
    ? { kind: 'comment', onboardingId }
    : {
        kind: 'command',
        name: 'comment',
        taskId,
        input: { body: shortened(visible, longestText), visibility: 'shared' },
      };

/** Null: it lacks what the command needs. */
function commandOf(reply: Reply, taskId: string, text: string, answered: Answered): CommandProposal | null {
  const command = (name: CommandProposal['name'], input: Record<string, unknown>): CommandProposal => ({
    kind: 'command',
    name,
    taskId,
    input,
  });
  switch (reply.kind) {
    case 'complete':
      return command('complete', { note: shortened(text, longestText) });
    case 'block':
      return reply.what.trim() === ''
        ? null
        : command('block', { what: shortened(reply.what, longestShort), side: answered.side });
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
