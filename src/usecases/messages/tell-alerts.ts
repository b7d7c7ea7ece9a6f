/**
 * What is wrong, to each administrator, once: the message's id is made from alert and person. By mail, and of refused mail
 * in Slack where they are there. A mail with an unclear end goes out again with the same Message-ID, because nobody else
 * tells them.
 */
import { v5 } from 'uuid';
import type { MailPort } from '../../../integrations/ports-mail.ts';
import { type OpenAlert, openAlerts } from '../../db/alerts.ts';
import { findMessages, recordMessage, releaseAttempt, settleAccepted, startAttempt } from '../../db/messages.ts';
import { administrators, peopleById } from '../../db/people.ts';
import type { Person } from '../../domain/model.ts';
import { alertContent } from './content/alert-content.ts';
import type { MailContent } from './content/mail-content.ts';
import type { DeliveryDeps } from './deliver.ts';
import { sendStarted } from './deliver-mail.ts';
import { deliverBySlack } from './deliver-slack.ts';
import { findInSlack } from './find-in-slack.ts';
import { renderHtml } from './render/html.ts';
import { renderSlack } from './render/slack.ts';
import { renderText } from './render/text.ts';
import { createSpeaker, type Speaker } from './wording/speak.ts';

const namespace = '8f0a3d5e-7c1b-4c7e-9b52-616c65727473';

export async function tellAlerts(deps: DeliveryDeps): Promise<void> {
  await deps.clock.refresh();
  const [alerts, admins] = await Promise.all([openAlerts(deps.db), administrators(deps.db)]);
  const failures: unknown[] = [];
  for (const alert of alerts)
    for (const admin of admins) {
      try {
        const isToldInSlack = alert.kind === 'mail_sender_refused' && (await tellInSlack(deps, alert, admin));
        if (deps.mail && !isToldInSlack) await tellByMail(deps, deps.mail, alert, admin);
      } catch (error) {
        failures.push(error);
      }
    }
  if (failures.length > 0) throw failures[0];
}

async function tellByMail(deps: DeliveryDeps, port: MailPort, alert: OpenAlert, person: Person): Promise<void> {
  const { db, clock } = deps;
  const messageId = v5(`${alert.id}:${person.id}`, namespace);
  const { content, speaker } = write(deps, alert, person);
  await recordMessage(
    db,
    {
      messageId,
      personId: person.id,
      kind: 'alert',
      channel: 'email',
      address: person.email,
      localDate: speaker.today,
    },
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

/** @returns whether they have it there */
async function tellInSlack(deps: DeliveryDeps, alert: OpenAlert, person: Person): Promise<boolean> {
  const { db, clock } = deps;
  await findInSlack(deps, person.id);
  const [{ channels } = person] = await peopleById(db, [person.id]);
  const address = channels.find(
    ({ channel, unreachableSince }) => channel === 'slack' && unreachableSince === null,
  )?.address;
  if (address === undefined) return false;
  const messageId = v5(`${alert.id}:${address}`, namespace);
  const { content, speaker } = write(deps, alert, person);
  await recordMessage(
    db,
    { messageId, personId: person.id, kind: 'alert', channel: 'slack', address, localDate: speaker.today },
    clock.now(),
  );
  const [known] = await findMessages(db, [messageId]);
  // it stays true however long it took
  if (known)
    await deliverBySlack(deps, { ...known, claimedAt: clock.now() }, async () => {
      const { text, blocks } = renderSlack(content, speaker, `${deps.publicUrl}/console`);
      const post = {
        subject: content.subject,
        message: { key: messageId, text, blocks },
        taskIds: [],
        onboardings: [],
        shown: '',
      };
      return (await startAttempt(db, messageId, content.subject)) ? post : null;
    });
  const [after] = await findMessages(db, [messageId]);
  return after?.state === 'accepted';
}

function write(deps: DeliveryDeps, alert: OpenAlert, person: Person): { content: MailContent; speaker: Speaker } {
  const { locale, timezone } = person;
  const speaker = createSpeaker({ locale, timezone: timezone ?? 'UTC', now: deps.clock.now().toISOString() });
  return { content: alertContent({ alert, person, publicUrl: deps.publicUrl }, speaker), speaker };
}
