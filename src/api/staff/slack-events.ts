import { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import { slackActions, slackModals } from '../../contracts/slack.ts';
import { slackIncomingSchema } from '../../contracts/slack-incoming.ts';
import {
  canReplay,
  dismissSlackEvent,
  findFailedSlackEvent,
  replaySlackEvent,
} from '../../db/queries/failed-slack-events.ts';
import { AppError } from '../../errors.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

export const one: Handler<typeof endpoints.getFailedSlackEvent> = async (
  { params: { slackEventId: eventId } },
  { db },
) => {
  const row = await findFailedSlackEvent(db, eventId);
  if (!row) throw gone(eventId);
  const { kind: _kind, payload, ...event } = row;
  return { ...event, what: whatOf(payload), payload: z.json().parse(payload), canReplay: canReplay(row) };
};

export const replay: Handler<typeof endpoints.replaySlackEvent> = async (
  { params: { slackEventId: eventId }, caller },
  { db },
) => {
  if (!(await replaySlackEvent(db, { eventId, by: actorOf(caller).label }))) throw gone(eventId);
};

export const dismiss: Handler<typeof endpoints.dismissSlackEvent> = async (
  { params: { slackEventId: eventId }, body, caller },
  { db, clock },
) => {
  const closed = { eventId, reason: body.reason, by: actorOf(caller).label, now: clock.now() };
  if (!(await dismissSlackEvent(db, closed))) throw gone(eventId);
};

const gone = (eventId: string): AppError =>
  new AppError('not_found', {
    message: 'There is no such event from Slack that waits for a person',
    details: { eventId },
  });

const buttons = new Map<string, string>([
  [slackActions.taskDone, 'Done'],
  [slackActions.taskSnooze, 'Snooze'],
  [slackActions.taskBlock, 'Blocked'],
  [slackActions.taskReassign, 'Reassign'],
  [slackActions.holdEscalation, 'Hold'],
  [slackActions.blockerResolved, 'Resolved'],
  [slackActions.blockerExpected, 'New date'],
  [slackActions.openHandoff, 'Fill in the handoff'],
]);
const forms = new Map<string, string>([
  [slackModals.snooze, 'Snooze'],
  [slackModals.hold, 'Hold'],
  [slackModals.block, 'Blocked'],
  [slackModals.expected, 'New date'],
  [slackModals.reassign, 'Reassign'],
  [slackModals.handoff, 'Sales handoff'],
  [slackModals.startOnboarding, 'Start an onboarding'],
]);

function whatOf(payload: unknown): string {
  const { data } = slackIncomingSchema.safeParse(payload);
  switch (data?.kind) {
    case 'action':
      return `“${buttons.get(data.action) ?? data.action}” was pressed`;
    case 'submission':
      return `“${forms.get(data.modal) ?? data.modal}” was filled in`;
    case 'command':
      return `${data.command} ${data.text}`.trim();
    case 'event':
      return `Slack told of ${data.type}`;
    case undefined:
      return 'It could not be read';
  }
}
