import type { Request } from 'express';
import { AppError } from '../../errors.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site made a browser send. Browsers say where a request comes from (`Sec-Fetch-Site`,
 * older ones `Origin`); programs say neither, and carry no cookie that somebody else could use.
 */
export function refuseCrossSite(request: Request, publicOrigin: string): void {
  if (safe.has(request.method) || request.headers.authorization !== undefined) return;
  const fetchSite = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const isOurs =
    fetchSite === undefined
      ? origin === publicOrigin || (origin === undefined && request.headers.cookie === undefined)
      : fetchSite === 'same-origin' || fetchSite === 'none';
  if (!isOurs) throw new AppError('forbidden', { message: 'This request comes from another site' });
}
