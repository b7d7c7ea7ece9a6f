/** The sandbox's own API: Salesforce has nothing of this. */
import { createPublicKey } from 'node:crypto';
import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import {
  changeSandboxFieldSchema,
  changeSandboxStageSchema,
  sandboxOutboundSchema,
  sandboxSalesforceFaultsSchema,
  sandboxSalesforceLimitsSchema,
} from '../../../src/contracts/sandbox/salesforce.ts';
import { changeSandboxUsersSchema } from '../../../src/contracts/sandbox/people.ts';
import { stateControl } from '../state-control.ts';
import { ApiFailure } from './answers.ts';
import { changeField } from './change-field.ts';
import { changeStage } from './change-stage.ts';
import { changeUsers } from './change-users.ts';
import { opportunityControl } from './control-opportunities.ts';
import type { Counters } from './counters.ts';
import type { CallLimits } from './limits.ts';
import { describeOrganization } from './opportunity-view.ts';
import type { Org } from './org.ts';
import type { Outbound } from './outbound.ts';
import { readBody } from './read-body.ts';
import { orgStateSchema, type OrgState } from './state.ts';

export interface ControlOptions {
  org(): Org;
  outbound(): Outbound;
  limits(): CallLimits;
  counters: Counters;
  today(): Date;
  /** settings or records were changed by hand */
  changed(): void;
  faultsChanged(): void;
  expireSessions(): void;
  /** starts anew with this state, or with a fresh one */
  replace(state: OrgState | null): Promise<void>;
}

function isPublic(pem: string): boolean {
  try {
    return createPublicKey(pem).type === 'public';
  } catch {
    return false;
  }
}

export function createControl(options: ControlOptions): Router {
  const { org, outbound, counters } = options;
  const router = Router();
  router.use(json({ limit: '200mb' }));
  router.use((request, response, next) => {
    if (request.method !== 'GET') response.once('finish', options.changed);
    next();
  });
  router.get('/', (_request, response) => {
    response.json(describeOrganization(org()));
  });
  router.use(opportunityControl(org, options.today));
  router.post('/fields', (request, response) => {
    changeField(org().state, readBody(changeSandboxFieldSchema, request.body));
    response.status(204).end();
  });

  router.post('/stages', (request, response) => {
    changeStage(org(), readBody(changeSandboxStageSchema, request.body));
    response.status(204).end();
  });

  // what an administrator gives the external client app, so that it signs in users by a key
  router.put('/app/certificate', (request, response) => {
    org().state.certificate = readBody(
      z.strictObject({ pem: z.string().refine(isPublic, 'No certificate') }),
      request.body,
    ).pem;
    response.status(204).end();
  });

  router.put('/users', (request, response) => {
    response.json({ users: changeUsers(org(), readBody(changeSandboxUsersSchema, request.body)) });
  });

  router.get('/faults', (_request, response) => {
    response.json(org().state.faults);
  });
  router.put('/faults', (request, response) => {
    org().state.faults = readBody(sandboxSalesforceFaultsSchema, request.body);
    options.faultsChanged();
    response.json(org().state.faults);
  });
  router.post('/sessions/expire', (_request, response) => {
    options.expireSessions();
    response.status(204).end();
  });
  router.get('/limits', (_request, response) => {
    response.json({ ...org().state.limits, used: options.limits().used() });
  });
  router.put('/limits', (request, response) => {
    const { used, ...limits } = readBody(
      sandboxSalesforceLimitsSchema.extend({ used: z.number().int().min(0).optional() }),
      request.body,
    );
    org().state.limits = limits;
    if (used !== undefined) options.limits().setUsed(used);
    response.json({ ...limits, used: options.limits().used() });
  });
  router.get('/outbound', (_request, response) => {
    response.json({ settings: org().state.outbound, log: outbound().log(), waiting: outbound().waiting() });
  });
  router.put('/outbound', (request, response) => {
    org().state.outbound = readBody(sandboxOutboundSchema, request.body);
    outbound().start();
    response.json(org().state.outbound);
  });
  router.post('/outbound/repeat', (request, response) => {
    const { count } = readBody(
      z.strictObject({ count: z.number().int().min(1).max(200).default(1) }),
      request.body ?? {},
    );
    response.json({ repeated: outbound().repeatLast(count) });
  });

  router.use(
    stateControl({
      counted: () => counters.read(outbound().waiting()),
      countAnew: () => counters.reset(),
      state: () => org().state,
      readState: (body) => readBody(orgStateSchema, body),
      replace: (state) => options.replace(state),
    }),
  );
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ApiFailure) response.status(error.status).json({ message: error.message, ...error.errors[0] });
    else next(error);
  });
  return router;
}
