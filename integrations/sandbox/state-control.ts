/** What the control of either CRM has: its counters, and all of its state at once. */
import { Router } from 'express';

export interface StateControlOptions<State> {
  counted(): unknown;
  countAnew(): void;
  state(): State;
  /** throws what is answered to a state that cannot be read */
  readState(body: unknown): State;
  /** starts anew with this state, or with a fresh one */
  replace(state: State | null): Promise<void>;
}

export function stateControl<State>(options: StateControlOptions<State>): Router {
  const router = Router();
  router.get('/counters', (_request, response) => {
    response.json(options.counted());
  });
  router.delete('/counters', (_request, response) => {
    options.countAnew();
    response.status(204).end();
  });
  router.get('/state', (_request, response) => {
    response.json(options.state());
  });
  router.put('/state', async (request, response) => {
    await options.replace(options.readState(request.body));
    response.status(204).end();
  });
  router.post('/reset', async (_request, response) => {
    await options.replace(null);
    response.status(204).end();
  });
  return router;
}
