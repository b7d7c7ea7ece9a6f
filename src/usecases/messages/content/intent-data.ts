/** What the rules say with a wish, beside what the tables hold; read leniently, so that a mail never fails for a detail. */
import { z } from 'zod';
import { pulseAnswers } from '../../../domain/model.ts';

const text = z.string().trim().min(1).optional().catch(undefined);
const date = z.iso.date().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const labels = z
  .array(z.union([z.string(), z.object({ label: z.string() }).transform(({ label }) => label)]))
  .optional()
  .catch(undefined);

export const intentData = z.object({
  text,
  name: text,
  reason: text,
  label: text,
  milestone: text,
  /** where several are told of at once */
  milestones: labels,
  phase: text,
  fixBy: text,
  missing: labels,
  /** what the task waited for, and does no more */
  resolved: labels,
  reasons: labels,
  to: z.enum(['on_track', 'at_risk', 'blocked']).optional().catch(undefined),
  /** who hears of it next, and when, unless it is held */
  nextName: text,
  nextOn: date,
  dueOn: date,
  expectedOn: date,
  promisedOn: date,
  renewalOn: date,
  p80: date,
  score: number,
  /** tasks of theirs behind a milestone */
  did: number,
  checkIn: text,
  checkInId: text,
  commentId: text,
  about: text,
  asked: text,
  answer: z.enum(pulseAnswers).optional().catch(undefined),
});
export type IntentData = z.infer<typeof intentData>;
