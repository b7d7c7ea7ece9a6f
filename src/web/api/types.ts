/** The API's shapes as the screens use them; types only, so that zod stays out of the browser. */
import type { z } from 'zod';
import type { apiKeyView } from '../../contracts/api/system.ts';
import type { commentDetail } from '../../contracts/api/comments.ts';
import type { inboundMailDetail } from '../../contracts/api/mails.ts';
import type { aboardColumns, backfillItem, backfillView, SheetView } from '../../contracts/api/backfills.ts';
import type { deadLetter, ledgerEntry } from '../../contracts/api/ledger.ts';
import type { failedSlackEvent } from '../../contracts/api/slack-events.ts';
import type { part, quarantinedEvent, queueItem } from '../../contracts/api/work.ts';
import type { myTask } from '../../contracts/api/my-tasks.ts';
import type { personView } from '../../contracts/api/people.ts';
import type { commands, CommandName } from '../../contracts/api/commands.ts';
import type { endpoints } from '../../contracts/api/index.ts';
import type { nudgeView, silenceView, upcomingNudge } from '../../contracts/api/nudge-views.ts';
import type {
  blockerView,
  commentView,
  onboardingRow,
  onboardingView,
  storyEntry,
  taskView,
} from '../../contracts/api/onboarding-views.ts';
import type { Playbook } from '../../contracts/api/playbook-view.ts';
import type * as values from '../../contracts/api/values.ts';

export type { CommandName };
export type Endpoints = typeof endpoints;
export type Answer<N extends keyof Endpoints> = z.output<Endpoints[N]['response']>;
export type Body<N extends keyof Endpoints> = z.input<Endpoints[N]['body']>;
export type Query<N extends keyof Endpoints> = Partial<z.output<Endpoints[N]['query']>>;
export type CommandBody<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
/** By a link what is missing is named beside the rest. */
export type LinkBody<N extends CommandName> = CommandBody<N> &
  ((typeof commands)[N]['subject'] extends 'blocker' ? { blockerId: string } : unknown);
export type CommandSubject<N extends CommandName> = (typeof commands)[N]['subject'];

export type OnboardingStatus = z.infer<typeof values.onboardingStatus>;
export type PhaseStatus = z.infer<typeof values.phaseStatus>;
export type MilestoneStatus = z.infer<typeof values.milestoneStatus>;
export type TaskStatus = z.infer<typeof values.taskStatus>;
export type TaskType = z.infer<typeof values.taskType>;
export type IntegrationStatus = z.infer<typeof values.integrationStatus>;
export type HealthStatus = z.infer<typeof values.healthStatus>;
export type Side = z.infer<typeof values.side>;
export type StaffRole = z.infer<typeof values.staffRole>;
export type PersonRef = z.infer<typeof values.personRef>;
export type Health = z.infer<typeof values.health>;
export type ProblemDetails = z.infer<typeof values.problemDetails>;

export type OnboardingRow = z.infer<typeof onboardingRow>;
export type OnboardingView = z.infer<typeof onboardingView>;
export type TaskView = z.infer<typeof taskView>;
export type BlockerView = z.infer<typeof blockerView>;
export type PhaseView = OnboardingView['phases'][number];
export type MilestoneView = OnboardingView['milestones'][number];
export type IntegrationItemView = OnboardingView['integrationItems'][number];
export type RoleView = OnboardingView['roles'][number];
export type CheckInView = OnboardingView['checkIns'][number];
export type NudgeView = z.infer<typeof nudgeView>;
export type SilenceView = z.infer<typeof silenceView>;
export type UpcomingNudge = z.infer<typeof upcomingNudge>;
export type StoryEntry = z.infer<typeof storyEntry>;
export type MappingView = Answer<'getMapping'>;
export type MappingVersion = MappingView['versions'][number];
export type Mapping = NonNullable<MappingView['active']>['content'];
export type MappingEntry = Mapping['entries'][number];
export type MappingChoices = Answer<'getMappingChoices'>;
export type MappingPreview = Answer<'previewMapping'>;
export type LedgerEntry = z.infer<typeof ledgerEntry>;
export type { SheetView };
export type AboardColumns = z.infer<typeof aboardColumns>;
export type Backfill = z.infer<typeof backfillView>;
export type BackfillItem = z.infer<typeof backfillItem>;
export type DeadLetter = z.infer<typeof deadLetter>;
export type QueueItem = z.infer<typeof queueItem>;
export type MyTask = z.infer<typeof myTask>;
export type CommentView = z.infer<typeof commentView>;
export type CommentDetail = z.infer<typeof commentDetail>;
export type InboundMail = z.infer<typeof inboundMailDetail>;
export type QuarantinedEvent = z.infer<typeof quarantinedEvent>;
export type FailedSlackEvent = z.infer<typeof failedSlackEvent>;
export type PersonView = z.infer<typeof personView>;
export type DocumentView = Answer<'listDocuments'>['items'][number];
export type ApiKeyView = z.infer<typeof apiKeyView>;
export type SystemPart = z.infer<typeof part>;
export type SystemStatus = Answer<'getSystemStatus'>;
export type SlackWorkspace = Answer<'listSlackWorkspaces'>['items'][number];
export type Connection = SystemStatus['connections'][number];
export type Me = Answer<'getMe'>;
export type TaskLinkView = Answer<'getTaskLink'>;
/** `playbook` is JSON on the wire; the server has checked that it is this. */
export type PlaybookDetail = Omit<Answer<'getPlaybook'>, 'playbook'> & { playbook: Playbook };
export type LaddersView = Answer<'getLadders'>;
export type OwnLadders = LaddersView['own'];
export type DealHit = Answer<'searchDeals'>['items'][number];
export type { Condition, Ladder, LadderRung, PhaseTemplate, TaskTemplate } from '../../contracts/api/playbook-view.ts';
