/** Who somebody in Slack is to us: known by now, or found by the address of their profile when they are first met. */
import type { SlackPort } from '../../../integrations/ports-slack.ts';
import type { SlackWho } from '../../contracts/slack-incoming.ts';
import { findPersonByEmail } from '../../db/people.ts';
import { findPersonBySlack, isExpectedInSlack, rememberSlackUser } from '../../db/person-channels.ts';
import type { Database } from '../../db/database.ts';
import type { Person } from '../../domain/model.ts';
import { takeZoneFromSlack } from './take-zone.ts';

/** Null: nobody whom we know. Deactivated people are found as well, where they were known. */
export async function matchPerson(
  db: Database,
  port: SlackPort,
  { teamId, userId, isForeign }: SlackWho,
): Promise<Person | null> {
  const known = await findPersonBySlack(db, teamId, userId);
  if (known) {
    await takeZoneFromSlack(db, port, { personId: known.id, userId });
    return known;
  }
  const user = await port.readUser(userId);
  if (!user?.email || user.isDeactivated) return null;
  const person = await findPersonByEmail(db, user.email);
  if (!person) return null;
  // whoever runs another workspace decides what its profiles say
  if ((isForeign || user.isForeign) && (person.side === 'team' || !(await isExpectedInSlack(db, person.id, teamId))))
    return null;
  const isTheirs = await db.transaction((tx) =>
    rememberSlackUser(tx, { personId: person.id, teamId, userId, source: 'email_match', timezone: user.timezone }),
  );
  return isTheirs ? person : null;
}
