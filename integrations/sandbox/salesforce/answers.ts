/** Salesforce's answers in Salesforce's words. */
export interface ApiError {
  errorCode: string;
  message: string;
  fields?: string[];
}

export interface Answer {
  status: number;
  /** undefined: none */
  body?: unknown;
  headers?: Record<string, string>;
  /** the records that were written, for the counters */
  written?: string[];
}

/** Thrown by whatever a call leads to; the server answers with it. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly errors: ApiError[];
  constructor(status: number, errors: ApiError[]) {
    super(errors[0]?.message ?? `HTTP ${status}`);
    this.status = status;
    this.errors = errors;
  }
  get answer(): Answer {
    return { status: this.status, body: this.errors };
  }
}

const failure =
  (status: number, errorCode: string) =>
  (message: string, fields?: string[]): ApiFailure =>
    new ApiFailure(status, [{ message, errorCode, ...(fields && { fields }) }]);

export const malformedQuery = failure(400, 'MALFORMED_QUERY');
export const invalidField = failure(400, 'INVALID_FIELD');
export const invalidType = failure(400, 'INVALID_TYPE');
export const duplicateName = (name: string): ApiFailure =>
  failure(400, 'DUPLICATE_DEVELOPER_NAME')(`There is already a Custom Field named ${name}`);
export const invalidFilter = failure(400, 'INVALID_QUERY_FILTER_OPERATOR');
export const invalidLocator = (): ApiFailure => failure(400, 'INVALID_QUERY_LOCATOR')('invalid query locator');
export const jsonError = failure(400, 'JSON_PARSER_ERROR');
export const tooManyRecords = (): ApiFailure =>
  failure(400, 'EXCEEDED_ID_LIMIT')('record limit reached. cannot submit more than 200 records into this call');
export const tooManyChunks = (): ApiFailure =>
  failure(
    400,
    'INVALID_OPERATION',
  )('Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.');
export const notFound = (message = 'The requested resource does not exist'): ApiFailure =>
  failure(404, 'NOT_FOUND')(message);
export const methodNotAllowed = (method: string, allowed: string[]): ApiFailure =>
  failure(405, 'METHOD_NOT_ALLOWED')(`HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`);
export const noSession = (): ApiFailure => failure(401, 'INVALID_SESSION_ID')('Session expired or invalid');
export const noAuthorization = (): ApiFailure => failure(401, 'INVALID_AUTH_HEADER')('INVALID_AUTH_HEADER');
export const limitExceeded = (what: 'TotalRequests' | 'ConcurrentPerOrgLongTxn'): ApiFailure =>
  failure(403, 'REQUEST_LIMIT_EXCEEDED')(`${what} Limit exceeded.`);
export const entityIsDeleted = (): ApiFailure => failure(404, 'ENTITY_IS_DELETED')('entity is deleted', []);
export const noSuchId = (): ApiFailure => failure(404, 'INVALID_CROSS_REFERENCE_KEY')('invalid cross reference id', []);
export const malformedId = (field: string, given: string): ApiFailure =>
  failure(400, 'MALFORMED_ID')(`${field}: id value of incorrect type: ${given}`, [field]);
export const rowLocked = (ids: string[]): ApiFailure =>
  failure(400, 'UNABLE_TO_LOCK_ROW')(
    `unable to obtain exclusive access to this record or ${ids.length} records: ${ids.join(',')}`,
    [],
  );

/** What Salesforce says for the codes that a fault may be made of, and with which status. */
const faultWords: Record<string, [status: number, message: string]> = {
  UNABLE_TO_LOCK_ROW: [400, 'unable to obtain exclusive access to this record or 1 records'],
  REQUEST_LIMIT_EXCEEDED: [403, 'TotalRequests Limit exceeded.'],
  INVALID_SESSION_ID: [401, 'Session expired or invalid'],
  SERVER_UNAVAILABLE: [503, 'The server is unavailable, please try again later'],
  UNKNOWN_EXCEPTION: [500, 'An unexpected error occurred. Please include this ErrorId if you contact support'],
  QUERY_TIMEOUT: [400, 'Your query request was running for too long.'],
  API_DISABLED_FOR_ORG: [403, 'The REST API is not enabled for this Organization.'],
  INSUFFICIENT_ACCESS_OR_READONLY: [403, 'insufficient access rights on object id'],
  FIELD_CUSTOM_VALIDATION_EXCEPTION: [400, 'This opportunity may not be changed.'],
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: [400, 'OpportunityTrigger: execution of BeforeUpdate'],
};

export function faultFailure(errorCode: string, message?: string | null, fields: string[] = []): ApiFailure {
  const [status, words] = faultWords[errorCode] ?? [400, errorCode.toLowerCase().replaceAll('_', ' ')];
  return new ApiFailure(status, [{ message: message ?? words, errorCode, fields }]);
}
