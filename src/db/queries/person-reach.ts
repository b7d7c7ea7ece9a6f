import type { Channel } from '../../domain/model.ts';
import type { Sql } from '../database.ts';
import { instantSql } from '../instant-sql.ts';

export interface PersonReach {
  person: { id: string; name: string; side: 'customer' | 'team' | 'partner'; email: string; timezone: string | null };
  channels: { channel: Channel; address: string; unreachableSince: string | null; unreachableReason: string | null }[];
  nextWakeAt: string | null;
  /** open ones in which they have a part, those that wake first in front */
  onboardings: { id: string; name: string }[];
}

/** How somebody is reached, and in which onboardings they have a part. */
export async function personReach(sql: Sql, personId: string): Promise<PersonReach | null> {
  const [found] = await sql.query<{ row: PersonReach }>(
    `SELECT jsonb_build_object(
       'person', jsonb_build_object('id', p.id, 'name', p.name, 'side', p.side, 'email', p.email, 'timezone', p.timezone),
       'nextWakeAt', ${instantSql('p.next_wake_at')},
       'channels', (SELECT jsonb_agg(jsonb_build_object('channel', w.channel, 'address', w.address,
           'unreachableSince', ${instantSql('w.unreachable_since')}, 'unreachableReason', w.unreachable_reason) ORDER BY w.channel DESC) FROM (
         SELECT 'email' AS channel, p.email AS address, c.unreachable_since, c.unreachable_reason FROM (SELECT 1) one
           LEFT JOIN person_channels c ON c.person_id = p.id AND c.channel = 'email' AND c.address = p.email
         UNION ALL SELECT c.channel, c.address, c.unreachable_since, c.unreachable_reason FROM person_channels c WHERE c.person_id = p.id AND c.channel = 'slack' AND c.address IS NOT NULL) w),
       'onboardings', coalesce((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) ORDER BY o.next_wake_at, o.id) FROM onboardings o
         WHERE o.status IN ('active', 'live') AND o.id IN (
           SELECT onboarding_id FROM members WHERE person_id = p.id
           UNION SELECT onboarding_id FROM tasks WHERE owner_id = p.id AND status IN ('pending', 'in_progress', 'blocked'))), '[]')
     ) AS row FROM people p WHERE p.id = $1`,
    [personId],
  );
  return found?.row ?? null;
}
