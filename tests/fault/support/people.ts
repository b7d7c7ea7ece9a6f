/** What our people do meanwhile, through the API, asking again until they are answered. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { patiently } from '../../support/processes.ts';
import type { World } from './world.ts';

type View = z.infer<typeof endpoints.getOnboarding.response>;

export interface OurPeople {
  /** @returns the refusal, if it was one */
  press(path: string, body?: object): Promise<string | null>;
  publish(onboardingId: string): Promise<void>;
  /** does everything that go-live waits for, and approves it */
  takeLive(onboardingId: string): Promise<void>;
}

const maxRounds = 40;

export function ourPeople({ apiUrl, cookie }: Pick<World, 'apiUrl' | 'cookie'>): OurPeople {
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };

  const read = (onboardingId: string): Promise<View> =>
    patiently(async () => {
      const response = await fetch(`${apiUrl}/api/v1/onboardings/${onboardingId}`, {
        headers,
        signal: AbortSignal.timeout(20_000),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return endpoints.getOnboarding.response.parse(await response.json());
    });

  /** @returns the refusal, if it was one; what failed on the other side is asked for again with the same key */
  const press = (path: string, body: object = {}): Promise<string | null> => {
    let key = randomUUID();
    return patiently(async () => {
      const response = await fetch(`${apiUrl}/api/v1${path}`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      const text = await response.text();
      // whoever had the request may be dead; a person presses the button again
      if (text.includes('still under way')) key = randomUUID();
      if (response.status >= 500 || response.status === 429 || text.includes('still under way'))
        throw new Error(`POST ${path}: ${response.status} ${text}`);
      return response.ok ? null : `POST ${path}: ${response.status} ${text}`;
    });
  };

  const doWhatIsOpen = async (view: View): Promise<void> => {
    for (const task of view.tasks.filter(({ status }) => status !== 'done' && status !== 'skipped')) {
      const refusal = await press(`/tasks/${task.id}/complete`);
      if (refusal !== null) await press(`/tasks/${task.id}/skip`, { reason: 'Not needed here' });
    }
    for (const phase of view.phases)
      for (const gate of ['entry', 'exit'] as const)
        for (const [criterion, { approval }] of phase[`${gate}Gate`].criteria.entries())
          if (approval?.approvedAt === null) await press(`/phases/${phase.id}/approve-gate`, { gate, criterion });
    for (const milestone of view.milestones)
      if (milestone.status !== 'done' && milestone.completion === 'person' && !milestone.isGoLive)
        await press(`/milestones/${milestone.id}/complete-milestone`);
  };

  return {
    press,
    async publish(onboardingId) {
      const refusal = await press(`/onboardings/${onboardingId}/publish`);
      if (refusal !== null && (await read(onboardingId)).status !== 'active') throw new Error(refusal);
    },
    async takeLive(onboardingId) {
      let refusal: string | null = null;
      for (let round = 0; round < maxRounds; round += 1) {
        const view = await read(onboardingId);
        if (view.status === 'live') return;
        await doWhatIsOpen(view);
        refusal = await press(`/onboardings/${onboardingId}/approve-go-live`, { note: 'All is well' });
      }
      throw new Error(`It did not go live: ${refusal}`);
    },
  };
}
