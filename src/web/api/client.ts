import type {
  AboardColumns,
  Answer,
  Body,
  CommandBody,
  LinkBody,
  CommandName,
  CommandSubject,
  Endpoints,
  ProblemDetails,
  Query,
  SheetView,
} from './types.ts';

/** What went wrong, as problem+json said it, or why there was no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: { path: string; message: string }[];
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    message: string,
    rest: {
      fields?: ApiError['fields'];
      requestId?: string;
      details?: ApiError['details'] | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: rest.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.fields = rest.fields ?? [];
    this.requestId = rest.requestId ?? null;
    this.details = rest.details ?? {};
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Values = Record<string, string | number | boolean | undefined>;
interface Call {
  query?: Values | undefined;
  body?: unknown;
  signal?: AbortSignal;
}

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function withQuery(path: string, query: Values = {}): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  );
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

/** The sandbox's CRM says `message`, as HubSpot does. */
const isProblemDetails = (value: unknown): value is Partial<ProblemDetails> & { message?: string } =>
  typeof value === 'object' && value !== null;

async function problemOf(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isProblem)
    return new ApiError(response.status, 'internal', `The server answered ${response.status} and gave no reason.`);
  const body: unknown = await response.json();
  const problem = isProblemDetails(body) ? body : {};
  return new ApiError(
    response.status,
    problem.code ?? 'internal',
    problem.detail ?? problem.message ?? problem.title ?? `The server answered ${response.status}.`,
    {
      fields: problem.errors,
      requestId: problem.requestId,
      details: problem.details,
    },
  );
}

async function answerOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own server answers by the same contracts; zod stays out of the browser
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** One HTTP call. A changing call carries an idempotency key, so that a repeat by the network does nothing twice. */
export async function send<T>(method: Method, url: string, { query, body, signal }: Call = {}): Promise<T> {
  const isChange = method !== 'GET';
  const response = await fetch(withQuery(url, query), {
    method,
    signal: signal ?? null,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(isChange && { 'Idempotency-Key': newKey() }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'unreachable', 'Gangway does not answer. Nothing was lost; it tries again by itself.', {
      cause,
    });
  });
  return answerOf<T>(response);
}

const base = '/api/v1';

/** The answer's type is that of the endpoint named; its path is written out, so the contracts stay out of the bundle. */
export const read = <N extends keyof Endpoints>(
  _endpoint: N,
  path: string,
  query?: Query<N> & Values,
  signal?: AbortSignal,
): Promise<Answer<N>> => send('GET', base + path, { query, signal });

export const write = <N extends keyof Endpoints>(
  _endpoint: N,
  method: Method,
  path: string,
  body?: Body<N>,
): Promise<Answer<N>> => send(method, base + path, { body });

/** The file itself is the body: nothing is built around it, and its type is looked at by the server. */
export async function sendFile(path: string, file: File, query: Record<string, string> = {}): Promise<void> {
  const response = await fetch(withQuery(base + path, { name: file.name, ...query }), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'unreachable', 'Gangway does not answer; the file was not added.', { cause });
  });
  if (!response.ok) throw await problemOf(response);
}

/** A table as it is; nothing of it is kept. */
export const lookAtSheet = (file: File): Promise<SheetView> => sendText('POST', '/backfills/sheet', file);

export const sendSheet = (backfillId: string, file: File, columns: AboardColumns): Promise<void> =>
  sendText('PUT', withQuery(`/backfills/${backfillId}/sheet`, { columns: JSON.stringify(columns) }), file);

async function sendText<T>(method: Method, path: string, file: File): Promise<T> {
  const response = await fetch(base + path, {
    method,
    credentials: 'same-origin',
    headers: { 'Content-Type': 'text/csv' },
    body: file,
  }).catch((cause: unknown) => {
    throw new ApiError(0, 'unreachable', 'Gangway does not answer; the table was not read.', { cause });
  });
  return answerOf<T>(response);
}

export interface CommandResult {
  onboardingId: string;
  version: number;
}

export const command = <N extends CommandName>(
  name: N,
  subject: CommandSubject<N>,
  subjectId: string,
  body: CommandBody<N>,
): Promise<CommandResult> => send('POST', `${base}/${subject}s/${subjectId}/${name}`, { body });

export const linkCommand = <N extends CommandName>(name: N, token: string, body: LinkBody<N>): Promise<CommandResult> =>
  send('POST', `${base}/task-links/${encodeURIComponent(token)}/${name}`, { body });
