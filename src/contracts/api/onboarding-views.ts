/** What the screens of an onboarding show. */
import { z } from 'zod';
import { pulseAnswers } from '../../domain/model.ts';
import { trackerNames } from '../../domain/ticket.ts';
import {
  forecast,
  health,
  id,
  instant,
  integrationStatus,
  localDate,
  milestoneStatus,
  onboardingStatus,
  personRef,
  phaseStatus,
  problem,
  side,
  taskStatus,
  taskType,
  visibility,
} from './values.ts';

export const onboardingRow = z.object({
  id,
  name: z.string(),
  accountName: z.string(),
  status: onboardingStatus,
  playbookName: z.string().nullable(),
  currentPhase: z.string().nullable(),
  progress: z.number(),
  health,
  forecast: forecast.nullable(),
  targetGoLiveOn: localDate.nullable(),
  wonAt: instant.nullable(),
  liveAt: instant.nullable(),
  csm: personRef.nullable(),
  problems: z.array(problem),
  overdue: z.object({ customer: z.number().int(), team: z.number().int(), partner: z.number().int() }),
  openBlockers: z.number().int(),
  nextMilestone: z.object({ name: z.string(), targetOn: localDate.nullable() }).nullable(),
  updatedAt: instant,
});

export const gate = z.object({
  responsibleRole: z.string(),
  passedAt: instant.nullable(),
  criteria: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      isMet: z.boolean(),
      approval: z.object({ role: z.string(), approvedAt: instant.nullable() }).nullable(),
    }),
  ),
});

export const taskView = z.object({
  id,
  key: z.string(),
  name: z.string(),
  phaseId: id,
  milestoneId: id.nullable(),
  workstream: z.string().nullable(),
  type: taskType,
  side,
  role: z.string(),
  owner: personRef.nullable(),
  visibility,
  status: taskStatus,
  isReady: z.boolean(),
  isOverdue: z.boolean(),
  isCritical: z.boolean(),
  startOn: localDate.nullable(),
  dueOn: localDate.nullable(),
  isDueLocked: z.boolean(),
  baselineDueOn: localDate.nullable(),
  dueMoved: z.object({ from: localDate.nullable(), reason: z.string(), at: instant }).nullable(),
  dependsOn: z.array(id),
  howTo: z.object({
    text: z.string(),
    links: z.array(z.object({ label: z.string(), url: z.string() })),
    video: z.string().nullable(),
    files: z.array(z.string()),
  }),
  plannedHours: z.number().nullable(),
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
  skipReason: z.string().nullable(),
  snoozedUntil: localDate.nullable(),
  fillsRole: z.string().nullable(),
  nudgeCount: z.number().int(),
  lastNudgedAt: instant.nullable(),
  holdUntil: localDate.nullable(),
  /** where it is worked on in a tracker as well; null: nowhere, or not opened there yet */
  ticket: z
    .object({
      tracker: z.enum(trackerNames),
      key: z.string().nullable(),
      url: z.string().nullable(),
      status: z.string().nullable(),
      /** what stands in the way of keeping both together */
      problem: z.string().nullable(),
    })
    .nullable(),
});

export const blockerView = z.object({
  id,
  taskId: id.nullable(),
  taskName: z.string().nullable(),
  what: z.string(),
  side,
  person: personRef.nullable(),
  expectedOn: localDate.nullable(),
  openedAt: instant,
  openedBy: z.string().nullable(),
  resolvedAt: instant.nullable(),
  resolution: z.string().nullable(),
});

export const onboardingView = z.object({
  id,
  name: z.string(),
  status: onboardingStatus,
  version: z.number().int(),
  account: z.object({ id, name: z.string(), domain: z.string().nullable() }),
  deal: z
    .object({
      provider: z.string(),
      dealId: z.string(),
      url: z.string().nullable(),
      name: z.string(),
      amountCents: z.number().nullable(),
      currency: z.string().nullable(),
      products: z.array(z.string()),
    })
    .nullable(),
  playbook: z.object({ key: z.string(), name: z.string(), version: z.number().int() }).nullable(),
  problems: z.array(problem),
  /** false: what would escalate to our manager stays with whoever comes closest */
  hasManager: z.boolean(),
  handoff: z.object({
    isComplete: z.boolean(),
    waivedReason: z.string().nullable(),
    askedOf: personRef.nullable(),
    askedAt: instant.nullable(),
    fields: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        help: z.string().nullable(),
        isRequired: z.boolean(),
        value: z.string().nullable(),
        source: z.enum(['crm', 'gangway']).nullable(),
      }),
    ),
  }),
  timezone: z.string(),
  kickoffOn: localDate.nullable(),
  targetGoLiveOn: localDate.nullable(),
  wonAt: instant.nullable(),
  publishedAt: instant.nullable(),
  firstValueAt: instant.nullable(),
  liveAt: instant.nullable(),
  transitionedAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  hold: z.object({ reason: z.string(), since: instant, resumeOn: localDate.nullable() }).nullable(),
  isUrgent: z.boolean(),
  progress: z.number(),
  health,
  healthBaseline: z.object({ score: z.number(), status: z.string(), at: instant }).nullable(),
  forecast: forecast.nullable(),
  renewalOn: localDate.nullable(),
  /** what the signed-in person may do now, by command name */
  can: z.array(z.string()),
  goLive: z.object({ isReady: z.boolean(), missing: z.array(z.string()), approverRoles: z.array(z.string()) }),
  phases: z.array(
    z.object({
      id,
      key: z.string(),
      name: z.string(),
      status: phaseStatus,
      ownerRole: z.string(),
      owner: personRef.nullable(),
      entryGate: gate,
      exitGate: gate,
    }),
  ),
  milestones: z.array(
    z.object({
      id,
      phaseId: id,
      key: z.string(),
      name: z.string(),
      status: milestoneStatus,
      definitionOfDone: z.string(),
      completion: z.enum(['tasks', 'person']),
      isFirstValue: z.boolean(),
      isGoLive: z.boolean(),
      targetOn: localDate.nullable(),
      baselineOn: localDate.nullable(),
      doneAt: instant.nullable(),
      /** as things go it is reached after its date */
      risk: z.object({ expectedOn: localDate, reason: z.string() }).nullable(),
    }),
  ),
  tasks: z.array(taskView),
  workstreams: z.array(z.object({ key: z.string(), name: z.string() })),
  blockers: z.array(blockerView),
  integrationItems: z.array(
    z.object({
      id,
      key: z.string(),
      name: z.string(),
      environment: z.string(),
      ownerRole: z.string(),
      status: integrationStatus,
      note: z.string().nullable(),
      checks: z.array(z.object({ key: z.string(), name: z.string(), doneAt: instant.nullable() })),
    }),
  ),
  roles: z.array(
    z.object({
      role: z.string(),
      label: z.string(),
      side,
      isRequired: z.boolean(),
      person: personRef
        .extend({
          timezone: z.string().nullable(),
          unreachableSince: instant.nullable(),
          absentUntil: localDate.nullable(),
        })
        .nullable(),
    }),
  ),
  /** its own channel, without the #; `reason`: why Slack refuses it or what should happen in it */
  slackChannel: z
    .object({ name: z.string(), reason: z.string().nullable(), refusedSince: instant.nullable() })
    .nullable(),
  checkIns: z.array(
    z.object({
      id,
      kind: z.string(),
      dueOn: localDate,
      state: z.string(),
      health: z.number().nullable(),
      baseline: z.number().nullable(),
      note: z.string().nullable(),
      /** the customer's, to a pulse */
      answer: z.enum(pulseAnswers).nullable(),
      doneAt: instant.nullable(),
    }),
  ),
});

export const storyEntry = z.object({
  id: z.string(),
  at: instant,
  kind: z.string(),
  actor: z.string(),
  sentence: z.string(),
  subjectId: id.nullable(),
});
export const commentView = z.object({
  id,
  taskId: id.nullable(),
  author: z.string(),
  via: z.string(),
  body: z.string(),
  visibility,
  createdAt: instant,
  isOurs: z.boolean().describe('One of our team, or Gangway itself, wrote it'),
  isWaiting: z.boolean().describe('Somebody of our team has to read or answer it'),
});

const amendedTask = z.object({ id, name: z.string(), phase: z.string(), side, dueOn: localDate.nullable() });
export const amendmentView = z.object({
  added: z.array(amendedTask),
  dropped: z.array(amendedTask),
  integrations: z.array(z.string()),
});
