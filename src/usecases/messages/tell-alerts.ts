/**
 * What is wrong, to each administrator by mail, once: the message's id is made from alert and person. A mail with an
 * unclear end goes out again with the same Message-ID, because nobody else tells them.
 */
import { v5 } from 'uuid';
import type { MailPort } from '../../../integrations/ports-mail.ts';
import { type OpenAlert, openAlerts } from '../../db/alerts.ts';
import { findMessages, recordMessage, releaseAttempt, settleAccepted, startAttempt } from '../../db/messages.ts';
import { administrators } from '../../db/people.ts';
import type { Person } from '../../domain/model.ts';
import { alertContent } from './content/alert-content.ts';
import type { DeliveryDeps } from './deliver.ts';
import { sendStarted } from './deliver-mail.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { createSpeaker } from './wording/speak.ts';

const namespace = '8f0a3d5e-7c1b-4c7e-9b52-616c65727473';

export async function tellAlerts(deps: DeliveryDeps): Promise<void> {
  await deps.clock.refresh();
  const [alerts, admins] = await Promise.all([openAlerts(deps.db), administrators(deps.db)]);
  if (!deps.mail) return;
  const failures: unknown[] = [];
  for (const alert of alerts)
    for (const admin of admins) {
      try {
        await tell(deps, deps.mail, alert, admin);
      } catch (error) {
        failures.push(error);
      }
    }
  if (failures.length > 0) throw failures[0];
}

async function tell(deps: DeliveryDeps, port: MailPort, alert: OpenAlert, person: Person): Promise<void> {
  const { db, clock } = deps;
  const messageId = v5(`${alert.id}:${person.id}`, namespace);
  const speaker = createSpeaker({
    locale: person.locale,
    timezone: person.timezone ?? 'UTC',
    now: clock.now().toISOString(),
  });
  const content = alertContent({ alert, person, publicUrl: deps.publicUrl }, speaker);
  await recordMessage(
    db,
    { messageId, personId: person.id, kind: 'alert', address: person.email, localDate: speaker.today },
    clock.now(),
  );
  const [known] = await findMessages(db, [messageId]);
  // this is the only process that sends it, so an attempt that is under way was lost with its process
  if (!known) return;
  if (known.state === 'sending')
    await releaseAttempt(db, messageId, { error: 'The process ended while sending', wasUnclear: true });
  if (!(await startAttempt(db, messageId, content.subject))) return;
  const serverResponse = await sendStarted(
    deps,
    port,
    {
      messageId,
      to: { name: person.name, address: person.email },
      subject: content.subject,
      html: renderHtml(content),
      text: renderText(content),
      replyTo: null,
      threadKey: null,
      unsubscribeUrl: null,
    },
    { ...known, mustArrive: true },
  );
  if (serverResponse !== null) await db.transaction((tx) => settleAccepted(tx, messageId, serverResponse, clock.now()));
}
