/** How the sandbox Slack fails on command, for all methods or one, until it is taken back or for so many calls. */
import type { NextFunction, Request, Response } from 'express';
import type { SandboxSlackFault } from '../../../src/contracts/sandbox/slack.ts';

export interface SlackFaults {
  /** in the place of what was set before */
  set(faults: readonly SandboxSlackFault[]): void;
  /** what is still to come */
  list(): SandboxSlackFault[];
  middleware(request: Request<{ method: string }>, response: Response, next: NextFunction): void;
}

const refusals = { revoked: 'token_revoked', archived: 'is_archived', deactivated: 'user_disabled' } as const;

export function createFaults(): SlackFaults {
  let left: SandboxSlackFault[] = [];
  const hit = (method: string): SandboxSlackFault | undefined => {
    const fault = left.find((one) => one.method === undefined || one.method === method);
    if (fault?.times !== undefined) {
      const rest = { ...fault, times: fault.times - 1 };
      left = left.map((one) => (one === fault ? rest : one)).filter(({ times }) => times !== 0);
    }
    return fault;
  };
  return {
    set: (faults) => {
      left = [...faults];
    },
    list: () => left,
    middleware(request, response, next) {
      const fault = hit(request.params.method);
      if (!fault) return next();
      switch (fault.kind) {
        case 'away':
          return void request.socket.destroy();
        case 'unclear':
          // what was asked for is done; its answer never arrives
          response.json = () => {
            request.socket.destroy();
            return response;
          };
          return next();
        case 'slow':
          return void setTimeout(next, fault.delayMs ?? 5_000).unref();
        case 'throttled':
          response.status(429).set('Retry-After', String(fault.retryAfterSeconds ?? 30));
          return void response.json({ ok: false, error: 'ratelimited' });
        default:
          return void response.json({ ok: false, error: refusals[fault.kind] });
      }
    },
  };
}
