/** People whom messages do not reach from some day on, in the sandbox. */
import { type CheckedPerson, plusDays } from './chase-rules.ts';
import type { Temperament } from './cast.ts';
import type { Sandbox } from './sandbox.ts';
import type { OnboardingView } from './story.ts';
import { slackOf } from './told.ts';

/** An address that nobody reads any more, a mailbox that is full for a while, a colleague who leaves the workspace. */
type Trouble = 'bounces' | 'full' | 'left Slack';
export interface Unlucky {
  person: CheckedPerson;
  from: string;
  /** of theirs, and not due yet */
  taskId: string;
}
interface World {
  sandbox: Sandbox;
  people: ReadonlyMap<string, CheckedPerson & { temperament: Temperament }>;
  view: () => Promise<OnboardingView>;
}

export function createTroubles(world: () => World) {
  const happened = new Map<Trouble, Unlucky>();
  return {
    of(kind: Trouble): Unlucky {
      const unlucky = happened.get(kind);
      if (!unlucky) throw new Error(`${kind} has not happened`);
      return unlucky;
    },
    /** Once, as soon as there is somebody for whom it matters. */
    async cause(kind: Trouble): Promise<void> {
      if (happened.has(kind)) return;
      const { sandbox } = world();
      const taken = new Set([...happened.values()].map(({ person }) => person.id));
      const found = await whom(world(), kind, taken);
      if (!found) return;
      const unlucky = { ...found, from: await sandbox.now() };
      happened.set(kind, unlucky);
      const { email } = unlucky.person;
      if (kind === 'left Slack') {
        const id = (await slackOf(sandbox)).people.find((one) => one.email === email)?.id;
        await sandbox.call('PUT', `/slack/people/${id}`, { standing: 'deactivated' });
        return;
      }
      const bounces = happened.get('bounces')?.person.email;
      await sandbox.setMailFaults({
        rules: [
          ...(bounces === undefined ? [] : [{ address: bounces, kind: 'bounce' as const }]),
          ...(kind === 'full' ? [{ address: email, kind: 'defer' as const, times: 2 }] : []),
        ],
      });
    },
  };
}

/** Somebody who is going to be asked for something. */
async function whom(
  { sandbox, people, view }: World,
  kind: Trouble,
  taken: ReadonlySet<string>,
): Promise<Omit<Unlucky, 'from'> | null> {
  const today = (await sandbox.now()).slice(0, 10);
  const side = kind === 'left Slack' ? 'team' : 'customer';
  const soon = plusDays(today, 14);
  for (const { id, owner, status, dueOn } of (await view()).tasks) {
    const person = people.get(owner?.id ?? '');
    const isAhead = status === 'pending' && dueOn !== null && dueOn > today && dueOn <= soon;
    if (isAhead && person?.side === side && !taken.has(person.id) && person.temperament !== 'prompt')
      return { person, taskId: id };
  }
  return null;
}
