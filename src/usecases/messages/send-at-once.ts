/** Mails that somebody just asked for and waits for: no digest, no cap, a few attempts in a row. */
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { OutgoingMail } from '../../../integrations/ports-mail.ts';
import type { Person } from '../../domain/model.ts';
import {
  type MessageKind,
  recordMessage,
  releaseAttempt,
  settleAccepted,
  settleFailed,
  settleUnclear,
  startAttempt,
} from '../../db/messages.ts';
import { peopleById } from '../../db/people.ts';
import { markChannelUnreachable } from '../../db/unreachable.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { DeliveryDeps } from './deliver.ts';
import { isAboutReader } from './is-about-reader.ts';
import { createSpeaker, type Speaker } from './wording/speak.ts';

export interface AtOnceDeps extends DeliveryDeps {
  /** before each further attempt */
  pausesMs?: readonly number[];
}

export interface AtOnce {
  personId: string;
  kind: Extract<MessageKind, 'sign_in' | 'task_link' | 'ask_back'>;
  write(to: { messageId: string; person: Person; speaker: Speaker }): Promise<Omit<OutgoingMail, 'messageId' | 'to'>>;
}

/** A repeat after an unclear attempt is wanted here: somebody waits, and the Message-ID stays the same. */
export async function sendAtOnce(deps: AtOnceDeps, { personId, kind, write }: AtOnce): Promise<void> {
  const { db, clock, mail: port, pausesMs = [1000, 4000] } = deps;
  if (!port) throw new AppError('integration_off', { message: 'Mail is off: no mail server is configured' });
  const [person] = await peopleById(db, [personId]);
  if (!person) throw new AppError('not_found', { message: 'There is no such person', details: { personId } });
  const speaker = createSpeaker({
    locale: person.locale,
    timezone: person.timezone ?? 'UTC',
    now: clock.now().toISOString(),
  });
  const messageId = uuid();
  await recordMessage(
    db,
    { messageId, personId, kind, channel: 'email', address: person.email, localDate: speaker.today },
    clock.now(),
  );
  const mail: OutgoingMail = {
    ...(await write({ messageId, person, speaker })),
    messageId,
    to: { name: person.name, address: person.email },
  };

  for (let attempt = 0; ; attempt++) {
    await startAttempt(db, messageId, mail.subject);
    try {
      const { serverResponse } = await port.send(mail);
      await db.transaction((tx) => settleAccepted(tx, messageId, serverResponse, clock.now()));
      return;
    } catch (error) {
      const wait = pausesMs[attempt];
      if (isAppError(error) && error.code !== 'mail_refused' && wait !== undefined) {
        await releaseAttempt(db, messageId, { error: error.message, wasUnclear: error.code === 'mail_unclear' });
        await pause(wait);
        continue;
      }
      await settleLost(deps, { messageId, person, error });
      throw error;
    }
  }
}

async function settleLost(
  { db, clock }: AtOnceDeps,
  { messageId, person, error }: { messageId: string; person: Person; error: unknown },
): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const code = isAppError(error) ? error.code : null;
  await db.transaction(async (tx) => {
    if (code === 'mail_unclear') return settleUnclear(tx, messageId, reason, clock.now());
    await settleFailed(tx, messageId, reason, clock.now());
    const isTheirs =
      isAppError(error) && (await isAboutReader({ db: tx, clock }, { id: messageId, address: person.email }, error));
    if (isTheirs)
      await markChannelUnreachable(
        tx,
        { personId: person.id, channel: 'email', address: person.email, reason },
        clock.now(),
      );
  });
}
