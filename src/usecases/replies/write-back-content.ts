/** What we write back to an answer: each task it is about with the way to its page. Pure. */
import type { RepliedMessage } from '../../db/message-tasks.ts';
import { isDoneByOpening } from '../../domain/task-presses.ts';
import { maxFileBytes, takenEndings } from '../documents/check-file.ts';
import { type CheckedFiles, maxFiles } from '../documents/keep-files.ts';
import type { Block, MailContent } from '../messages/content/mail-content.ts';
import { answerHint, answerMarker } from '../messages/content/mail-content.ts';
import type { Speaker } from '../messages/wording/speak.ts';

export interface About extends Pick<RepliedMessage, 'personName' | 'tasks'> {
  /** by task, where they may open it */
  pages: ReadonlyMap<string, string>;
}

type Refused = CheckedFiles['refused'];

export const askBackContent = (about: About, speaker: Speaker): MailContent =>
  contentOf(about, speaker.words.unclearAnswer, speaker);

export function formFirstContent(
  { form, refused, ...about }: About & { form: string; refused: Refused },
  speaker: Speaker,
): MailContent {
  const { subject, body, button } = speaker.words.formFirst;
  const said = speaker.fill(body, { task: namesOf(about), form });
  return contentOf(about, { subject, body: said, more: filesIn(refused, about, speaker), button }, speaker);
}

/** `name`: what the mail is about, where it is about no task */
export function filesRefusedContent(
  { refused, name, ...about }: About & { refused: Refused; name: string },
  speaker: Speaker,
): MailContent {
  const { subject, thanks, button } = speaker.words.filesRefused;
  const more = filesIn(refused, about, speaker);
  return contentOf(about, { subject, body: thanks, more, button, name }, speaker);
}

function filesIn(refused: Refused, { pages }: About, { words, fill }: Speaker): string[] {
  if (refused.length === 0) return [];
  const { body, why, taken, again } = words.filesRefused;
  const limits = { size: maxFileBytes / 1024 / 1024, files: maxFiles, types: takenEndings.join(', ') };
  const list = refused.map((file) => `${unlinked(file.name)}${words.colon} ${fill(why[file.why], limits)}`);
  return [body, ...list, fill(taken, limits), ...(pages.size > 0 ? [again] : [])];
}

/** Mail programs make links of what looks like an address, and some endings of files do. */
const unlinked = (name: string): string => name.replaceAll('.', '.\u200B');

const namesOf = ({ tasks }: Pick<About, 'tasks'>): string => tasks.map(({ name }) => name).join(', ');

function contentOf(
  about: About,
  said: { subject: string; body: string; more?: string[]; button?: string; name?: string },
  { words, fill, greet }: Speaker,
): MailContent {
  const { personName, tasks } = about;
  const { body, more = [], button = words.kinds.reminder.button } = said;
  const subject = fill(said.subject, { task: namesOf(about) || (said.name ?? '') }).slice(0, 200);
  const asks = tasks.map((task) => ({
    ...task,
    isDoneByOpening: task.blockerId === null && isDoneByOpening(task.type),
  }));
  const blocks = tasks.map(({ taskId, number, name }): Block => {
    const url = about.pages.get(taskId);
    return {
      section: null,
      title: tasks.length === 1 ? name : `${number}. ${name}`,
      subject,
      context: null,
      status: null,
      paragraphs: [],
      facts: [],
      list: null,
      button: url === undefined ? null : { label: button, url },
    };
  });
  return {
    locale: words.locale,
    subject,
    preview: body,
    greeting: greet(personName),
    intro: [body, ...more],
    sections: blocks.length === 0 ? [] : [{ heading: null, blocks }],
    answer: { marker: answerMarker(words.answer.above), hint: answerHint(asks, words.answer) },
    also: [],
    code: null,
    footer: [],
    unsubscribe: null,
  };
}
