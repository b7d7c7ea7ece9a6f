import { loadOnboarding } from '../../db/load-onboarding.ts';
import { waitingIn } from '../../db/planned-intents.ts';
import type { Channel } from '../../domain/model.ts';
import { previewChase as preview } from '../../domain/preview-chase.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

export interface UpcomingNudge {
  person: { id: string; name: string; side: 'customer' | 'team' | 'partner'; email: string } | null;
  taskId: string | null;
  taskName: string | null;
  kind: string;
  rule: string;
  at: string;
  channel: Channel | null;
  withheld: string | null;
}

const shown = 50;
/** a digest of an earlier day is on no date of anybody's today */
const digestDaysMs = 3 * 86_400_000;

/** What the rules would say next, by whom it is heard, how and when. */
export async function previewChase(deps: ChangeDeps, onboardingId: string): Promise<UpcomingNudge[]> {
  const { state, clockOffsetMs } = await loadOnboarding(deps.db, onboardingId);
  deps.clock.sync(clockOffsetMs);
  const now = deps.clock.now();
  const [playbook, { intents, sentDigestOn }] = await Promise.all([
    deps.playbooks.of(state.onboarding),
    waitingIn(deps.db, onboardingId, new Date(now.getTime() - digestDaysMs)),
  ]);
  return preview({ state, playbook, now: now.toISOString(), waiting: intents, sentDigestOn })
    .slice(0, shown)
    .map(({ person, ...nudge }) => ({
      ...nudge,
      person: person && { id: person.id, name: person.name, side: person.side, email: person.email },
    }));
}
