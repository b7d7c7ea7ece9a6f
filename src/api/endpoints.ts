/** Which handler answers which endpoint; the compiler holds the table complete. */
import type { Router } from 'express';
import { commandEndpoint, commandNames, endpoints, linkCommandEndpoint } from '../contracts/api/index.ts';
import { commands } from '../contracts/api/commands.ts';
import type { Endpoint } from '../contracts/api/endpoint.ts';
import { commandHandler, linkCommandHandler } from './commands.ts';
import * as myTasks from './customer/my-tasks.ts';
import * as pulse from './customer/pulse.ts';
import * as taskLinkDocuments from './customer/task-link-documents.ts';
import * as taskLinks from './customer/task-links.ts';
import * as unsubscribe from './customer/unsubscribe.ts';
import type { ApiDeps } from './deps.ts';
import type { Handler } from './http/handler.ts';
import { mount, type MountOptions } from './http/mount.ts';
import * as signIn from './sign-in/handlers.ts';
import * as apiKeys from './staff/api-keys.ts';
import * as backfills from './staff/backfills.ts';
import * as comments from './staff/comments.ts';
import * as connections from './staff/connections.ts';
import * as crm from './staff/crm.ts';
import * as ledger from './staff/ledger.ts';
import * as mails from './staff/mails.ts';
import * as mappings from './staff/mappings.ts';
import * as onboardings from './staff/onboardings.ts';
import * as defaultRoles from './staff/default-roles.ts';
import * as people from './staff/people.ts';
import * as personWhy from './staff/person-why.ts';
import * as ladders from './staff/ladders.ts';
import * as playbooks from './staff/playbooks.ts';
import * as preferences from './staff/preferences.ts';
import * as queue from './staff/queue.ts';
import * as slackEvents from './staff/slack-events.ts';
import * as slackWorkspaces from './staff/slack-workspaces.ts';
import * as system from './staff/system.ts';

type Endpoints = typeof endpoints;
type Mount = (router: Router, deps: ApiDeps) => void;

const serve =
  <E extends Endpoint>(endpoint: E, handler: Handler<E>, options?: MountOptions): Mount =>
  (router, deps) =>
    mount(router, deps, endpoint, handler, { isSecret: endpoint.isRepeatable === false, ...options });

const table: Record<keyof Endpoints, Mount> = {
  listOnboardings: serve(endpoints.listOnboardings, onboardings.portfolio),
  startOnboarding: serve(endpoints.startOnboarding, onboardings.start),
  getOnboarding: serve(endpoints.getOnboarding, onboardings.one),
  getNudges: serve(endpoints.getNudges, onboardings.nudges),
  getStory: serve(endpoints.getStory, onboardings.story),
  getAmendment: serve(endpoints.getAmendment, onboardings.amendment),
  getComments: serve(endpoints.getComments, onboardings.comments),
  getLedger: serve(endpoints.getLedger, ledger.ledger),
  listDeadLetters: serve(endpoints.listDeadLetters, ledger.deadLetters),
  replayFailedWrites: serve(endpoints.replayFailedWrites, ledger.replay),
  getComment: serve(endpoints.getComment, comments.one),
  answerComment: serve(endpoints.answerComment, comments.answer),
  readComment: serve(endpoints.readComment, comments.read),
  getMyTasks: serve(endpoints.getMyTasks, myTasks.list),
  openMyTask: serve(endpoints.openMyTask, myTasks.open),
  getQueue: serve(endpoints.getQueue, queue.queue),
  listQuarantine: serve(endpoints.listQuarantine, queue.quarantine),
  dismissQuarantined: serve(endpoints.dismissQuarantined, queue.dismiss),
  replayQuarantined: serve(endpoints.replayQuarantined, queue.replay),
  listSlackWorkspaces: serve(endpoints.listSlackWorkspaces, slackWorkspaces.list),
  disconnectSlackWorkspace: serve(endpoints.disconnectSlackWorkspace, slackWorkspaces.disconnect),
  getFailedSlackEvent: serve(endpoints.getFailedSlackEvent, slackEvents.one),
  replaySlackEvent: serve(endpoints.replaySlackEvent, slackEvents.replay),
  dismissSlackEvent: serve(endpoints.dismissSlackEvent, slackEvents.dismiss),
  listInboundMails: serve(endpoints.listInboundMails, mails.list),
  getInboundMail: serve(endpoints.getInboundMail, mails.one),
  acceptInboundMail: serve(endpoints.acceptInboundMail, mails.accept),
  answerInboundMail: serve(endpoints.answerInboundMail, mails.answer),
  rejectInboundMail: serve(endpoints.rejectInboundMail, mails.reject),
  getMailAddress: serve(endpoints.getMailAddress, mails.address),
  listDocuments: serve(endpoints.listDocuments, mails.documents),
  listPeople: serve(endpoints.listPeople, people.list),
  createPerson: serve(endpoints.createPerson, people.create),
  updatePerson: serve(endpoints.updatePerson, people.update),
  tryMailAgain: serve(endpoints.tryMailAgain, people.tryAgain),
  getDefaultRoles: serve(endpoints.getDefaultRoles, defaultRoles.list),
  setDefaultRole: serve(endpoints.setDefaultRole, defaultRoles.set),
  getPersonWhy: serve(endpoints.getPersonWhy, personWhy.why),
  listPlaybooks: serve(endpoints.listPlaybooks, playbooks.playbooks),
  getPlaybook: serve(endpoints.getPlaybook, playbooks.playbook),
  getLadders: serve(endpoints.getLadders, ladders.ladders),
  checkLadders: serve(endpoints.checkLadders, ladders.check),
  saveLadders: serve(endpoints.saveLadders, ladders.save),
  tryPlaybook: serve(endpoints.tryPlaybook, playbooks.trial),
  searchDeals: serve(endpoints.searchDeals, crm.deals),
  getSystemStatus: serve(endpoints.getSystemStatus, system.status),
  resumeConnection: serve(endpoints.resumeConnection, connections.resume),
  pauseConnection: serve(endpoints.pauseConnection, connections.pause),
  getMapping: serve(endpoints.getMapping, mappings.mapping),
  getMappingVersion: serve(endpoints.getMappingVersion, mappings.version),
  getMappingChoices: serve(endpoints.getMappingChoices, mappings.choices),
  checkMapping: serve(endpoints.checkMapping, mappings.check),
  previewMapping: serve(endpoints.previewMapping, mappings.preview),
  saveMapping: serve(endpoints.saveMapping, mappings.save),
  activateMapping: serve(endpoints.activateMapping, mappings.activate),
  recheckFields: serve(endpoints.recheckFields, mappings.recheck),
  setConnectionMode: serve(endpoints.setConnectionMode, connections.mode),
  setWonSince: serve(endpoints.setWonSince, connections.wonSince),
  setDealSearch: serve(endpoints.setDealSearch, connections.dealSearch),
  rotateSecret: serve(endpoints.rotateSecret, connections.rotate),
  connectSalesforce: serve(endpoints.connectSalesforce, connections.salesforce),
  getOutboundAddress: serve(endpoints.getOutboundAddress, connections.outbound),
  rotateOutboundAddress: serve(endpoints.rotateOutboundAddress, connections.rotateOutbound),
  disconnectCrm: serve(endpoints.disconnectCrm, connections.end),
  listBackfills: serve(endpoints.listBackfills, backfills.list),
  createBackfill: serve(endpoints.createBackfill, backfills.create),
  listBackfillItems: serve(endpoints.listBackfillItems, backfills.items),
  runBackfill: serve(endpoints.runBackfill, backfills.run),
  choosePlaybookAboard: serve(endpoints.choosePlaybookAboard, backfills.choose),
  stopBackfill: serve(endpoints.stopBackfill, backfills.stop),
  resumeBackfill: serve(endpoints.resumeBackfill, backfills.resume),
  listApiKeys: serve(endpoints.listApiKeys, apiKeys.list),
  createApiKey: serve(endpoints.createApiKey, apiKeys.create),
  revokeApiKey: serve(endpoints.revokeApiKey, apiKeys.revoke),
  getMe: serve(endpoints.getMe, system.me),
  requestSignIn: serve(endpoints.requestSignIn, signIn.request),
  createSession: serve(endpoints.createSession, signIn.create),
  endSession: serve(endpoints.endSession, signIn.end),
  getSignInOptions: serve(endpoints.getSignInOptions, signIn.options),
  getTaskLink: serve(endpoints.getTaskLink, taskLinks.view),
  listTaskLinkDocuments: serve(endpoints.listTaskLinkDocuments, taskLinkDocuments.documents),
  listOnboardingDocuments: serve(endpoints.listOnboardingDocuments, taskLinkDocuments.ofOnboarding),
  renewTaskLink: serve(endpoints.renewTaskLink, taskLinks.renew),
  getUnsubscribe: serve(endpoints.getUnsubscribe, unsubscribe.view),
  getPulse: serve(endpoints.getPulse, pulse.view),
  answerPulse: serve(endpoints.answerPulse, pulse.answer),
  unsubscribe: serve(endpoints.unsubscribe, unsubscribe.change, { isForeign: true }),
  chooseMailsByLink: serve(endpoints.chooseMailsByLink, unsubscribe.choose),
  getMyPreferences: serve(endpoints.getMyPreferences, preferences.view),
  setMyPreferences: serve(endpoints.setMyPreferences, preferences.choose),
};

export function mountEndpoints(router: Router, deps: ApiDeps): void {
  for (const mountOne of Object.values(table)) mountOne(router, deps);
  for (const name of commandNames) {
    mount(router, deps, commandEndpoint(name), commandHandler(name));
    if (commands[name].byLink) mount(router, deps, linkCommandEndpoint(name), linkCommandHandler(name));
  }
}
