import type { App } from './smoke-app.ts';

export type Check = (name: string, hasPassed: boolean, detail?: string) => void;

/** What a person would try first, against a running app that has nothing in it yet. */
export async function runScenario(app: App, check: Check): Promise<void> {
  const health = await fetch(`${app.baseUrl}/healthz`);
  check('GET /healthz answers 200', health.status === 200);
}
