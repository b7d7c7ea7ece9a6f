/** The sandbox has no sign-in: it answers this machine's own browser and programs, and nobody who pretends to be them. */
import type { RequestHandler } from 'express';
import { isLoopback } from '../../domain/loopback.ts';
import { AppError } from '../../errors.ts';
import { refuseCrossSite } from '../http/cross-site.ts';

export function ourPagesOnly(publicUrl: string): RequestHandler {
  const { origin, host: ours } = new URL(publicUrl);
  return (request, _response, next) => {
    const { host = '' } = request.headers;
    // a name of somebody else's that leads to this machine makes a page of theirs look like one of ours
    if (host !== ours && !(URL.canParse(`http://${host}`) && isLoopback(`http://${host}`)))
      throw new AppError('forbidden', { message: `The sandbox answers at ${origin} alone` });
    refuseCrossSite(request, origin);
    next();
  };
}
