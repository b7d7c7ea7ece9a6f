/** What was said to somebody, what was not and why, and what comes next. */
import { z } from 'zod';
import { id, instant, intentKind, personRef } from './values.ts';

const opens = z.object({ firstAt: instant, lastAt: instant, count: z.int() });
const onboardingRef = z.object({ id, name: z.string() });
export const nudgeView = z.object({
  id,
  onboarding: onboardingRef,
  person: personRef,
  taskId: id.nullable(),
  taskName: z.string().nullable(),
  kind: intentKind,
  rule: z.string(),
  state: z.enum(['planned', 'claimed', 'sent', 'withheld', 'obsolete']),
  reason: z.string().nullable(),
  plannedAt: instant,
  decidedAt: instant.nullable(),
  notBefore: instant,
  channel: z.string().nullable(),
  /** claimed | sending | accepted | bounced | complained | failed | unclear | withdrawn */
  messageState: z.string().nullable(),
  acceptedAt: instant.nullable(),
  /** when its reader's server took it, where the relay tells */
  deliveredAt: instant.nullable(),
  /** its image was loaded; decides nothing */
  opened: opens.nullable(),
  /** its image was loaded by a proxy or a scanner, which says nothing of its reader */
  openedByMachine: opens.nullable(),
  /** when the reader did what it asks, after it was accepted */
  actedAt: instant.nullable(),
});
export const silenceView = z.object({
  onboarding: onboardingRef,
  taskName: z.string().nullable(),
  person: personRef.nullable(),
  reason: z.string(),
  fromAt: instant,
  untilAt: instant.nullable(),
});
export const upcomingNudge = z.object({
  person: personRef.nullable(),
  taskId: id.nullable(),
  taskName: z.string().nullable(),
  kind: z.string(),
  rule: z.string(),
  at: instant,
  channel: z.string().nullable(),
  /** why it will not be said as things stand; null: it will */
  withheld: z.string().nullable(),
});
