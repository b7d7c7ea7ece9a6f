import type { RequestHandler } from 'express';
import type { Logger } from '../../telemetry/logger.ts';

/** Says once that a proxy stands in front of us which nobody told us of: everybody then seems to come from its address. */
export function warnOfUnheardProxy(logger: Logger, trustProxy: number): RequestHandler {
  let isSaid = trustProxy > 0;
  return (request, _response, next) => {
    if (!isSaid && request.headers['x-forwarded-for'] !== undefined) {
      isSaid = true;
      logger.warn(
        { trustProxy },
        'A request came with X-Forwarded-For, which is not believed: where a proxy of yours set it, say with TRUST_PROXY how many there are. Until then the limits of sign-ins count everybody as one',
      );
    }
    next();
  };
}
