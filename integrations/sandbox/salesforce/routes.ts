/** One of the REST API's resources below /services/data/vXX.X; the server checks session and limits before it is handled. */
import { type Answer, methodNotAllowed, notFound } from './answers.ts';
import type { Session } from './sessions.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface ApiCall {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  session: Session;
  /** `66.0` */
  version: string;
  /** records in a page of a query’s answer */
  batchSize: number;
  /** carries out another call inside this one */
  again(inner: InnerCall): Promise<Answer>;
}

export interface InnerCall {
  method: string;
  /** below the version, with its query */
  path: string;
  body: unknown;
}

export interface Route {
  method: Method;
  /** `sobjects/:type/:id`; a part with a colon is any text */
  path: string;
  handle(call: ApiCall): Answer | Promise<Answer>;
}

export interface Matched {
  route: Route;
  params: Record<string, string>;
}

/** The first that fits, so fixed words stand before what takes any. */
export function matchRoute(routes: Route[], method: string, path: string): Matched {
  const parts = path.replace(/^\/|\/$/g, '').split('/');
  const fitting = routes.flatMap((route) => {
    const params = paramsOf(route.path.split('/'), parts);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return found;
  if (fitting.length === 0) throw notFound();
  throw methodNotAllowed(method, [...new Set(fitting.map(({ route }) => route.method))]);
}

function paramsOf(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = decode(parts[index] ?? '');
    if (part === null || part === '') return null;
    if (expected.startsWith(':')) params[expected.slice(1)] = part;
    else if (expected !== part) return null;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
