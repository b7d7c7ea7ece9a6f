/** The levers of the sandbox Slack, for its page and for tests. */
import { json, type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import * as contracts from '../../../src/contracts/sandbox/slack.ts';
import { option } from './block-objects.ts';
import type { SlackFaults } from './faults.ts';
import { NotInSlack, NotPossibleInSlack } from './not-in-slack.ts';
import type { Outgoing, SlackAnswer } from './outgoing.ts';
import { overviewOf } from './overview.ts';
import type { SlackState } from './state.ts';
import type { SlackSurface } from './surface.ts';
import type { SlackWorkspace } from './workspace.ts';

export interface ControlParts {
  state: SlackState;
  surface: SlackSurface;
  workspace: SlackWorkspace;
  outgoing: Outgoing;
  faults: SlackFaults;
}

const told = ({ status, failure }: SlackAnswer) => ({ status, failure });

/** Slack shows nothing where it cannot read the answer. */
function optionsIn({ body }: SlackAnswer): unknown[] {
  try {
    return z.object({ options: z.array(option).max(100) }).parse(JSON.parse(body)).options;
  } catch {
    return [];
  }
}

export function createControl({ state, surface, workspace, outgoing, faults }: ControlParts): Router {
  const router = Router();
  router.use(json({ limit: '1mb' }));
  router.get('/', (request, response) => {
    const { messages } = contracts.sandboxSlackQuerySchema.parse(request.query);
    response.json(overviewOf(state, outgoing.deliveries(), faults.list(), messages));
  });
  router.post('/presses', async (request, response) => {
    const { in: where, ...pressed } = contracts.pressInSandboxSlackSchema.parse(request.body);
    const answer =
      'viewId' in where ? surface.pressInView({ ...pressed, ...where }) : surface.press({ ...pressed, ...where });
    response.json(told(await answer));
  });
  router.post('/views/:id/submit', async (request, response) => {
    const { values } = contracts.submitSandboxSlackViewSchema.parse(request.body);
    const { outcome, errors, ...answer } = await surface.submit({ viewId: request.params.id, values });
    response.json({ ...told(answer), outcome, errors });
  });
  router.post('/views/:id/options', async (request, response) => {
    const asked = contracts.askSandboxSlackMenuSchema.parse(request.body);
    const answer = await surface.suggest({ viewId: request.params.id, ...asked });
    response.json({ ...told(answer), options: optionsIn(answer) });
  });
  router.delete('/views/:id', (request, response) => {
    surface.closeView(request.params.id);
    response.status(204).end();
  });
  router.post('/commands', async (request, response) => {
    response.json(told(await surface.command(contracts.sandboxSlackCommandSchema.parse(request.body))));
  });
  router.post('/homes', async (request, response) => {
    const { userId } = contracts.openSandboxSlackHomeSchema.parse(request.body);
    response.json(told(await surface.openHome(userId).first));
  });
  router.post('/people', (request, response) => {
    response.status(201).json(workspace.addPerson(contracts.addSandboxSlackPersonSchema.parse(request.body)));
  });
  router.put('/people/:id', async (request, response) => {
    const { standing } = contracts.changeSandboxSlackPersonSchema.parse(request.body);
    await workspace.setStanding(request.params.id, standing)?.first;
    response.status(204).end();
  });
  router.put('/conversations/:id', (request, response) => {
    workspace.archive(request.params.id, contracts.changeSandboxSlackConversationSchema.parse(request.body).isArchived);
    response.status(204).end();
  });
  router.post('/conversations/:id/links', async (request, response) => {
    const shared = contracts.shareSandboxSlackLinkSchema.parse(request.body);
    response.json(told(await surface.shareLink({ ...shared, channelId: request.params.id }).first));
  });
  router.delete('/conversations/:id/messages/:ts', (request, response) => {
    workspace.deleteMessage(request.params.id, request.params.ts);
    response.status(204).end();
  });
  router.put('/faults', (request, response) => {
    faults.set(contracts.sandboxSlackFaultsSchema.parse(request.body).faults);
    response.json({ faults: faults.list() });
  });
  router.put('/app', async (request, response) => {
    const { state: wanted } = contracts.setSandboxSlackAppSchema.parse(request.body);
    if (wanted === 'installed') workspace.reinstall();
    else await (wanted === 'uninstalled' ? workspace.uninstall() : workspace.revokeTokens()).first;
    response.status(204).end();
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof z.ZodError) response.status(400).json({ message: z.prettifyError(error) });
    else if (error instanceof NotInSlack) response.status(404).json({ message: error.message });
    else if (error instanceof NotPossibleInSlack) response.status(409).json({ message: error.message });
    else next(error);
  });
  return router;
}
