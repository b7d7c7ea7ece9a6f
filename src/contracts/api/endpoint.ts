/**
 * An endpoint as data: the API mounts it, the OpenAPI document describes it, the web calls it.
 * `access` is the least a caller must be; one table test walks all of them.
 */
import type { z } from 'zod';

/** viewer < member < manager < admin. API keys' scopes: `read` < `write` < `admin`. */
export type Access =
  | { kind: 'public' }
  | { kind: 'link' }
  | { kind: 'signed_in' }
  | { kind: 'staff'; atLeast: 'viewer' | 'member' | 'manager' | 'admin'; scope: 'read' | 'write' | 'admin' | null };

export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** below /api/v1, Express style: `/tasks/:taskId` */
  path: string;
  tag: string;
  summary: string;
  access: Access;
  params: P;
  query: Q;
  body: B;
  response: R;
  status: 200 | 201 | 202 | 204;
  /** false: its answer is never kept, so a repeat with the same Idempotency-Key is a new request */
  isRepeatable?: boolean;
}

export const viewer: Access = { kind: 'staff', atLeast: 'viewer', scope: 'read' };
export const member: Access = { kind: 'staff', atLeast: 'member', scope: 'write' };
export const manager: Access = { kind: 'staff', atLeast: 'manager', scope: 'write' };
export const admin: Access = { kind: 'staff', atLeast: 'admin', scope: 'admin' };
/** Only a signed-in person, never an API key. */
export const person: Access = { kind: 'staff', atLeast: 'viewer', scope: null };
/** Only a signed-in administrator, never an API key. */
export const adminInPerson: Access = { kind: 'staff', atLeast: 'admin', scope: null };
export const anyone: Access = { kind: 'public' };
/** Whoever is signed in, of any side, and no API key. */
export const signedIn: Access = { kind: 'signed_in' };
export const linkHolder: Access = { kind: 'link' };

export const endpoint = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  definition: Endpoint<P, Q, B, R>,
): Endpoint<P, Q, B, R> => definition;
