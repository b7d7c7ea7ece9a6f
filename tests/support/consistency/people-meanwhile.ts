/** What our people do meanwhile, through the API: some customers go live, other plans are published and worked on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ourPeople, type OurPeople } from '../../fault/support/people.ts';
import { patiently } from '../processes.ts';
import type { SeededChance } from '../seeded-chance.ts';
import type { Place } from './place.ts';
import { pick } from './random-changes.ts';

interface Working {
  place: Place;
  db: pg.Pool;
  chance: SeededChance;
}

export async function takeLive({ place, db }: Working, dealIds: Iterable<string>, withinMs: number): Promise<void> {
  const people = ourPeople(place);
  for (const dealId of dealIds) {
    const id = await patiently(async () => {
      const { rows } = await db.query<{ id: string }>(
        `SELECT id FROM onboardings WHERE deal_id = $1 AND status IN ('draft', 'active')`,
        [dealId],
      );
      if (!rows[0]) throw new Error(`There is no draft for deal ${dealId}`);
      return rows[0].id;
    }, withinMs);
    await people.publish(id);
    await people.takeLive(id);
  }
}

interface Running {
  id: string;
  status: string;
  task: string | null;
}

/** Until it is over. What is refused, because the CRM holds the onboarding or somebody was faster, is left. */
export async function workAtRandom({ place, db, chance }: Working, presses: number): Promise<void> {
  const people = ourPeople(place);
  for (let n = 0; n < presses; n += 1) {
    const { rows } = await patiently(() =>
      db.query<Running>(
        `SELECT o.id, o.status, (SELECT t.id FROM tasks t WHERE t.onboarding_id = o.id AND t.status IN ('pending', 'in_progress') ORDER BY t.position LIMIT 1) AS task
         FROM onboardings o WHERE o.status IN ('draft', 'active', 'live') ORDER BY o.status, o.deal_id`,
      ),
    );
    if (rows.length > 0) await pressSomething(people, chance, pick(chance, rows), n);
    await sleep(chance.between(0, 150));
  }
}

async function pressSomething(people: OurPeople, chance: SeededChance, { id, status, task }: Running, n: number) {
  const what = chance.next();
  if (status === 'draft' && what < 0.5) await people.press(`/onboardings/${id}/publish`);
  else if (status === 'active' && task !== null && what < 0.5) await people.press(`/tasks/${task}/complete`);
  else if (what < 0.7) {
    const field = pick(chance, ['purchased_for', 'success_criteria']);
    await people.press(`/onboardings/${id}/set-handoff`, { values: { [field]: `Ours ${n}` } });
  } else {
    const [healthStatus, score] = pick(chance, [
      ['on_track', 90],
      ['at_risk', 55],
      ['blocked', 20],
    ] as const);
    const until = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);
    await people.press(`/onboardings/${id}/override-health`, {
      override: { status: healthStatus, score, reason: 'As their lead says', until },
    });
  }
}
