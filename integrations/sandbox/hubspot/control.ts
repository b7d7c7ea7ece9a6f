/** The sandbox's own API: HubSpot has nothing of this. */
import { json, Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import {
  changeSandboxPropertySchema,
  sandboxFaultsSchema,
  sandboxLimitsSchema,
  sandboxWebhooksSchema,
} from '../../../src/contracts/sandbox/hubspot.ts';
import { changeSandboxUsersSchema } from '../../../src/contracts/sandbox/people.ts';
import { stateControl } from '../state-control.ts';
import { ApiFailure } from './answers.ts';
import { changeProperty } from './change-property.ts';
import { changeUsers } from './change-users.ts';
import { dealControl } from './control-deals.ts';
import type { Counters } from './counters.ts';
import { overview } from './deal-view.ts';
import type { Portal } from './portal.ts';
import { readBody } from './read-body.ts';
import { portalStateSchema, type PortalState } from './state.ts';
import type { Webhooks } from './webhooks.ts';

export interface ControlOptions {
  portal(): Portal;
  webhooks(): Webhooks;
  counters: Counters;
  /** settings or records were changed by hand */
  changed(): void;
  faultsChanged(): void;
  /** those that were given by consent, before their time */
  endTokens(): void;
  /** starts anew with this state, or with a fresh one */
  replace(state: PortalState | null): Promise<void>;
}

export function createControl(options: ControlOptions): Router {
  const { portal, webhooks, counters } = options;
  const router = Router();
  router.use(json({ limit: '200mb' }));
  router.use((request, response, next) => {
    if (request.method !== 'GET') response.once('finish', options.changed);
    next();
  });
  router.get('/', (_request, response) => {
    response.json(overview(portal().state));
  });
  router.use(dealControl(portal));
  router.post('/properties', (request, response) => {
    changeProperty(portal().state, readBody(changeSandboxPropertySchema, request.body));
    response.status(204).end();
  });

  router.put('/users', (request, response) => {
    response.json({ users: changeUsers(portal().state, readBody(changeSandboxUsersSchema, request.body)) });
  });

  router.get('/faults', (_request, response) => {
    response.json(portal().state.faults);
  });
  router.put('/faults', (request, response) => {
    portal().state.faults = readBody(sandboxFaultsSchema, request.body);
    options.faultsChanged();
    response.json(portal().state.faults);
  });
  router.post('/tokens/end', (_request, response) => {
    options.endTokens();
    response.status(204).end();
  });
  router.get('/limits', (_request, response) => {
    response.json(portal().state.limits);
  });
  router.put('/limits', (request, response) => {
    portal().state.limits = readBody(sandboxLimitsSchema, request.body);
    response.json(portal().state.limits);
  });
  router.get('/webhooks', (_request, response) => {
    response.json({ settings: portal().state.webhooks, log: webhooks().log(), waiting: webhooks().waiting() });
  });
  router.put('/webhooks', (request, response) => {
    portal().state.webhooks = readBody(sandboxWebhooksSchema, request.body);
    webhooks().start();
    response.json(portal().state.webhooks);
  });
  router.post('/webhooks/repeat', (request, response) => {
    const { count } = readBody(
      z.strictObject({ count: z.number().int().min(1).max(200).default(1) }),
      request.body ?? {},
    );
    response.json({ repeated: webhooks().repeatLast(count) });
  });

  router.use(
    stateControl({
      counted: () => counters.read(webhooks().waiting()),
      countAnew: () => counters.reset(),
      state: () => portal().state,
      readState: (body) => readBody(portalStateSchema, body),
      replace: (state) => options.replace(state),
    }),
  );
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ApiFailure) response.status(error.answer.status).json(error.answer.body);
    else next(error);
  });
  return router;
}
