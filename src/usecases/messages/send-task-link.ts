import { createTaskLinks, type NewLink } from '../../db/links.ts';
import { newToken } from '../../db/sessions.ts';
import { type TaskName, taskName } from '../../db/message-facts.ts';
import type { MailContent } from './content/mail-content.ts';
import { renderHtml } from './render/html.ts';
import { renderText } from './render/text.ts';
import { type AtOnceDeps, sendAtOnce } from './send-at-once.ts';
import type { Speaker } from './wording/speak.ts';

/** A new link to one task for the person whose link has expired; goes to nobody else. */
export async function sendTaskLink(deps: AtOnceDeps, target: NewLink): Promise<void> {
  const task = await taskName(deps.db, target.taskId);
  await sendAtOnce(deps, {
    personId: target.personId,
    kind: 'task_link',
    write: async ({ person, speaker }) => {
      const token = newToken();
      await createTaskLinks(deps.db, [target], () => token);
      const content = taskLinkContent({ name: person.name, task, url: `${deps.publicUrl}/t/${token}` }, speaker);
      return {
        subject: content.subject,
        html: renderHtml(content),
        text: renderText(content),
        replyTo: null,
        threadKey: `${task.onboardingId}.${target.personId}`,
        unsubscribeUrl: null,
      };
    },
  });
}

export function taskLinkContent(
  { name, task, url }: { name: string; task: TaskName; url: string },
  speaker: Speaker,
): MailContent {
  const {
    words: { taskLink, kinds, locale },
    fill,
    due,
  } = speaker;
  const subject = fill(taskLink.subject, { task: task.name, onboarding: task.onboardingName });
  return {
    locale,
    subject,
    preview: taskLink.body,
    greeting: speaker.greet(name),
    intro: [taskLink.body],
    sections: [
      {
        heading: null,
        blocks: [
          {
            section: null,
            title: task.name,
            subject,
            context: task.onboardingName,
            status: { text: due(task.dueOn), tone: 'plain' },
            paragraphs: [],
            facts: [],
            list: null,
            button: { label: kinds.reminder.button, url },
          },
        ],
      },
    ],
    answer: null,
    also: [],
    code: null,
    footer: [taskLink.expires],
    unsubscribe: null,
  };
}
