/** All of /api/v1: listed endpoints, and one per command and subject. */
import { z } from 'zod';
import * as access from './access.ts';
import * as backfills from './backfills.ts';
import { commandAnswer, type CommandName, commands, linkBlocker } from './commands.ts';
import * as comments from './comments.ts';
import * as connections from './connections.ts';
import { type Endpoint, endpoint, linkHolder } from './endpoint.ts';
import * as ledger from './ledger.ts';
import * as mails from './mails.ts';
import * as mappings from './mappings.ts';
import * as myTasks from './my-tasks.ts';
import * as onboardings from './onboardings.ts';
import { id, nothing } from './values.ts';
import * as people from './people.ts';
import * as preferences from './preferences.ts';
import * as ladders from './playbook-ladders.ts';
import * as trial from './playbook-trial.ts';
import * as pulse from './pulse.ts';
import * as slackEvents from './slack-events.ts';
import * as slackWorkspaces from './slack-workspaces.ts';
import * as system from './system.ts';
import * as work from './work.ts';

export const endpoints = {
  listOnboardings: onboardings.listOnboardings,
  startOnboarding: onboardings.startOnboarding,
  getOnboarding: onboardings.getOnboarding,
  getNudges: onboardings.getNudges,
  getStory: onboardings.getStory,
  getAmendment: onboardings.getAmendment,
  getComments: onboardings.getComments,
  getComment: comments.getComment,
  answerComment: comments.answerComment,
  readComment: comments.readComment,
  getLedger: ledger.getLedger,
  listDeadLetters: ledger.listDeadLetters,
  replayFailedWrites: ledger.replayFailedWrites,
  getMyTasks: myTasks.getMyTasks,
  openMyTask: myTasks.openMyTask,
  getQueue: work.getQueue,
  listQuarantine: work.listQuarantine,
  dismissQuarantined: work.dismissQuarantined,
  replayQuarantined: work.replayQuarantined,
  listSlackWorkspaces: slackWorkspaces.listSlackWorkspaces,
  disconnectSlackWorkspace: slackWorkspaces.disconnectSlackWorkspace,
  getFailedSlackEvent: slackEvents.getFailedSlackEvent,
  replaySlackEvent: slackEvents.replaySlackEvent,
  dismissSlackEvent: slackEvents.dismissSlackEvent,
  listInboundMails: mails.listInboundMails,
  getInboundMail: mails.getInboundMail,
  acceptInboundMail: mails.acceptInboundMail,
  answerInboundMail: mails.answerInboundMail,
  rejectInboundMail: mails.rejectInboundMail,
  getMailAddress: mails.getMailAddress,
  listDocuments: mails.listDocuments,
  listTaskLinkDocuments: mails.listTaskLinkDocuments,
  listOnboardingDocuments: mails.listOnboardingDocuments,
  listPeople: people.listPeople,
  createPerson: people.createPerson,
  updatePerson: people.updatePerson,
  tryMailAgain: people.tryMailAgain,
  getDefaultRoles: people.getDefaultRoles,
  setDefaultRole: people.setDefaultRole,
  getPersonWhy: people.getPersonWhy,
  listPlaybooks: work.listPlaybooks,
  getPlaybook: work.getPlaybook,
  getLadders: ladders.getLadders,
  checkLadders: ladders.checkLadders,
  saveLadders: ladders.saveLadders,
  tryPlaybook: trial.tryPlaybook,
  searchDeals: work.searchDeals,
  getSystemStatus: work.getSystemStatus,
  resumeConnection: connections.resumeConnection,
  pauseConnection: connections.pauseConnection,
  setConnectionMode: connections.setConnectionMode,
  setWonSince: connections.setWonSince,
  setDealSearch: connections.setDealSearch,
  rotateSecret: connections.rotateSecret,
  connectSalesforce: connections.connectSalesforce,
  getOutboundAddress: connections.getOutboundAddress,
  rotateOutboundAddress: connections.rotateOutboundAddress,
  disconnectCrm: connections.disconnectCrm,
  getMapping: mappings.getMapping,
  getMappingVersion: mappings.getMappingVersion,
  getMappingChoices: mappings.getMappingChoices,
  checkMapping: mappings.checkMapping,
  previewMapping: mappings.previewMapping,
  saveMapping: mappings.saveMapping,
  activateMapping: mappings.activateMapping,
  recheckFields: mappings.recheckFields,
  listBackfills: backfills.listBackfills,
  createBackfill: backfills.createBackfill,
  listBackfillItems: backfills.listBackfillItems,
  runBackfill: backfills.runBackfill,
  choosePlaybookAboard: backfills.choosePlaybookAboard,
  stopBackfill: backfills.stopBackfill,
  resumeBackfill: backfills.resumeBackfill,
  listApiKeys: system.listApiKeys,
  createApiKey: system.createApiKey,
  revokeApiKey: system.revokeApiKey,
  getMe: system.getMe,
  requestSignIn: access.requestSignIn,
  createSession: access.createSession,
  endSession: access.endSession,
  getSignInOptions: access.getSignInOptions,
  getTaskLink: access.getTaskLink,
  renewTaskLink: access.renewTaskLink,
  getUnsubscribe: preferences.getUnsubscribe,
  getPulse: pulse.getPulse,
  answerPulse: pulse.answerPulse,
  unsubscribe: preferences.unsubscribe,
  chooseMailsByLink: preferences.chooseMailsByLink,
  getMyPreferences: preferences.getMyPreferences,
  setMyPreferences: preferences.setMyPreferences,
} as const;

export const commandNames = Object.keys(commands).filter((name): name is CommandName => name in commands);

/** `POST /tasks/:subjectId/complete` and the like. */
export const commandEndpoint = (name: CommandName): Endpoint => {
  const { subject, summary, access: needed, input } = commands[name];
  const isOnboarding = subject === 'onboarding';
  return endpoint({
    id: `command:${name}`,
    method: 'post',
    path: `/${subject}s/:subjectId/${name}`,
    tag: isOnboarding ? 'Onboardings' : 'Plan',
    summary,
    access: needed,
    params: z.object({ subjectId: id }),
    query: nothing,
    body: input,
    response: commandAnswer,
    status: 200,
  });
};
const linkBody = (name: CommandName): z.ZodType => {
  const { subject, input } = commands[name];
  return subject === 'blocker' ? z.strictObject({ ...input.shape, ...linkBlocker.shape }) : input;
};
export const linkCommandEndpoint = (name: CommandName): Endpoint =>
  endpoint({
    id: `link:${name}`,
    method: 'post',
    path: `/task-links/:token/${name}`,
    tag: 'Task links',
    summary: `${commands[name].summary} (by a task link)`,
    access: linkHolder,
    params: z.object({ token: access.token }),
    query: nothing,
    body: linkBody(name),
    response: commandAnswer,
    status: 200,
  });
export const allEndpoints: Endpoint[] = [
  ...Object.values(endpoints),
  ...commandNames.map(commandEndpoint),
  ...commandNames.filter((name) => commands[name].byLink).map(linkCommandEndpoint),
];
