/**
 * A message as Slack's blocks, with the same words as the mail has. What Slack has no room for is named in one line
 * each, and what even that has no room for is counted; Slack refuses a message that is too long as a whole.
 */
import type { SlackBlock, SlackMessage } from '../../../../integrations/ports-slack.ts';
import { slackActions } from '../../../contracts/slack.ts';
import type { AlsoList, Block, MailContent } from '../content/mail-content.ts';
import type { Speaker } from '../wording/speak.ts';
import {
  actions,
  blockerButtons,
  context,
  header,
  openButton,
  section,
  type SlackButton,
  slackLimits,
  taskButtons,
} from './slack-parts.ts';
import { bold, cut, escape, link, struck } from './slack-text.ts';

const fallbackLength = 600;
const paragraphLength = 1_200;
const listLength = 900;
/** the footer, and the lines for what found no room */
const reservedBlocks = 3;
const reservedCharacters = 4_500;

type Rendered = Omit<SlackMessage, 'key'>;

/** @param restUrl where the reader finds everything */
export function renderSlack(content: MailContent, speaker: Speaker, restUrl: string): Rendered {
  const blocks: SlackBlock[] = [];
  let characters = 0;
  const hasRoom = (added: SlackBlock[]): boolean =>
    blocks.length + added.length <= slackLimits.blocks - reservedBlocks &&
    characters + sizeOf(added) <= slackLimits.characters - reservedCharacters;
  const add = (added: SlackBlock[]): void => {
    blocks.push(...added);
    characters += sizeOf(added);
  };

  if (content.intro.length > 0) add([section(cut(content.intro.map(escape).join('\n'), paragraphLength))]);
  const rest: Block[] = [];
  for (const { heading, blocks: told } of content.sections) {
    let isHeaded = heading === null;
    for (const block of told) {
      const made = [
        ...(isHeaded || heading === null ? [] : [header(heading)]),
        ...render(block, blocks.length, speaker),
      ];
      // once something found no room, nothing that comes after it goes before it
      if (rest.length > 0 || !hasRoom(made)) {
        rest.push(block);
        continue;
      }
      isHeaded = true;
      add(made);
    }
  }
  if (rest.length > 0) add([section(restOf(rest, speaker, restUrl))]);
  for (const list of content.also) {
    const made = [section(alsoOf(list))];
    if (hasRoom(made)) add(made);
  }
  const footer = footerOf(content);
  if (footer.trim() !== '') add([context(cut(footer, paragraphLength))]);
  return { text: fallbackOf(content), blocks };
}

const sizeOf = (blocks: SlackBlock[]): number => JSON.stringify(blocks).length;

/** @param position makes the ids unique where two blocks tell of one task */
function render(block: Block, position: number, speaker: Speaker): SlackBlock[] {
  const buttons = buttonsOf(block, speaker);
  return [section(textOf(block, speaker)), ...(buttons.length > 0 ? [actions(`b${position}`, buttons)] : [])];
}

function textOf(
  { title, context: onboarding, status, paragraphs, facts, list, inPlace }: Block,
  { words: { colon } }: Speaker,
): string {
  const outcome = inPlace?.outcome ?? null;
  const name = outcome?.isOver ? struck(title) : bold(title);
  const about = onboarding === null ? null : escape(onboarding);
  if (outcome?.isOver) return lines([name, about, escape(outcome.text)]);
  return lines([
    name,
    about,
    status && (status.tone === 'plain' ? escape(status.text) : bold(status.text)),
    outcome && bold(outcome.text),
    cut(paragraphs.map(escape).join('\n'), paragraphLength),
    cut(facts.map(({ label, value }) => `${escape(label)}${colon} ${escape(value)}`).join('\n'), listLength),
    list && cut([bold(list.heading), ...list.items.map((item) => `•  ${escape(item)}`)].join('\n'), listLength),
  ]);
}

const lines = (parts: (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join('\n');

function buttonsOf({ inPlace, button }: Block, { words }: Speaker): SlackButton[] {
  const { task = null, blocker = null, handoffOf = null } = inPlace ?? {};
  return [
    ...(task ? taskButtons(task.id, task.presses, words) : []),
    ...(blocker ? blockerButtons(blocker.id, blocker.presses, words) : []),
    ...(handoffOf === null
      ? []
      : [{ actionId: slackActions.openHandoff, label: words.chat.handoff, value: handoffOf, isPrimary: true }]),
    ...(button ? [openButton(button)] : []),
  ];
}

function restOf(rest: Block[], { words, plural }: Speaker, restUrl: string): string {
  const named: string[] = [];
  let left = slackLimits.sectionText - 500;
  for (const { title, button, status, context: onboarding } of rest) {
    const line = `•  ${button ? link(button.url, cut(title, 200)) : escape(cut(title, 200))}${[status?.text, onboarding].map((said) => (said ? ` – ${escape(said)}` : '')).join('')}`;
    left -= line.length + 1;
    if (left < 0) break;
    named.push(line);
  }
  const unnamed = rest.length - named.length;
  const more = unnamed > 0 ? plural(words.chat.more, unnamed) : null;
  return lines([...named, more && link(restUrl, more)]);
}

const alsoOf = ({ heading, groups, more }: AlsoList): string =>
  lines([
    bold(heading),
    ...groups.flatMap(({ onboarding, items }) => [
      onboarding === null ? null : escape(onboarding),
      ...items.map(({ title, url, text, tone }) => {
        const name = cut(title, 120);
        const standing = tone === 'late' ? bold(text) : escape(text);
        return `•  ${url === null ? escape(name) : link(url, name)} – ${standing}`;
      }),
    ]),
    more && link(more.url, more.label),
  ]);

const footerOf = ({ footer, unsubscribe }: MailContent): string =>
  [...footer.map(escape), ...(unsubscribe ? [link(unsubscribe.url, unsubscribe.label)] : [])].join(' ');

/** What a notification shows and a screen reader says. */
const fallbackOf = ({ subject, preview }: MailContent): string =>
  cut(escape(subject.includes(preview) ? subject : `${subject} – ${preview}`), fallbackLength);
