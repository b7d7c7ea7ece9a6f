/**
 * A ladder tried on one task over a range of dates, before anybody is chased by it: the rules that `advance` and the
 * digests apply in earnest, played from wake to wake, with an owner who behaves as told. Pure.
 */
import { advance } from '../advance.ts';
import { atLocalTime, startOfLocalDay } from '../calendar.ts';
import { addDays } from '../local-date.ts';
import type { Instant } from '../model.ts';
import { Mailbox } from './mailbox.ts';
import { ownerDeed } from './owner-acts.ts';
import { addressed, byTime, linesOf, type TrialLine } from './trial-lines.ts';
import { type LadderTrial, ownerIn, trialState } from './trial-state.ts';

const mostWakes = 2_000;
const mostRounds = 20;
const nineOClock = 540;

/** Everything that is said about the task in the range, and why nothing is where nothing is. */
export const tryLadder = (trial: LadderTrial): TrialLine[] => {
  const { timezone, playbook, to } = trial;
  const start = atLocalTime(trial.from, nineOClock, timezone);
  const end = startOfLocalDay(addDays(to, 1), timezone);
  const mailbox = new Mailbox();
  const silences: TrialLine[] = [];
  let state = trialState(trial, start);
  let deed = ownerDeed(trial, state);
  let now: Instant | null = start;
  for (let wake = 0; wake < mostWakes && now !== null && now < end; wake += 1) {
    if (deed !== null && deed.at <= now) {
      state = deed.run(state, now).state;
      deed = null;
    }
    let wakes: (Instant | null)[] = [];
    for (let round = 0; round < mostRounds; round += 1) {
      const decision = advance(state, { now, playbook, publicUrl: '' });
      state = decision.state;
      mailbox.plan(
        decision.intents.filter(({ taskId }) => taskId !== null),
        now,
      );
      for (const { taskId, reason } of decision.silences) {
        if (taskId === null || reason === null) continue;
        const about = { channel: null, message: null, kind: null, subject: state.tasks[0]?.name ?? null, rule: '' };
        silences.push({ ...addressed(state, ownerIn(state), now), ...about, withheld: reason });
      }
      const { hasSent, nextWakeAt } = mailbox.deliver(state, now);
      wakes = [decision.nextWakeAt, nextWakeAt, deed?.at ?? null];
      if (!hasSent) break;
    }
    const passed: Instant = now;
    now = wakes.filter((next): next is Instant => next !== null && next > passed).sort()[0] ?? null;
  }
  return [...linesOf(mailbox, state), ...silences].sort(byTime);
};
