/** One task and its ticket: opened once, then compared. What was agreed is stored last, so that a repeat finds it done. */
import type { Ticket, TicketReading, TrackerPort } from '../../../integrations/ports-tracker.ts';
import { settleTicket, startCreating, type TicketRow } from '../../db/tickets.ts';
import type { Actor } from '../../domain/model.ts';
import { agreementOf, mergeTicket, type TicketFacts, type TicketSide } from '../../domain/ticket.ts';
import { AppError } from '../../errors.ts';
import { changeOnboarding } from '../change-onboarding.ts';
import { followTicket } from './follow-ticket.ts';
import type { TrackerDeps } from './tracker-deps.ts';

/** A tracker's webhook may be lost: seen at the latest then. */
const lookAgainSeconds = 1800;
/** Jira says the same of what was deleted and of what we may not see for now. */
const missingSeconds = 86_400;

export async function lookAfterTicket(deps: TrackerDeps, row: TicketRow): Promise<void> {
  const port = deps.trackers.get(row.tracker);
  const isRunning = row.onboarding.status === 'active' || row.onboarding.status === 'live';
  const isOpened = row.state === 'open' || row.state === 'closed' || row.state === 'missing';
  const isWanted = row.task.isReady && !isSettled(row.task);
  if (!port || !isRunning || (!isOpened && !isWanted && row.state !== 'creating'))
    return settleTicket(deps.db, row, standing(row), null);
  if (!isOpened) return open(deps, port, row);
  const theirs = await readTheirs(port, row);
  if (!theirs) return gone(deps, port, row);
  return compare(deps, port, row, theirs);
}

const isSettled = ({ status }: TicketRow['task']): boolean => status === 'done' || status === 'skipped';

const standing = ({ state, key, agreed }: TicketRow) => ({ state, key, url: null, status: null, agreed, error: null });

const actorOf = (port: TrackerPort, key: string | null): Actor => ({
  kind: 'system',
  id: null,
  label: key === null ? port.label : `${port.label} (${key})`,
});

async function open(deps: TrackerDeps, port: TrackerPort, row: TicketRow): Promise<void> {
  const mayExist = row.state === 'creating';
  const waitSeconds = port.findableAfterSeconds - (row.secondsSinceTry ?? Infinity);
  if (mayExist && waitSeconds > 0)
    throw new AppError('tracker_unclear', {
      message: `It may have been created in ${port.label}; looked up in a moment`,
      retryAfterMs: waitSeconds * 1000,
    });
  const { name, dueOn } = row.task;
  const ticket = await port.create(
    {
      taskId: row.taskId,
      title: `${row.onboarding.name}: ${name}`,
      text: [row.task.text, `${deps.publicUrl}/console/onboardings/${row.onboardingId}?task=${row.taskId}`].join(
        '\n\n',
      ),
      dueOn,
      project: row.spec.project,
      issueType: row.spec.issueType,
    },
    mayExist,
    () => startCreating(deps.db, row.taskId),
  );
  await settleTicket(
    deps.db,
    row,
    { ...ticket, state: 'open', agreed: { isDone: false, isStarted: false, dueOn }, error: null },
    port.read ? lookAgainSeconds : null,
  );
  await note(deps, port, row, 'ticket_opened', ticket);
}

/** Null: it was deleted there, or may not be seen. */
async function readTheirs(port: TrackerPort, row: TicketRow): Promise<TicketReading | null> {
  if (port.read && row.key !== null) return port.read(row.key);
  const { told, agreed, key } = row;
  const { isDone, isStarted, dueOn }: TicketFacts = told ?? agreed ?? { isDone: false, isStarted: false, dueOn: null };
  return {
    key,
    url: null,
    status: null,
    facts: { isDone, isStarted, dueOn },
    changedAt: told ? { isDone: told.at, dueOn: told.at } : {},
  };
}

async function compare(deps: TrackerDeps, port: TrackerPort, row: TicketRow, theirs: TicketReading): Promise<void> {
  const ours = oursOf(row);
  const merge = mergeTicket(row.agreed, ours, theirs);
  const { push, pull } = merge;
  const refused = await followTicket(deps, row.taskId, pull, actorOf(port, theirs.key));
  if (Object.keys(push).length > 0) await port.update({ taskId: row.taskId, key: theirs.key }, push);
  const agreed = agreementOf(row.agreed, ours, theirs, merge, refused.names);
  await settleTicket(
    deps.db,
    row,
    { ...theirs, state: agreed.isDone ? 'closed' : 'open', agreed, error: refused.why, pushed: push },
    port.read ? lookAgainSeconds : null,
  );
}

const oursOf = ({ task, agreed }: TicketRow): TicketSide => ({
  facts: {
    isDone: isSettled(task),
    isStarted: task.isStarted,
    // a task without a date has nothing to say about the ticket's
    dueOn: task.dueOn ?? agreed?.dueOn ?? null,
  },
  changedAt: {
    ...(task.doneAt && { isDone: new Date(task.doneAt).toISOString() }),
    ...(task.dueMovedAt && { dueOn: new Date(task.dueMovedAt).toISOString() }),
  },
});

async function gone(deps: TrackerDeps, port: TrackerPort, row: TicketRow): Promise<void> {
  const error = `${row.key ?? 'The ticket'} is no longer to be found in ${port.label}`;
  await settleTicket(
    deps.db,
    row,
    { ...standing(row), state: 'missing', error },
    isSettled(row.task) ? null : missingSeconds,
  );
  if (row.state !== 'missing') await note(deps, port, row, 'ticket_missing', { key: row.key, url: null, status: null });
}

const note = (deps: TrackerDeps, port: TrackerPort, row: TicketRow, kind: string, { key, url }: Ticket) =>
  changeOnboarding(deps, {
    onboardingId: row.onboardingId,
    actor: actorOf(port, null),
    signalWorkflow: true,
    step: ({ state }) => ({
      state,
      activity: [{ kind, subjectId: row.taskId, data: { name: row.task.name, tracker: port.label, key, url } }],
    }),
  });
