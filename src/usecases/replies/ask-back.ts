/** One polite question where an answer could not be told; never to a machine, and not again and again. */
import { rememberMessageTasks, type RepliedMessage } from '../../db/message-tasks.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import type { MailContent } from '../messages/content/mail-content.ts';
import { answerHint, answerMarker } from '../messages/content/mail-content.ts';
import { renderHtml } from '../messages/render/html.ts';
import { renderText } from '../messages/render/text.ts';
import { sendAtOnce } from '../messages/send-at-once.ts';
import type { Speaker } from '../messages/wording/speak.ts';
import type { ReplyDeps } from './deps.ts';
import type { ReadMail } from './mail-reader.ts';
import { makeReplyAddress } from './reply-address.ts';

const perHour = 2;

/** A question that cannot be mailed is no reason to hold up the mail: a person sees it anyway. */
export async function askBack(
  deps: ReplyDeps,
  sent: RepliedMessage,
  answer: Pick<ReadMail, 'messageId'>,
): Promise<void> {
  const { inboundAddress = null } = deps;
  if (inboundAddress === null || deps.mail === null || sent.tasks.length === 0) return;
  if (await countAttempt(deps.db, 'ask-back', sent.personId, perHour)) return;
  try {
    await sendAtOnce(deps, {
      personId: sent.personId,
      kind: 'ask_back',
      write: async ({ messageId, speaker }) => {
        await rememberMessageTasks(deps.db, [{ messageId, asks: sent.tasks }]);
        const content = askBackContent(sent, speaker);
        const keys = { address: inboundAddress, secret: deps.secret };
        return {
          subject: content.subject,
          html: renderHtml(content),
          text: renderText(content),
          replyTo: {
            name: deps.companyName,
            address: makeReplyAddress({ kind: 'message', messageId }, keys, new Date()),
          },
          threadKey: `${sent.tasks[0]?.onboardingId ?? ''}.${sent.personId}`,
          respondsTo: answer.messageId ?? '',
          unsubscribeUrl: null,
        };
      },
    });
  } catch (error) {
    deps.logger.warn({ personId: sent.personId, err: error }, 'We could not ask back what an answer meant');
  }
}

export function askBackContent(
  { personName, tasks }: Pick<RepliedMessage, 'personName' | 'tasks'>,
  speaker: Speaker,
): MailContent {
  const { words, fill } = speaker;
  const isOne = tasks.length === 1;
  const subject = fill(words.unclearAnswer.subject, { task: tasks.map(({ name }) => name).join(', ') });
  return {
    locale: words.locale,
    subject: subject.slice(0, 200),
    preview: words.unclearAnswer.body,
    greeting: speaker.greet(personName),
    intro: [words.unclearAnswer.body, ...(isOne ? [] : tasks.map(({ number, name }) => `${number}. ${name}`))],
    sections: [],
    answer: { marker: answerMarker(words.answer.above), hint: answerHint(tasks, words.answer) },
    also: [],
    code: null,
    footer: [],
    unsubscribe: null,
  };
}
