import type { SlackPort } from '../../../integrations/ports-slack.ts';
import type { Sql } from '../../db/database.ts';
import { beginZoneLookup, takeZone } from '../../db/slack-lookups.ts';
import { isAppError } from '../../errors.ts';
import { isTimeZone } from '../../domain/time-zone.ts';

/** Of somebody known in Slack whose zone nobody has said; looked up at most once a day, and nothing waits for it. */
export async function takeZoneFromSlack(
  db: Sql,
  port: SlackPort,
  { personId, userId }: { personId: string; userId: string },
): Promise<void> {
  if (!(await beginZoneLookup(db, personId))) return;
  try {
    const zone = (await port.readUser(userId))?.timezone ?? null;
    if (zone !== null && isTimeZone(zone)) await takeZone(db, personId, zone);
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
}
