/** A mail's plain text, written for reading rather than stripped from the html. */
import type { AlsoList, Block, MailContent } from '../content/mail-content.ts';
import { wordingFor } from '../wording/index.ts';

const underline = (text: string, sign: string): string => `${text}\n${sign.repeat(Math.min(text.length, 60))}`;

function block({ title, context, status, paragraphs, facts, list, button }: Block, colon: string): string {
  const lines = [
    title,
    ...(context === null ? [] : [context]),
    ...(status ? [status.text] : []),
    ...paragraphs.flatMap((paragraph) => ['', paragraph]),
    ...(facts.length > 0 ? ['', ...facts.map(({ label, value }) => `${label}${colon} ${value}`)] : []),
    ...(list ? ['', list.heading, ...list.items.map((item) => `  - ${item}`)] : []),
    ...(button ? ['', `${button.label}${colon}`, button.url] : []),
  ];
  return lines.join('\n');
}

const also = ({ heading, groups, more }: AlsoList, colon: string): string[] => [
  underline(heading, '='),
  ...groups.map(({ onboarding, items }) =>
    [
      ...(onboarding === null ? [] : [onboarding]),
      ...items.flatMap(({ title, url, text }) => [`  - ${title} – ${text}`, ...(url === null ? [] : [`    ${url}`])]),
    ].join('\n'),
  ),
  ...(more === null ? [] : [`${more.label}${colon}\n${more.url}`]),
];

export function renderText(content: MailContent): string {
  const { answer, code, unsubscribe } = content;
  const { colon } = wordingFor(content.locale);
  const footer = [...content.footer, ...(unsubscribe ? [`${unsubscribe.label}${colon} ${unsubscribe.url}`] : [])];
  const parts = [
    ...(answer ? [answer.marker] : []),
    content.greeting,
    ...content.intro,
    ...content.sections.flatMap((section) => [
      ...(section.heading === null ? [] : [underline(section.heading, '=')]),
      ...section.blocks.map((one) => block(one, colon)),
    ]),
    ...(answer ? [answer.hint] : []),
    ...content.also.flatMap((list) => also(list, colon)),
    ...(code ? [code.label, `  ${code.value}`, code.note] : []),
    // what mail programs take for the start of a signature
    ...(footer.length > 0 ? [['-- ', ...footer].join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
