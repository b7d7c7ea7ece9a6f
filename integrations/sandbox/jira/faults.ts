/** How the sandbox Jira fails on command: by status, or by dropping the connection before or after it has done its work. */
import type { NextFunction, Request, Response } from 'express';
import type { SandboxJiraFault } from '../../../src/contracts/sandbox/jira.ts';

export interface Faults {
  set(fault: SandboxJiraFault | null): void;
  get(): SandboxJiraFault | null;
  middleware(request: Request, response: Response, next: NextFunction): void;
}

export function createFaults(): Faults {
  let fault: SandboxJiraFault | null = null;
  /** @returns the fault where it hits this request; it may be meant for so many of them only */
  const hit = (method: string): SandboxJiraFault | null => {
    if (!fault || (fault.method !== undefined && fault.method !== method)) return null;
    const now = fault;
    fault = now.times === undefined ? now : now.times > 1 ? { ...now, times: now.times - 1 } : null;
    return now;
  };
  return {
    set: (given) => {
      fault = given;
    },
    get: () => fault,
    middleware(request, response, next) {
      const now = hit(request.method);
      if (!now) return next();
      if (now.kind === 'away') return void request.socket.destroy();
      if (now.kind === 'unclear') {
        // what was asked for is done; its answer never arrives
        response.json = () => {
          request.socket.destroy();
          return response;
        };
        return next();
      }
      if (now.kind === 'throttled') response.set('Retry-After', '2');
      const status = { throttled: 429, broken: 503, revoked: 401 }[now.kind];
      response.status(status).json({ errorMessages: [`The sandbox was told to answer ${status}`], errors: {} });
    },
  };
}
