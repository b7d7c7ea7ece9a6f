/** HubSpot's answers in HubSpot's words. */
import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  body: unknown;
  /** how many records were written, for the counters */
  records?: number;
}

/** Thrown by handlers; the server answers with it. */
export class ApiFailure extends Error {
  readonly answer: Answer;
  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body['message'] === 'string' ? body['message'] : `HTTP ${status}`);
    this.answer = { status, body: { status: 'error', correlationId: randomUUID(), ...body } };
  }
}

export const unauthorized = (): ApiFailure =>
  new ApiFailure(401, {
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    category: 'INVALID_AUTHENTICATION',
  });

export const missingScopes = (requiredGranularScopes: string[]): ApiFailure =>
  new ApiFailure(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes } }],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    category: 'MISSING_SCOPES',
  });

export const rateLimited = (policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'): ApiFailure =>
  new ApiFailure(429, {
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    policyName,
    requestId: randomUUID(),
    category: 'RATE_LIMITS',
  });

export const notFound = (message = 'resource not found'): ApiFailure =>
  new ApiFailure(404, { message, category: 'OBJECT_NOT_FOUND' });

export const badRequest = (message: string, more: Record<string, unknown> = {}): ApiFailure =>
  new ApiFailure(400, { message, category: 'VALIDATION_ERROR', ...more });

export const wrongMediaType = (): ApiFailure =>
  new ApiFailure(415, { message: 'Unsupported Media Type', category: 'VALIDATION_ERROR' });

/** HubSpot refuses a batch as a whole that names a record twice. */
export const repeatedIds = (ids: string[]): ApiFailure =>
  badRequest(`Duplicate IDs found in batch input: [${ids.join(', ')}]. IDs must be unique`, { context: { ids } });

export const conflict = (message: string, more: Record<string, unknown> = {}): ApiFailure =>
  new ApiFailure(409, { message, category: 'CONFLICT', ...more });

const faultWords: Record<number, { message: string; category: string }> = {
  423: { message: 'The resource is locked. Try again later.', category: 'LOCKED' },
  477: { message: 'This account is currently being migrated.', category: 'MIGRATION_IN_PROGRESS' },
};
export const faultAnswer = (status: number): Answer =>
  new ApiFailure(status, { ...(faultWords[status] ?? { message: 'internal error', category: 'INTERNAL_ERROR' }) })
    .answer;

interface BatchAnswerOptions {
  status?: number;
  statusWithErrors?: number;
  records?: number;
}

export interface WrongValue {
  name: string;
  error: string;
  message: string;
}

/** The list of wrong values stands as JSON in the message, and besides under `errors`. */
export const wrongValues = (wrong: WrongValue[], portalId: number): ApiFailure =>
  badRequest(
    `Property values were not valid: ${JSON.stringify(wrong.map(({ name, error, message }) => ({ isValid: false, message, error, name, localizedErrorMessage: message, portalId })))}`,
    {
      errors: wrong.map(({ name, error, message }) => ({ message, code: error, context: { propertyName: [name] } })),
    },
  );

/** what every error inside an answer has */
export const partial = { status: 'error', errors: [], links: {} };

export const batchAnswer = (
  results: unknown[],
  errors: unknown[],
  startedAt: number,
  { status = 200, statusWithErrors = 207, records }: BatchAnswerOptions = {},
): Answer => ({
  status: errors.length > 0 ? statusWithErrors : status,
  body: {
    status: 'COMPLETE',
    results,
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date().toISOString(),
    ...(errors.length > 0 && { numErrors: errors.length, errors }),
  },
  records,
});

export const notSaved = (category: string, id: string) => ({
  ...partial,
  category,
  message: 'The record is being changed by another process.',
  context: { ids: [id] },
});

export const missingObjects = (singular: string, ids: string[]) => ({
  ...partial,
  category: 'OBJECT_NOT_FOUND',
  message: `Could not get some ${singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
  context: { ids },
});
