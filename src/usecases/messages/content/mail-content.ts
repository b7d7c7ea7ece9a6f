/** One message before it is html, text or Slack blocks: all are made from this, so all say the same. */
import type { BlockerPress } from '../../../domain/blocker-presses.ts';
import type { TaskPress } from '../../../domain/task-presses.ts';
import type { SectionKey, Wording } from '../wording/wording.ts';

/** Never the only sign: the words say it too. */
export type Tone = 'late' | 'attention' | 'fine' | 'plain';

export interface Button {
  label: string;
  url: string;
}

/** What can be done beside a block, and what became of it since. */
export interface InPlace {
  task: { id: string; presses: TaskPress[] } | null;
  /** what is missing, where that is what it asks for */
  blocker: { id: string; presses: BlockerPress[] } | null;
  /** the onboarding whose sales handoff can be completed */
  handoffOf: string | null;
  /** `isOver`: nothing is asked any more */
  outcome: { text: string; isOver: boolean } | null;
}

export interface Block {
  /** null: before all sections */
  section: SectionKey | null;
  title: string;
  /** which onboarding it belongs to, where the mail tells of several */
  context: string | null;
  status: { text: string; tone: Tone } | null;
  paragraphs: string[];
  facts: { label: string; value: string }[];
  list: { heading: string; items: string[] } | null;
  button: Button | null;
  /** absent in mails, which are answered by link or reply and stay as they were sent */
  inPlace?: InPlace;
  /** the mail's subject when this block leads */
  subject: string;
}

export interface Section {
  heading: string | null;
  blocks: Block[];
}

/** Work that a message mentions beside what it is about, by onboarding where there are several. */
export interface AlsoList {
  heading: string;
  groups: AlsoGroup[];
  /** what found no room; null: nothing */
  more: { label: string; url: string } | null;
}
export interface AlsoGroup {
  onboarding: string | null;
  items: { title: string; url: string | null; text: string; tone: Tone }[];
}

/** What stands below this line in an answer is ours, in whatever language: the signs say so. */
export const answerMarker = (words: string): string => `##- ${words} -##`;

interface Asked {
  blockerId: string | null;
  /** filled in, handed in or decided: no word by mail completes it */
  isDoneByOpening?: boolean;
}

/** What an answer to these may say. */
export function answerHint(asks: readonly Asked[], words: Wording['answer']): string {
  const isMissing = asks.every(({ blockerId }) => blockerId !== null);
  const isOpened = asks.every(({ isDoneByOpening = false }) => isDoneByOpening);
  if (asks.length === 0) return words.anything;
  if (asks.length === 1) return isMissing ? words.missing : isOpened ? words.oneToOpen : words.one;
  return isMissing ? words.severalMissing : isOpened ? words.severalToOpen : words.several;
}

export interface MailContent {
  /** BCP 47 */
  locale: string;
  subject: string;
  /** what an inbox shows behind the subject */
  preview: string;
  greeting: string;
  intro: string[];
  sections: Section[];
  /** where the mail can be answered: the line above which to write, and what an answer may say */
  answer: { marker: string; hint: string } | null;
  /** what else waits for the reader */
  also: AlsoList[];
  /** a code to type, large and alone */
  code: { label: string; value: string; note: string } | null;
  footer: string[];
  unsubscribe: Button | null;
}
