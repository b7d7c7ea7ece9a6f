import type { Answer } from './answers.ts';
import type { Source } from './changes.ts';

export interface ApiCall {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  source: Source;
  token: AccessToken;
}

export interface AccessToken {
  token: string;
  appId: number;
  name: string;
  scopes: string[];
  /** of a consent, not of a private app */
  isConsented?: boolean;
}

/** One of HubSpot's routes: the server checks token, scopes and limits before it is handled. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express style */
  path: string;
  limitClass?: 'burst' | 'search';
  /** what the token must have, by the path's parameters */
  scopes(params: Record<string, string>): string[];
  handle(call: ApiCall): Answer;
}
