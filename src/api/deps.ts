/** What the API is given by the composition root; it wires nothing itself. */
import type { HubSpotOAuth } from '../../integrations/hubspot/oauth.ts';
import type { SlackOAuth } from '../../integrations/slack/oauth.ts';
import type { Router } from 'express';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { CommandName } from '../contracts/api/commands.ts';
import type { endpoints } from '../contracts/api/index.ts';
import type { upcomingNudge } from '../contracts/api/nudge-views.ts';
import type { part } from '../contracts/api/work.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../db/clock.ts';
import type { Database } from '../db/database.ts';
import type { NewLink } from '../db/links.ts';
import type { PlaybookStore } from '../db/playbook-store.ts';
import type { Actor } from '../domain/model.ts';
import type { RotateDeps } from '../usecases/connections/rotate-secret.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { CrmDeps } from '../usecases/crm/crm-deps.ts';
import type { MailReader } from '../usecases/replies/mail-reader.ts';

/** One command for one subject; `input` has passed the command's schema. */
export interface CommandCall {
  name: CommandName;
  subjectId: string;
  input: Record<string, unknown>;
  actor: Actor;
}
export type StartOnboarding = z.output<typeof endpoints.startOnboarding.body>;
export type UpcomingNudge = z.output<typeof upcomingNudge>;
export type SystemPart = z.output<typeof part>;
export type PlaybookIssue = z.output<typeof endpoints.listPlaybooks.response>['items'][number]['issues'][number];
export interface FoundDeal {
  connectionId: string;
  dealId: string;
  name: string;
  stageLabel: string;
  isWon: boolean;
}
export interface ReadyPart {
  name: string;
  isReady: boolean;
  detail: string;
}

export interface ApiDeps {
  db: Database;
  /** for the one connection that listens for live events */
  databaseUrl: string;
  clock: Clock;
  logger: Logger;
  environment: Config['environment'];
  version: string;
  /** without a trailing slash; links are made with it, never with a Host header */
  publicUrl: string;
  /** hops of reverse proxies in front of us */
  trustProxy: number;
  /** keys every signature and code of ours; the same for every process */
  secret: string;
  companyName: string;
  /** becomes the first administrator on signing in */
  adminEmail: string | null;
  /** for one address; an IP may ask for four times as many */
  signInMailsPerHour: number;
  /** how long the CRM ledger keeps an entry */
  ledgerDays: number;
  metricsToken: string | null;
  oidc: Config['oidc'];
  /** null: the app is not installed from here */
  slackOAuth: SlackOAuth | null;
  /** null: Slack is off */
  slack: { neededScopes: readonly string[]; disconnect(teamId: string, by: string): Promise<void> } | null;
  /** the built web: index.html and assets/ */
  webDir: string;
  /** shared with whoever else measures in this process */
  metrics: Registry;

  /** per part of this deployment: may traffic come? */
  ready(): Promise<ReadyPart[]>;
  systemParts(): Promise<SystemPart[]>;
  runCommand(command: CommandCall): Promise<{ onboardingId: string; version: number }>;
  startOnboarding(input: StartOnboarding, actor: Actor): Promise<{ onboardingId: string; created: boolean }>;
  /** what the rules would send next, were nothing to change */
  previewChase(onboardingId: string): Promise<UpcomingNudge[]>;
  searchDeals(search: string): Promise<{ items: FoundDeal[]; unanswered: string[] }>;
  /** connections made in the console */
  connecting: RotateDeps;
  /** null: no app that HubSpot accounts consent to */
  hubSpotOAuth: HubSpotOAuth | null;
  /** what a HubSpot account must consent to */
  hubSpotScopes: readonly string[];
  /** for what is asked of a CRM itself: its fields, its stages, a deal */
  crm: CrmDeps;
  /** does what an incoming mail asks for, because this person agrees to it */
  acceptMail(
    mailId: string,
    decision: { actor: Actor; person?: { name: string; email: string } | undefined },
  ): Promise<void>;
  /** checks and keeps a file that somebody hands in; `taskId` null: for the onboarding as a whole */
  addDocument(upload: {
    onboardingId: string;
    taskId: string | null;
    name: string;
    bytes: Buffer;
    actor: Actor;
  }): Promise<void>;
  /** reads what comes in by mail; null: no mailbox is configured */
  reader: Pick<MailReader, 'ownPart' | 'read'> | null;
  /** the mailbox that answers go to; null: they are off */
  inboundAddress: string | null;
  playbooks: PlaybookStore;
  playbooksDir: string;
  /** of the playbook files as last read, by playbook key */
  playbookProblems: Map<string, PlaybookIssue[]>;
  sendSignInMail(mail: { personId: string; token: string; code: string; redirectTo: string | null }): Promise<void>;
  /** mails the person a new link to the task */
  sendTaskLink(link: NewLink): Promise<void>;

  /** holds its own full paths below /webhooks; mounted before any body parser */
  webhooks: Router;
  /** mounted below /sandbox/api; null: the sandbox is off */
  sandbox: Router | null;
}
