/** A mail's html: react-email's parts, which know the quirks of mail programs, without JSX, which Node does not run. */
import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Html } from '@react-email/html';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import { createElement as h, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { AlsoList, Block, MailContent } from '../content/mail-content.ts';
import { wordingFor } from '../wording/index.ts';
import { sheet, styles, toneColor } from './style.ts';

const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';

type TextStyle = Exclude<keyof typeof styles, 'body' | 'page' | 'block' | 'also' | 'list' | 'button' | 'footer'>;

const line = (style: TextStyle, className: string, ...children: ReactNode[]): ReactNode =>
  h(Text, { style: styles[style], className }, ...children);

const heading = (
  style: 'heading' | 'alsoHeading' | 'title',
  level: 'h2' | 'h3',
  className: string,
  text: string,
): ReactNode => h(level, { style: styles[style], className }, text);

function block({ title, context, status, paragraphs, facts, list, button }: Block, colon: string): ReactNode {
  return h(
    Section,
    { style: styles.block, className: 'block' },
    heading('title', 'h3', 'text', title),
    context === null ? null : line('context', 'faint', context),
    status &&
      h(Text, { style: { ...styles.status, color: toneColor[status.tone] }, className: status.tone }, status.text),
    ...paragraphs.map((paragraph) => line('paragraph', 'text', paragraph)),
    ...facts.map(({ label, value }, index) =>
      line(
        index === 0 ? 'firstFact' : 'fact',
        'text',
        h('span', { style: styles.factLabel, className: 'faint' }, `${label}${colon} `),
        value,
      ),
    ),
    list && line('listHeading', 'soft', list.heading),
    list &&
      h(
        'ul',
        { style: styles.list },
        ...list.items.map((item) => h('li', { style: styles.item, className: 'text' }, item)),
      ),
    button && h(Button, { href: button.url, style: styles.button, className: 'button' }, button.label),
  );
}

const linked = (text: string, url: string | null): ReactNode =>
  url === null ? text : h('a', { href: url, style: styles.link, className: 'link' }, text);

const also = ({ heading: words, groups, more }: AlsoList): ReactNode =>
  h(
    Section,
    { style: styles.also, className: 'block' },
    heading('alsoHeading', 'h2', 'soft', words),
    ...groups.flatMap(({ onboarding, items }) => [
      onboarding === null ? null : line('context', 'faint', onboarding),
      h(
        'ul',
        { style: styles.list },
        ...items.map(({ title, url, text, tone }) =>
          h(
            'li',
            { style: styles.alsoItem, className: 'text' },
            linked(title, url),
            ' – ',
            h('span', { style: { color: toneColor[tone] }, className: tone }, text),
          ),
        ),
      ),
    ]),
    more && line('context', 'faint', linked(more.label, more.url)),
  );

export function renderHtml(content: MailContent): string {
  const { answer, code, unsubscribe } = content;
  const { colon } = wordingFor(content.locale);
  const page = h(
    Html,
    { lang: content.locale },
    h(
      Head,
      null,
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      h('title', null, content.subject),
      h('style', { dangerouslySetInnerHTML: { __html: sheet } }),
    ),
    h(
      Body,
      { style: styles.body, className: 'canvas' },
      h(Preview, null, content.preview),
      answer && line('small', 'faint', answer.marker),
      h(
        Container,
        { style: styles.page, className: 'page' },
        line('greeting', 'text', content.greeting),
        ...content.intro.map((sentence) => line('intro', 'text', sentence)),
        ...content.sections.flatMap((section) => [
          section.heading === null ? null : heading('heading', 'h2', 'soft', section.heading),
          ...section.blocks.map((one) => block(one, colon)),
        ]),
        answer && line('intro', 'soft', answer.hint),
        ...content.also.map(also),
        code && line('intro', 'text', code.label),
        code && line('code', 'text', code.value),
        code && line('small', 'faint', code.note),
      ),
      (content.footer.length > 0 || unsubscribe) &&
        h(
          Container,
          { style: styles.footer, className: 'outside' },
          ...content.footer.map((sentence) => line('small', 'faint', sentence)),
          unsubscribe &&
            line(
              'small',
              'faint',
              h('a', { href: unsubscribe.url, style: styles.smallLink, className: 'faint' }, unsubscribe.label),
            ),
        ),
    ),
  );
  return doctype + renderToStaticMarkup(page);
}
