/** One polite mail where an answer could not do what it seems to ask for; never to a machine, and not again and again. */
import { createTaskLinks, ownerInPlaceOf } from '../../db/links.ts';
import { rememberMessageTasks, type RepliedMessage } from '../../db/message-tasks.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import { newToken } from '../../db/sessions.ts';
import type { Block, MailContent } from '../messages/content/mail-content.ts';
import { answerHint, answerMarker } from '../messages/content/mail-content.ts';
import { renderHtml } from '../messages/render/html.ts';
import { renderText } from '../messages/render/text.ts';
import { sendAtOnce } from '../messages/send-at-once.ts';
import type { Speaker } from '../messages/wording/speak.ts';
import type { ReplyDeps } from './deps.ts';
import type { ReadMail } from './mail-reader.ts';
import { makeReplyAddress } from './reply-address.ts';

const perHour = 2;

type Answer = Pick<ReadMail, 'messageId'>;

/** What it means cannot be told. */
export const askBack = (deps: ReplyDeps, sent: RepliedMessage, answer: Answer): Promise<void> =>
  writeBack(deps, sent, answer, (speaker) => Promise.resolve(askBackContent(sent, speaker)));

/** It says *done* before the task's form is answered: here is the form. */
export const askForAnswers = (
  deps: ReplyDeps,
  sent: RepliedMessage,
  answer: Answer,
  { taskId, form }: { taskId: string; form: string },
): Promise<void> => {
  const tasks = sent.tasks.filter((task) => task.taskId === taskId && task.blockerId === null);
  return writeBack(deps, { ...sent, tasks }, answer, async (speaker) => {
    const token = newToken();
    const target = { taskId, personId: sent.personId };
    const inPlaceOfId = await ownerInPlaceOf(deps.db, target, deps.clock.now());
    await createTaskLinks(deps.db, [{ ...target, inPlaceOfId }], () => token);
    return formFirstContent({ ...sent, tasks, form, url: `${deps.publicUrl}/t/${token}` }, speaker);
  });
};

/** What cannot be mailed is no reason to hold up the answer: a person sees it anyway. */
async function writeBack(
  deps: ReplyDeps,
  sent: RepliedMessage,
  answer: Answer,
  contentFor: (speaker: Speaker) => Promise<MailContent>,
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
        const content = await contentFor(speaker);
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
    deps.logger.warn({ personId: sent.personId, err: error }, 'We could not write back to an answer');
  }
}

type About = Pick<RepliedMessage, 'personName' | 'tasks'>;

export function askBackContent(about: About, speaker: Speaker): MailContent {
  const { unclearAnswer } = speaker.words;
  const { tasks } = about;
  const list = tasks.length === 1 ? [] : tasks.map(({ number, name }) => `${number}. ${name}`);
  return { ...contentOf(about, unclearAnswer, speaker), intro: [unclearAnswer.body, ...list] };
}

export function formFirstContent(
  { form, url, ...about }: About & { form: string; url: string },
  speaker: Speaker,
): MailContent {
  const { words, fill } = speaker;
  const { button, ...said } = words.formFirst;
  const task = about.tasks[0]?.name ?? '';
  const body = fill(said.body, { task, form });
  const block: Block = {
    section: null,
    title: task,
    subject: task,
    context: null,
    status: null,
    paragraphs: [],
    facts: [],
    list: null,
    button: { label: button, url },
  };
  return { ...contentOf(about, { ...said, body }, speaker), sections: [{ heading: null, blocks: [block] }] };
}

function contentOf(
  { personName, tasks }: About,
  { subject, body }: { subject: string; body: string },
  { words, fill, greet }: Speaker,
): MailContent {
  return {
    locale: words.locale,
    subject: fill(subject, { task: tasks.map(({ name }) => name).join(', ') }).slice(0, 200),
    preview: body,
    greeting: greet(personName),
    intro: [body],
    sections: [],
    answer: { marker: answerMarker(words.answer.above), hint: answerHint(tasks, words.answer) },
    also: [],
    code: null,
    footer: [],
    unsubscribe: null,
  };
}
