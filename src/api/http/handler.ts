import type { z } from 'zod';
import type { Endpoint } from '../../contracts/api/endpoint.ts';
import type { StoredLink } from '../../db/links.ts';
import type { ApiDeps } from '../deps.ts';
import type { Caller } from './caller.ts';

/** A validated request. */
export interface Call<E extends Endpoint = Endpoint> {
  params: z.output<E['params']>;
  query: z.output<E['query']>;
  body: z.output<E['body']>;
  caller: Caller;
  /** the opened link, for endpoints with `access: link` */
  link: StoredLink | null;
  ip: string;
  userAgent: string | null;
  /** the browser's session as it came, valid or not */
  sessionToken: string | null;
  /** null signs out */
  setSession: (token: string | null) => void;
}

export type Handler<E extends Endpoint = Endpoint> = (call: Call<E>, deps: ApiDeps) => Promise<z.input<E['response']>>;
