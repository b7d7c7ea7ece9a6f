/** OpenAPI 3.1, from the same contracts that the API is mounted from. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { token } from '../../contracts/api/access.ts';
import { allEndpoints } from '../../contracts/api/index.ts';
import type { Access, Endpoint } from '../../contracts/api/endpoint.ts';
import { ledgerEntry } from '../../contracts/api/ledger.ts';
import * as nudges from '../../contracts/api/nudge-views.ts';
import * as views from '../../contracts/api/onboarding-views.ts';
import * as values from '../../contracts/api/values.ts';
import * as work from '../../contracts/api/work.ts';
import * as people from '../../contracts/api/people.ts';
import * as system from '../../contracts/api/system.ts';
import { liveEvent } from '../../contracts/live-events.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const schemas = {
  Problem: values.problemDetails,
  PersonRef: values.personRef,
  Health: values.health,
  Forecast: values.forecast,
  OnboardingRow: views.onboardingRow,
  Onboarding: views.onboardingView,
  Task: views.taskView,
  Gate: views.gate,
  Blocker: views.blockerView,
  Nudge: nudges.nudgeView,
  Silence: nudges.silenceView,
  LedgerEntry: ledgerEntry,
  StoryEntry: views.storyEntry,
  Comment: views.commentView,
  QueueItem: work.queueItem,
  Person: people.personView,
  ApiKey: system.apiKeyView,
  LiveEvent: liveEvent,
};

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: values.problemDetails } },
});

const idempotencyKey = z.object({
  'Idempotency-Key': z
    .string()
    .min(8)
    .max(200)
    .optional()
    .describe('A repeat within a day with the same key and body gets the first answer; with another body, 409'),
});

function securityOf(access: Access): { security: Record<string, string[]>[]; needs: string } {
  switch (access.kind) {
    case 'public':
      return { security: [], needs: 'Open to anyone.' };
    case 'link':
      return { security: [], needs: 'The token in the path is the authorisation.' };
    case 'signed_in':
      return { security: [{ session: [] }], needs: 'Needs somebody who is signed in; API keys are refused.' };
    case 'staff':
      return {
        security: [{ session: [] }, ...(access.scope ? [{ apiKey: [access.scope] }] : [])],
        needs: `Needs at least the role ${access.atLeast}${access.scope ? `, or an API key with the scope ${access.scope}` : '; API keys are refused'}.`,
      };
  }
}

function operationOf(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { security, needs } = securityOf(endpoint.access);
  const hasBody = !(endpoint.body instanceof z.ZodUndefined);
  const hasAnswer = !(endpoint.response instanceof z.ZodUndefined);
  const params =
    endpoint.params instanceof z.ZodObject && Object.keys(endpoint.params.shape).length > 0 ? endpoint.params : null;
  const query =
    endpoint.query instanceof z.ZodObject && Object.keys(endpoint.query.shape).length > 0 ? endpoint.query : null;
  const mayRepeat = endpoint.method === 'post' && endpoint.isRepeatable !== false;
  return {
    operationId: endpoint.id.replace(':', '_'),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: needs,
    security,
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(query ? { query } : {}),
      ...(mayRepeat ? { header: idempotencyKey } : {}),
    },
    ...(hasBody
      ? { requestBody: { required: !endpoint.body.safeParse({}).success, content: bodyContent(endpoint) } }
      : {}),
    responses: {
      [String(endpoint.status)]: {
        description: endpoint.summary,
        ...(hasAnswer ? { content: { 'application/json': { schema: endpoint.response } } } : {}),
      },
      ...(endpoint.access.kind === 'staff' || endpoint.access.kind === 'signed_in'
        ? { '401': problem('Not signed in'), '403': problem('Role or scope is missing') }
        : {}),
      ...(endpoint.access.kind === 'link'
        ? { '410': problem('The link has expired, or the task is with somebody else') }
        : {}),
      ...(hasBody || query ? { '422': problem('The input is not valid') } : {}),
      default: problem('Refused or failed'),
    },
  };
}

const bodyContent = (endpoint: Endpoint) => ({
  'application/json': { schema: endpoint.body },
  ...(endpoint.id === 'unsubscribe'
    ? { 'application/x-www-form-urlencoded': { schema: z.object({ 'List-Unsubscribe': z.literal('One-Click') }) } }
    : {}),
});

const live: ZodOpenApiOperationObject = {
  operationId: 'followEvents',
  tags: ['Live events'],
  summary: 'Hints that something has changed, as server-sent events',
  description: `${securityOf({ kind: 'staff', atLeast: 'viewer', scope: 'read' }).needs} Each event’s data is a LiveEvent; read again what it names.`,
  security: [{ session: [] }, { apiKey: ['read'] }],
  responses: {
    '200': { description: 'An open stream', content: { 'text/event-stream': { schema: z.string() } } },
    default: problem('Refused'),
  },
};

const bytes = { schema: z.string().meta({ format: 'binary' }) };
const download = (needs: string): Pick<ZodOpenApiOperationObject, 'description' | 'responses'> => ({
  description: `${needs} Always a download, whatever its type.`,
  responses: {
    '200': { description: 'The file', content: { '*/*': bytes } },
    '404': problem('There is no such document'),
    default: problem('Refused'),
  },
});
const ownPerson = 'The token in the path, and a session of the person whom the link was sent to.';

const fileName = z.string().min(1).max(300).describe('The file’s name, with its ending');
const takesFile: Pick<ZodOpenApiOperationObject, 'requestBody' | 'responses'> = {
  requestBody: { required: true, content: { 'application/octet-stream': bytes } },
  responses: {
    '204': { description: 'Kept' },
    '413': problem('It is too large'),
    '422': problem('Files of this kind are not taken, or the scanner found something'),
    default: problem('Refused'),
  },
};

/** Files are no JSON: served beside the table of endpoints. */
const documentOperations: ZodOpenApiPathsObject = {
  '/documents/{documentId}/content': {
    get: {
      operationId: 'downloadDocument',
      tags: ['Documents'],
      summary: 'A document’s content',
      security: [{ session: [] }, { apiKey: ['read'] }],
      requestParams: { path: z.object({ documentId: values.id }) },
      ...download(securityOf({ kind: 'staff', atLeast: 'viewer', scope: 'read' }).needs),
    },
  },
  '/task-links/{token}/documents/{documentId}/content': {
    get: {
      operationId: 'downloadTaskLinkDocument',
      tags: ['Task links'],
      summary: 'A document of the link’s task',
      security: [{ session: [] }],
      requestParams: { path: z.object({ token: token, documentId: values.id }) },
      ...download(ownPerson),
    },
  },
  '/task-links/{token}/onboarding-documents/{documentId}/content': {
    get: {
      operationId: 'downloadOnboardingDocument',
      tags: ['Task links'],
      summary: 'A document of the link’s onboarding, unless it is of internal work',
      security: [{ session: [] }],
      requestParams: { path: z.object({ token: token, documentId: values.id }) },
      ...download(ownPerson),
    },
  },
  '/onboardings/{onboardingId}/documents': {
    post: {
      operationId: 'addDocument',
      tags: ['Documents'],
      summary: 'Add a document to an onboarding or to one of its tasks: the file itself is the body',
      description: securityOf({ kind: 'staff', atLeast: 'member', scope: 'write' }).needs,
      security: [{ session: [] }, { apiKey: ['write'] }],
      requestParams: {
        path: z.object({ onboardingId: values.id }),
        query: z.object({ name: fileName, taskId: values.id.optional() }),
      },
      ...takesFile,
    },
  },
  '/task-links/{token}/documents': {
    post: {
      operationId: 'addTaskLinkDocument',
      tags: ['Task links'],
      summary: 'Add a document to the link’s task: the file itself is the body',
      description: ownPerson,
      security: [{ session: [] }],
      requestParams: {
        path: z.object({ token: token }),
        query: z.object({ name: fileName }),
      },
      ...takesFile,
    },
  },
};

export function createOpenApiDocument({ version, publicUrl }: { version: string; publicUrl: string }): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = { '/events': { get: live }, ...documentOperations };
  for (const endpoint of allEndpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) };
  }
  const tags = [...new Set(allEndpoints.map(({ tag }) => tag)), 'Live events'].map((name) => ({ name }));
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Gangway API',
        version,
        description:
          'Everything the screens do. Errors are problem+json (RFC 9457). Dates are local dates, instants ISO 8601 in UTC.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: `${publicUrl}/api/v1` }],
      tags,
      paths,
      components: {
        schemas,
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: publicUrl.startsWith('https:') ? '__Host-gangway' : 'gangway',
            description: 'A signed-in person',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key with a scope: read, write, which includes read, or admin, which includes both',
          },
        },
      },
    },
    {
      // answers may grow fields; only input is closed
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  );
}
