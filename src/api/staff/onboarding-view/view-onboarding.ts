import { loadOnboarding } from '../../../db/load-onboarding.ts';
import { loadOnboardingExtras } from '../../../db/queries/onboarding-extras.ts';
import { goLiveApprovers } from '../../../domain/commands/approve-go-live.ts';
import { actsFor } from '../../../domain/commands/outcome.ts';
import { publishers } from '../../../domain/commands/publish.ts';
import type { OnboardingState, Side } from '../../../domain/model.ts';
import { ourManager } from '../../../domain/our-manager.ts';
import { staffCommands } from '../../../domain/permissions.ts';
import type { Playbook } from '../../../domain/playbook.ts';
import { AppError } from '../../../errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { hasScope } from '../../http/access.ts';
import { actorOf, type Caller } from '../../http/caller.ts';
import { goLiveView } from './go-live-view.ts';
import { handoffView } from './handoff-view.ts';
import { createPeople, type People } from './people-refs.ts';
import { type OnboardingView, planView } from './plan-view.ts';

/** One onboarding with its plan, from two statements; the playbook's version never changes and is kept in memory. */
export async function viewOnboarding(deps: ApiDeps, onboardingId: string, caller: Caller): Promise<OnboardingView> {
  const [{ state }, extras] = await Promise.all([
    loadOnboarding(deps.db, onboardingId),
    loadOnboardingExtras(deps.db, onboardingId),
  ]);
  if (!extras) throw new AppError('not_found', { message: 'There is no such onboarding', details: { onboardingId } });
  const { onboarding } = state;
  const playbook = await deps.playbooks.of(onboarding);
  const people = createPeople(state, extras.doers);
  const { deal } = onboarding;
  return {
    id: onboarding.id,
    name: onboarding.name,
    status: onboarding.status,
    version: onboarding.version,
    account: extras.account,
    deal:
      onboarding.dealId && extras.provider
        ? {
            provider: extras.provider,
            dealId: onboarding.dealId,
            url: extras.dealUrl,
            name: deal.name,
            amountCents: deal.amountCents,
            currency: deal.currency,
            products: deal.products,
          }
        : null,
    playbook: extras.playbook,
    problems: onboarding.problems,
    hasManager: ourManager(state) !== null,
    handoff: handoffView(onboarding, playbook, extras.asked),
    timezone: onboarding.timezone,
    kickoffOn: onboarding.kickoffOn,
    targetGoLiveOn: onboarding.targetGoLiveOn,
    wonAt: onboarding.wonAt,
    publishedAt: onboarding.publishedAt,
    firstValueAt: onboarding.firstValueAt,
    liveAt: onboarding.liveAt,
    transitionedAt: onboarding.transitionedAt,
    cancelledAt: onboarding.cancelledAt,
    cancelReason: onboarding.cancelReason,
    hold:
      onboarding.status === 'on_hold' && onboarding.heldAt
        ? { reason: onboarding.holdReason ?? '', since: onboarding.heldAt, resumeOn: onboarding.resumeOn }
        : null,
    isUrgent: onboarding.isUrgent,
    progress: onboarding.progress,
    health: {
      score: onboarding.health,
      status: onboarding.healthStatus,
      reasons: onboarding.healthReasons,
      override: onboarding.healthOverride,
    },
    healthBaseline: onboarding.healthBaseline
      ? {
          score: onboarding.healthBaseline.score,
          status: onboarding.healthBaseline.status,
          at: onboarding.healthBaseline.at,
        }
      : null,
    forecast: onboarding.forecast,
    renewalOn: onboarding.renewalOn,
    can: commandsOf(caller, state, playbook),
    goLive: goLiveView(state, playbook),
    ...planView(state, people, { tickets: extras.tickets, playbook, now: deps.clock.now() }),
    workstreams: playbook?.workstreams ?? [],
    roles: rolesOf(state, playbook, people),
    checkIns: extras.checkIns,
    slackChannel: extras.slackChannel,
  };
}

const approvals: readonly string[] = ['approve-go-live', 'approve-gate'];

/** A key with `write` may do what a manager may, but approvals need a person; publishing and go-live are for whom the playbook names. */
function commandsOf(caller: Caller, state: OnboardingState, playbook: Playbook | null): string[] {
  const { status } = state.onboarding;
  if (caller.kind === 'anonymous') return [];
  if (caller.kind === 'api_key')
    return hasScope(caller.key.scopes, 'write')
      ? staffCommands('manager', status).filter((name) => !approvals.includes(name))
      : [];
  const actor = actorOf(caller);
  return staffCommands(caller.person.staffRole, status).filter((name) => {
    if (name === 'publish') return actsFor(state, actor, publishers(playbook));
    return name !== 'approve-go-live' || actsFor(state, actor, goLiveApprovers(playbook));
  });
}

const sideOf = (role: string): Side =>
  role.startsWith('customer.') ? 'customer' : role.startsWith('partner.') ? 'partner' : 'team';
const labelOf = (role: string): string => role.slice(role.indexOf('.') + 1).replaceAll('_', ' ');

/** The playbook's roles, then those that were added by hand. */
function rolesOf(state: OnboardingState, playbook: Playbook | null, people: People): OnboardingView['roles'] {
  const named = playbook?.roles ?? [];
  const others = state.members.filter((member) => !named.some(({ role }) => role === member.role));
  const all = [
    ...named.map(({ role, label, side, required }) => ({ role, label, side, isRequired: required })),
    ...others.map(({ role }) => ({ role, label: labelOf(role), side: sideOf(role), isRequired: false })),
  ];
  return all.map((entry) => {
    const ref = people.inRole(entry.role);
    const person = state.people.find(({ id }) => id === ref?.id);
    return {
      ...entry,
      person: ref
        ? {
            ...ref,
            timezone: person?.timezone ?? null,
            unreachableSince: person?.unreachableSince ?? null,
            absentUntil: person?.absentUntil ?? null,
          }
        : null,
    };
  });
}
