/** The mails' few styles: light ones inline, because many mail programs drop style sheets; dark ones by class where they do not. */
import type { CSSProperties } from 'react';
import type { Tone } from '../content/mail-content.ts';

/** The same colours as src/web/ui/tokens.css; mail programs know no custom properties. */
const light = {
  canvas: '#f6f7f7',
  surface: '#ffffff',
  line: '#e1e5e7',
  text: '#161c20',
  soft: '#48525a',
  faint: '#5e6870',
  accent: '#0b5c7a',
  onAccent: '#ffffff',
  late: '#ad241c',
  attention: '#7a5000',
  fine: '#17693c',
} as const;
const dark = {
  canvas: '#121619',
  surface: '#1a1f23',
  line: '#2b3238',
  text: '#e9ecee',
  soft: '#b4bcc3',
  faint: '#949ea6',
  accent: '#6cc3e2',
  onAccent: '#06222d',
  late: '#ff9d94',
  attention: '#eec063',
  fine: '#79d19b',
} as const;

const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";
const text = (size: number, color: string, margin: string): CSSProperties => ({
  fontFamily: font,
  fontSize: `${size}px`,
  lineHeight: '1.5',
  color,
  margin,
});

export const toneColor: Record<Tone, string> = {
  late: light.late,
  attention: light.attention,
  fine: light.fine,
  plain: light.soft,
};

export const styles = {
  body: { backgroundColor: light.canvas, margin: '0', padding: '24px 12px' },
  page: {
    maxWidth: '600px',
    backgroundColor: light.surface,
    border: `1px solid ${light.line}`,
    borderRadius: '6px',
    padding: '28px 28px 20px',
  },
  greeting: text(16, light.text, '0 0 12px'),
  intro: text(16, light.text, '0 0 12px'),
  heading: { ...text(14, light.soft, '28px 0 8px'), fontWeight: 600 },
  block: { borderTop: `1px solid ${light.line}`, padding: '16px 0 20px', width: '100%' },
  title: { ...text(18, light.text, '0 0 2px'), fontWeight: 600, lineHeight: '1.35' },
  context: text(14, light.faint, '0 0 2px'),
  status: { ...text(14, light.soft, '0 0 2px'), fontWeight: 600 },
  paragraph: text(15, light.text, '8px 0 0'),
  firstFact: text(14, light.text, '8px 0 0'),
  fact: text(14, light.text, '2px 0 0'),
  factLabel: { color: light.faint },
  listHeading: { ...text(14, light.soft, '10px 0 2px'), fontWeight: 600 },
  list: { margin: '0', padding: '0 0 0 20px' },
  item: text(15, light.text, '2px 0'),
  also: { borderTop: `1px solid ${light.line}`, padding: '0 0 12px', width: '100%' },
  alsoHeading: { ...text(14, light.soft, '16px 0 6px'), fontWeight: 600 },
  alsoItem: text(14, light.text, '2px 0'),
  link: { color: light.accent, textDecoration: 'underline' },
  button: {
    fontFamily: font,
    fontSize: '15px',
    fontWeight: 600,
    color: light.onAccent,
    backgroundColor: light.accent,
    borderRadius: '6px',
    padding: '12px 20px',
    marginTop: '14px',
    textAlign: 'center',
  },
  code: {
    ...text(28, light.text, '4px 0 4px'),
    fontFamily: "ui-monospace, 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace",
    letterSpacing: '4px',
    fontWeight: 600,
  },
  footer: { maxWidth: '600px', padding: '16px 28px 0' },
  small: text(13, light.faint, '0 0 4px'),
  smallLink: { color: light.faint, textDecoration: 'underline' },
} as const satisfies Record<string, CSSProperties>;

const important = (rules: Record<string, string>): string =>
  Object.entries(rules)
    .map(([name, value]) => `${name}:${value} !important`)
    .join(';');

const darkRules: [selector: string, rules: Record<string, string>][] = [
  // react-email's Body puts the page's colour on a cell inside the body, too
  ['.canvas', { 'background-color': dark.canvas }],
  ['.canvas>table>tbody>tr>td', { 'background-color': dark.canvas }],
  ['.page', { 'background-color': dark.surface, 'border-color': dark.line }],
  ['.block', { 'border-color': dark.line }],
  ['.text', { color: dark.text }],
  ['.soft', { color: dark.soft }],
  ['.faint', { color: dark.faint }],
  ['.late', { color: dark.late }],
  ['.attention', { color: dark.attention }],
  ['.fine', { color: dark.fine }],
  ['.plain', { color: dark.soft }],
  ['.link', { color: dark.accent }],
  ['.button', { 'background-color': dark.accent, color: dark.onAccent }],
];

// Outlook's web and mobile programs mark their dark mode by an attribute instead of the media query
const inDark = (prefix: string): string =>
  darkRules.map(([selector, rules]) => `${prefix}${selector}{${important(rules)}}`).join('');

export const sheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  `@media (prefers-color-scheme:dark){${inDark('')}}`,
  inDark('[data-ogsc] '),
  '@media (max-width:480px){.page{padding:20px 16px 16px !important}.outside{padding:16px 16px 0 !important}.button{display:block !important}}',
].join('\n');
