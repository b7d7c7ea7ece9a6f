import type { IntentFacts, Recipient } from '../../../db/message-facts.ts';
import type { Speaker, Values } from '../wording/speak.ts';
import type { KindWording, SectionKey } from '../wording/wording.ts';
import type { IntentData } from './intent-data.ts';
import type { Block, Button } from './mail-content.ts';

export interface BlockContext {
  intent: IntentFacts;
  data: IntentData;
  recipient: Recipient;
  speaker: Speaker;
  companyName: string;
  /** opens the intent's task without signing in; null where it has none for this reader */
  taskUrl: string | null;
  /** where the question how they are doing is answered */
  pulseUrl: (checkInId: string) => string;
  /** where our people read and answer what somebody wrote */
  commentUrl: (commentId: string) => string;
  /** null for people without a place in the console */
  consoleUrl: string | null;
}

/** Null: nothing to say to this reader. */
export type BlockBuilder = (context: BlockContext) => Block | null;

interface BlockParts extends Partial<Omit<Block, 'section' | 'title' | 'subject' | 'context' | 'button'>> {
  section: SectionKey | null;
  /** fills the kind's own words */
  values?: Values;
  /** in place of the kind's own words */
  words?: KindWording;
  /** false: the kind's own words do not fit here */
  hasBody?: boolean;
  /** said before the kind's own words */
  lead?: string[];
  /** where the button leads; null: no button */
  url: string | null;
}

/** A block in the words of the intent's kind; parts override what they name. */
export function blockOf(
  { intent, speaker, companyName }: BlockContext,
  {
    section,
    values = {},
    url,
    lead = [],
    hasBody = true,
    words = speaker.words.kinds[intent.kind],
    ...parts
  }: BlockParts,
): Block {
  const filled = {
    onboarding: intent.onboarding.name,
    account: intent.onboarding.accountName,
    company: companyName,
    ...values,
  };
  const body = hasBody ? speaker.fill(words.body, filled) : '';
  const button: Button | null = url === null ? null : { label: words.button, url };
  return {
    section,
    button,
    context: intent.onboarding.name,
    title: speaker.fill(words.title, filled),
    subject: speaker.fill(words.subject, filled),
    status: null,
    ...parts,
    facts: (parts.facts ?? []).map(({ label, value }) => ({ label, value: speaker.datesIn(value) })),
    list: parts.list ? { ...parts.list, items: parts.list.items.map((item) => speaker.datesIn(item)) } : null,
    paragraphs: [...lead, ...paragraphsOf(body), ...(parts.paragraphs ?? [])].map((text) => speaker.datesIn(text)),
  };
}

/** A playbook's text: blank lines part paragraphs, single line breaks are only how it was typed. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');

/** Facts that are known, in the order given. */
export const factsOf = (facts: [label: string, value: string | null | undefined][]): Block['facts'] =>
  facts.flatMap(([label, value]) => (value === null || value === undefined || value === '' ? [] : [{ label, value }]));
