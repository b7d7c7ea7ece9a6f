/** What a manager does with the one onboarding of `mappedOnboarding`, from publishing to go-live, written to the CRM each time. */
import { v7 as uuid } from 'uuid';
import { beforeEach } from 'vitest';
import type { CommandName } from '../../../src/contracts/api/commands.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import type { mappedOnboarding } from './mapped-onboarding.ts';

/** @param drains how often what is wanted is written after each step */
export function byManager(on: ReturnType<typeof mappedOnboarding>, drains: number) {
  const managerId = uuid();
  const does = (name: CommandName, subjectId: string, input: Record<string, unknown> = {}) =>
    runCommand(on.deps(), {
      name,
      subjectId,
      input,
      actor: { kind: 'person', id: managerId, label: 'Mira', staffRole: 'manager' },
    });
  const task = async (key: string): Promise<string> => {
    const [row] = await on.db.query<{ id: string }>('SELECT id FROM tasks WHERE onboarding_id = $1 AND key = $2', [
      on.onboardingId,
      key,
    ]);
    return row?.id ?? '';
  };
  const written = async (): Promise<void> => {
    await on.advance();
    for (let round = 0; round < drains; round += 1) await on.drain();
  };
  beforeEach(() =>
    on.db.query(
      `INSERT INTO people (id, side, name, email, staff_role, created_at) VALUES ($1, 'team', 'Mira', $2, 'manager', now()) ON CONFLICT DO NOTHING`,
      [managerId, `mira.${managerId}@northwind-crm.example`],
    ),
  );
  return {
    does,
    task,
    written,
    async publish(): Promise<void> {
      await does('publish', on.onboardingId);
      for (const role of ['customer-lead', 'team-csm'])
        await does('skip', await task(`name-${role}`), { reason: 'Everybody knows' });
      await written();
    },
    async reachFirstUse(): Promise<void> {
      await does('complete', await task('invite'));
      await written();
    },
    async goLive(): Promise<void> {
      await does('complete', await task('invite-all'));
      await does('approve-go-live', on.onboardingId);
      await written();
    },
  };
}
