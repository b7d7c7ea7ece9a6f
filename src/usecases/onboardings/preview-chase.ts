import { loadOnboarding } from '../../db/load-onboarding.ts';
import { previewChase as preview } from '../../domain/preview-chase.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

export interface UpcomingNudge {
  person: { id: string; name: string; side: 'customer' | 'team' | 'partner'; email: string } | null;
  taskName: string | null;
  kind: string;
  rule: string;
  on: string;
}

const shown = 50;

export async function previewChase(deps: ChangeDeps, onboardingId: string): Promise<UpcomingNudge[]> {
  const { state, clockOffsetMs } = await loadOnboarding(deps.db, onboardingId);
  deps.clock.sync(clockOffsetMs);
  const playbook = await deps.playbooks.byVersionId(state.onboarding.playbookVersionId);
  return preview(state, playbook, deps.clock.now().toISOString())
    .slice(0, shown)
    .map(({ person, ...nudge }) => ({
      ...nudge,
      person: person && { id: person.id, name: person.name, side: person.side, email: person.email },
    }));
}
