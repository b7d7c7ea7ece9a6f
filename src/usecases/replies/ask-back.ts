/** One polite mail where an answer could not do what it seems to ask for; never to a machine, and not again and again. */
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { rememberMessageTasks, type RepliedMessage } from '../../db/message-tasks.ts';
import { countAttempt } from '../../db/rate-counter.ts';
import type { CheckedFiles } from '../documents/keep-files.ts';
import type { MailContent } from '../messages/content/mail-content.ts';
import { renderHtml } from '../messages/render/html.ts';
import { renderText } from '../messages/render/text.ts';
import { sendAtOnce } from '../messages/send-at-once.ts';
import type { Speaker } from '../messages/wording/speak.ts';
import type { ReplyDeps } from './deps.ts';
import type { ReadMail } from './mail-reader.ts';
import { makeReplyAddress, type ReplyTarget } from './reply-address.ts';
import { taskPages } from './task-pages.ts';
import { type About, askBackContent, filesRefusedContent, formFirstContent } from './write-back-content.ts';

const perHour = 2;

type Answer = Pick<ReadMail, 'messageId'>;
type To = Pick<RepliedMessage, 'personId' | 'personName' | 'side' | 'tasks'>;
type Refused = CheckedFiles['refused'];

/** What it means cannot be told. */
export async function askBack(deps: ReplyDeps, sent: To, answer: Answer): Promise<void> {
  if (sent.tasks.length > 0) await writeBack(deps, sent, answer, askBackContent);
}

/** It says *done* before the task's form is answered: here is the form, and why a file that came along was not taken. */
export async function askForAnswers(
  deps: ReplyDeps,
  sent: To,
  answer: Answer,
  { taskId, form, refused }: { taskId: string; form: string; refused: Refused },
): Promise<void> {
  const tasks = sent.tasks.filter((task) => task.taskId === taskId && task.blockerId === null);
  if (tasks.length === 0) return;
  await writeBack(deps, { ...sent, tasks }, answer, (about, speaker) =>
    formFirstContent({ ...about, form, refused }, speaker),
  );
}

/** Files of it were not taken: which, why, and where they can be added. `taskId` null: it names none of the tasks. */
export async function tellRefusedFiles(
  deps: ReplyDeps,
  to: To,
  answer: Answer,
  { refused, onboardingId, taskId }: { refused: Refused; onboardingId: string; taskId: string | null },
): Promise<void> {
  if (refused.length === 0) return;
  const tasks = taskId === null ? to.tasks : to.tasks.filter((task) => task.taskId === taskId);
  const { name } = (await loadOnboarding(deps.db, onboardingId)).state.onboarding;
  await writeBack(
    deps,
    { ...to, tasks },
    answer,
    (about, speaker) => filesRefusedContent({ ...about, refused, name }, speaker),
    tasks.length === 0 ? { kind: 'onboarding', onboardingId } : null,
  );
}

/**
 * What cannot be mailed is no reason to hold up the answer: a person sees it anyway.
 * @param answerTo null: the message itself, and with it its tasks
 */
async function writeBack(
  deps: ReplyDeps,
  to: To,
  answer: Answer,
  contentFor: (about: About, speaker: Speaker) => MailContent,
  answerTo: Extract<ReplyTarget, { kind: 'onboarding' }> | null = null,
): Promise<void> {
  const { inboundAddress = null } = deps;
  if (inboundAddress === null || deps.mail === null) return;
  if (await countAttempt(deps.db, 'ask-back', to.personId, perHour)) return;
  try {
    await sendAtOnce(deps, {
      personId: to.personId,
      kind: 'ask_back',
      write: async ({ messageId, speaker }) => {
        // numbered as the new mail numbers them
        const tasks = to.tasks.map((task, index) => ({ ...task, number: index + 1 }));
        await rememberMessageTasks(deps.db, [{ messageId, asks: tasks }]);
        const content = contentFor({ ...to, tasks, pages: await taskPages(deps, to) }, speaker);
        const keys = { address: inboundAddress, secret: deps.secret };
        return {
          subject: content.subject,
          html: renderHtml(content),
          text: renderText(content),
          replyTo: {
            name: deps.companyName,
            address: makeReplyAddress(answerTo ?? { kind: 'message', messageId }, keys, new Date()),
          },
          threadKey: `${to.tasks[0]?.onboardingId ?? answerTo?.onboardingId ?? ''}.${to.personId}`,
          respondsTo: answer.messageId ?? '',
          unsubscribeUrl: null,
        };
      },
    });
  } catch (error) {
    deps.logger.warn({ personId: to.personId, err: error }, 'We could not write back to an answer');
  }
}
