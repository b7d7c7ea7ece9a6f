/** Mails that came in and wait for a person, and the documents that came with them. */
import { z } from 'zod';
import { token } from './access.ts';
import { endpoint, linkHolder, member, viewer } from './endpoint.ts';
import { id, instant, longText, none, nothing, page, pageQuery, shortText } from './values.ts';

export const inboundState = z.enum(['pending', 'handled', 'needs_review', 'ignored', 'quarantined']);
export const inboundMailView = z.object({
  id,
  state: inboundState,
  /** why it is in this state */
  reason: z.string().nullable(),
  receivedAt: instant,
  from: z.string().nullable(),
  subject: z.string().nullable(),
  /** the whole, with all that it quotes */
  text: z.string().nullable(),
  /** what its sender wrote themself */
  ownText: z.string().nullable(),
  onboardingId: id.nullable(),
  onboardingName: z.string().nullable(),
  taskId: id.nullable(),
  taskName: z.string().nullable(),
  /** whom we wrote to, or who has a part in it */
  person: z.string().nullable(),
  /** whose address it came from, of those with a part in the onboarding: whoever an answer goes to */
  sender: z.string().nullable(),
  /** what accepting does, in words; null: nothing but closing it */
  proposal: z.string().nullable(),
  /** accepting completes a task that is done by naming somebody: say whom */
  needsPerson: z.boolean(),
  /** it is from somebody with a part in an onboarding, by an address that we know as theirs */
  mayAnswer: z.boolean(),
  decidedBy: z.string().nullable(),
});
export const inboundMailDetail = inboundMailView.extend({
  /** what came with it; a file that waits is kept once somebody agrees to what the mail asks for */
  attachments: z.array(
    z.discriminatedUnion('state', [
      z.object({ name: z.string(), state: z.literal('kept'), documentId: id }),
      z.object({ name: z.string(), state: z.literal('waiting') }),
      z.object({ name: z.string(), state: z.literal('refused'), reason: z.string() }),
    ]),
  ),
});
const byMail = z.object({ mailId: id });
export const listInboundMails = endpoint({
  id: 'listInboundMails',
  method: 'get',
  path: '/inbound-mails',
  tag: 'Mail',
  summary: 'Mails that came in, newest first',
  access: viewer,
  params: nothing,
  query: pageQuery.extend({ state: inboundState.optional(), onboardingId: id.optional() }),
  body: none,
  status: 200,
  response: page(inboundMailView),
});
export const getInboundMail = endpoint({
  id: 'getInboundMail',
  method: 'get',
  path: '/inbound-mails/:mailId',
  tag: 'Mail',
  summary: 'One mail that came in, with its whole text and what became of its attachments',
  access: viewer,
  params: byMail,
  query: nothing,
  body: none,
  status: 200,
  response: inboundMailDetail,
});
export const acceptInboundMail = endpoint({
  id: 'acceptInboundMail',
  method: 'post',
  path: '/inbound-mails/:mailId/accept',
  tag: 'Mail',
  summary: 'Do what the mail asks for, in one’s own name; or close what has been answered',
  access: member,
  params: byMail,
  query: nothing,
  body: z.strictObject({ person: z.strictObject({ name: shortText, email: z.email() }).optional() }),
  status: 204,
  response: none,
});
export const answerInboundMail = endpoint({
  id: 'answerInboundMail',
  method: 'post',
  path: '/inbound-mails/:mailId/answer',
  tag: 'Mail',
  summary: 'Answer whom a mail is from without doing what it asks for; they are told in their working hours',
  access: member,
  params: byMail,
  query: nothing,
  body: z.strictObject({ body: longText }),
  status: 204,
  response: none,
});
export const rejectInboundMail = endpoint({
  id: 'rejectInboundMail',
  method: 'post',
  path: '/inbound-mails/:mailId/reject',
  tag: 'Mail',
  summary: 'Close a mail that shall do nothing, with a reason',
  access: member,
  params: byMail,
  query: nothing,
  body: z.strictObject({ reason: shortText }),
  status: 204,
  response: none,
});
export const getMailAddress = endpoint({
  id: 'getMailAddress',
  method: 'get',
  path: '/onboardings/:onboardingId/mail-address',
  tag: 'Mail',
  summary: 'Where mail becomes the conversation of this onboarding; null while answers by mail are off',
  access: viewer,
  params: z.object({ onboardingId: id }),
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ address: z.string().nullable() }),
});

export const documentView = z.object({
  id,
  taskId: id.nullable(),
  /** null: of the onboarding as a whole */
  taskName: z.string().nullable(),
  name: z.string(),
  mediaType: z.string(),
  /** bytes */
  size: z.number().int(),
  /** whether a virus scanner has looked at it */
  isScanned: z.boolean(),
  addedBy: z.string().nullable(),
  via: z.enum(['email', 'upload']),
  /** internal: none but our people see it */
  visibility: z.enum(['shared', 'internal']),
  createdAt: instant,
});
/** The content is at `GET /api/v1/documents/:documentId/content`, always as a download. */
export const listDocuments = endpoint({
  id: 'listDocuments',
  method: 'get',
  path: '/onboardings/:onboardingId/documents',
  tag: 'Documents',
  summary: 'Documents of an onboarding or of one task, newest first; content at /documents/:documentId/content',
  access: viewer,
  params: z.object({ onboardingId: id }),
  query: z.object({ taskId: id.optional() }),
  body: none,
  status: 200,
  response: z.object({ items: z.array(documentView) }),
});

/** Files themselves are beside this table: see `documentOperations` of the OpenAPI document. */
export const listTaskLinkDocuments = endpoint({
  id: 'listTaskLinkDocuments',
  method: 'get',
  path: '/task-links/:token/documents',
  tag: 'Task links',
  summary: 'Documents of the one task that the link was sent for',
  access: linkHolder,
  params: z.object({ token }),
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    items: z.array(documentView),
    /** as the link's own person, who alone may open and add documents */
    isSignedIn: z.boolean(),
  }),
});

export const listOnboardingDocuments = endpoint({
  id: 'listOnboardingDocuments',
  method: 'get',
  path: '/task-links/:token/onboarding-documents',
  tag: 'Task links',
  summary: 'Documents of the whole onboarding, without those of internal work; none before its own person is signed in',
  access: linkHolder,
  params: z.object({ token }),
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    onboarding: z.string(),
    items: z.array(documentView),
    isSignedIn: z.boolean(),
  }),
});
