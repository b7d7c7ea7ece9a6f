/** What an administrator may do with a CRM connection. */
import { z } from 'zod';
import { admin, adminInPerson, endpoint } from './endpoint.ts';
import { id, localDate, none, nothing, shortText } from './values.ts';

const byId = z.object({ connectionId: id });

export const resumeConnection = endpoint({
  id: 'resumeConnection',
  method: 'post',
  path: '/crm/connections/:connectionId/resume',
  tag: 'CRM sync',
  summary: 'Go on after a pause, or after access was restored',
  access: admin,
  params: byId,
  query: nothing,
  body: nothing,
  status: 204,
  response: none,
});
export const pauseConnection = endpoint({
  id: 'pauseConnection',
  method: 'post',
  path: '/crm/connections/:connectionId/pause',
  tag: 'CRM sync',
  summary: 'Stop reading and writing; events and values wait, none is lost',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ reason: shortText }),
  status: 204,
  response: none,
});
export const setConnectionMode = endpoint({
  id: 'setConnectionMode',
  method: 'put',
  path: '/crm/connections/:connectionId/mode',
  tag: 'CRM sync',
  summary: 'live writes; dry_run says in the ledger what would be written, and keeps it until the connection is live',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ mode: z.enum(['live', 'dry_run']) }),
  status: 204,
  response: none,
});

export const setWonSince = endpoint({
  id: 'setWonSince',
  method: 'put',
  path: '/crm/connections/:connectionId/won-since',
  tag: 'CRM sync',
  summary: 'The day from which won deals start an onboarding by themselves; older ones are left for Coming aboard',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ wonSince: localDate.nullable().describe('null: all of them') }),
  status: 204,
  response: none,
});

export const setDealSearch = endpoint({
  id: 'setDealSearch',
  method: 'put',
  path: '/crm/connections/:connectionId/deal-search',
  tag: 'CRM sync',
  summary:
    'Whether reconcile looks for deals that no event announced; switched on again, it goes back to where it ended',
  access: admin,
  params: byId,
  query: nothing,
  body: z.strictObject({ isOn: z.boolean() }),
  status: 204,
  response: none,
});

/** How long one is, its CRM knows best: it is tried before it is kept. */
const secretText = z.string().trim().min(1).max(500);
const privateKey = z.string().trim().min(1).max(10_000);
const myDomain = z.string().trim().min(1).max(300);
const otherClient = {
  clientId: secretText.optional().describe('Left out: the one it has'),
  loginUrl: myDomain.optional().describe('Left out: the one it has'),
};

export const rotateSecret = endpoint({
  id: 'rotateSecret',
  method: 'post',
  path: '/crm/connections/:connectionId/rotate-secret',
  tag: 'CRM sync',
  summary: 'Sign in with a new secret from now on: it is tried first, and goes before what the environment has',
  access: adminInPerson,
  params: byId,
  query: nothing,
  body: z.union([
    z.strictObject({ accessToken: secretText.describe('Of a HubSpot private app') }),
    z.strictObject({ clientSecret: secretText.describe('Of Salesforce’s external client app'), ...otherClient }),
    z.strictObject({
      privateKey: privateKey.describe(
        'PEM; of a Salesforce that signs in as a user by the key of the app’s certificate',
      ),
      ...otherClient,
    }),
  ]),
  status: 204,
  isRepeatable: false,
  response: none,
});

const outboundAddress = z.object({
  outboundUrl: z.string().describe('Where the organisation’s outbound messages go; a secret'),
});
const client = {
  loginUrl: myDomain.describe('My Domain, as example.my.salesforce.com'),
  clientId: secretText,
};
export const connectSalesforce = endpoint({
  id: 'connectSalesforce',
  method: 'post',
  path: '/crm/connections/salesforce',
  tag: 'CRM sync',
  summary: 'Connect an organisation by its external client app, or have a connected one sign in another way',
  access: adminInPerson,
  params: nothing,
  query: nothing,
  body: z.union([
    z.strictObject({ ...client, clientSecret: secretText.describe('The app signs in for itself: client credentials') }),
    z.strictObject({
      ...client,
      username: shortText.describe('The user it signs in as: JWT bearer'),
      privateKey: privateKey.describe('PEM, RSA, without a passphrase; of the certificate that the app has'),
    }),
  ]),
  status: 201,
  isRepeatable: false,
  response: outboundAddress.extend({ connectionId: id }),
});
export const getOutboundAddress = endpoint({
  id: 'getOutboundAddress',
  method: 'get',
  path: '/crm/connections/:connectionId/outbound-address',
  tag: 'CRM sync',
  summary: 'Where a Salesforce that was connected here sends its outbound messages',
  access: adminInPerson,
  params: byId,
  query: nothing,
  body: none,
  status: 200,
  response: outboundAddress,
});
export const rotateOutboundAddress = endpoint({
  id: 'rotateOutboundAddress',
  method: 'post',
  path: '/crm/connections/:connectionId/rotate-outbound-address',
  tag: 'CRM sync',
  summary: 'A new address for outbound messages; the old one is refused at once',
  access: adminInPerson,
  params: byId,
  query: nothing,
  body: nothing,
  status: 200,
  isRepeatable: false,
  response: outboundAddress,
});
export const disconnectCrm = endpoint({
  id: 'disconnectCrm',
  method: 'post',
  path: '/crm/connections/:connectionId/disconnect',
  tag: 'CRM sync',
  summary: 'Forget what it signs in with; onboardings go on, and what is wanted waits until it is connected again',
  access: adminInPerson,
  params: byId,
  query: nothing,
  body: nothing,
  status: 204,
  response: none,
});
