import { AppError } from '../../errors.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import { planIds } from '../../domain/plan-ids.ts';
import { nameWinners } from '../../db/crm-values.ts';
import type { Sql } from '../../db/database.ts';
import { lockValues } from '../../db/lock-values.ts';
import { defaultRoles } from '../../db/people.ts';
import { playbookMapping } from '../../domain/mapping/combine.ts';
import { writtenPlaces } from '../../domain/mapping/told-by-crm.ts';
import type { Change, ChangeDeps } from '../change-onboarding.ts';

interface Context {
  deps: ChangeDeps;
  tx: Sql;
  state: OnboardingState;
  actor: Actor;
}

/** Before publication a person may choose another playbook; a draft is built anew from it. */
export async function choosePlaybookByHand({ deps, tx, state, actor }: Context, playbookKey: string): Promise<Change> {
  const { onboarding } = state;
  if (onboarding.status !== 'handoff' && onboarding.status !== 'draft')
    throw new AppError('not_allowed_now', { message: 'The plan is published; its playbook can no longer be changed' });
  const chosen = (await deps.playbooks.current()).find(({ playbook }) => playbook.key === playbookKey);
  if (!chosen) throw new AppError('not_found', { message: 'There is no such playbook', details: { playbookKey } });
  await followItsWinners(deps, tx, state, chosen.versionId);
  const defaults = await defaultRoles(tx);
  const ids = planIds(onboarding.id);
  const filled = new Map(state.members.map((member) => [member.role, member]));
  for (const { role } of chosen.playbook.roles) {
    const personId = defaults[role];
    if (personId && !filled.get(role)?.personId)
      filled.set(role, { id: ids('member', role), onboardingId: onboarding.id, role, personId });
  }
  return {
    state: {
      ...state,
      members: [...filled.values()],
      phases: [],
      milestones: [],
      tasks: [],
      integrationItems: [],
      onboarding: {
        ...onboarding,
        status: 'handoff',
        playbookVersionId: chosen.versionId,
        problems: onboarding.problems.filter(({ code }) => code !== 'no_playbook' && code !== 'playbook_invalid'),
      },
    },
    activity: [{ kind: 'playbook_chosen', subjectId: null, data: { playbook: chosen.playbook.name, by: actor.label } }],
  };
}

/** What is wanted already and stays so is not wanted anew; who wins it is as the chosen one says all the same. */
async function followItsWinners(
  { playbooks }: ChangeDeps,
  tx: Sql,
  { onboarding, account }: OnboardingState,
  playbookVersionId: string,
): Promise<void> {
  const playbook = await playbooks.of({ ...onboarding, playbookVersionId });
  if (!playbook || onboarding.connectionId === null) return;
  const records = { deal: onboarding.dealId, company: account?.crmId ?? null };
  const winners = writtenPlaces(playbookMapping(playbook)).flatMap(({ object, field, whoWins }) => {
    const recordId = records[object];
    return recordId === null ? [] : [{ objectType: object, recordId, field, whoWins }];
  });
  await lockValues(tx, onboarding.connectionId, winners);
  await nameWinners(tx, { connectionId: onboarding.connectionId, onboardingId: onboarding.id }, winners);
}
