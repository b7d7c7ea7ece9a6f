/** Answers by mail as they are read: every mail of the corpus against its bare parser, and what is built to be slow. */
import { readFileSync, readdirSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { createAnswerReader } from '../../integrations/email/answers/reader.ts';
import { alternate, type Figure, median, ms } from './measure.ts';

/** short turns, many of them: the cores' speed doubles and halves by the second, and both sides must meet the fast one */
const rounds = 300;
const repeats = 4;
const context = { locale: 'en', today: '2026-11-20' };
const reader = createAnswerReader({
  secret: 'a secret of the bench',
  authservId: 'mx.northwind.example',
  ownAddresses: ['hello@northwind.example'],
  today: () => context.today,
});

const parse = async (raw: Buffer): Promise<void> => {
  await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 512 * 1024 });
};
/** As the product does: only what a person wrote is asked what it wants. */
const read = async (raw: Buffer): Promise<void> => {
  const mail = await reader.read(raw, null);
  if (mail.class.kind === 'person') reader.readReply(mail.visible, context);
};

async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index++) await work();
  return (performance.now() - start) / count;
}

export async function benchReplies(): Promise<Figure[]> {
  return [...(await corpus()), ...(await growths())];
}

async function corpus(): Promise<Figure[]> {
  const folder = new URL('../fixtures/mails/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  const mails = names.map((name) => ({ name, raw: readFileSync(new URL(name, folder)) }));
  // until what is compiled stays so
  for (let round = 0; round < 10; round++) for (const { raw } of mails) await Promise.all([parse(raw), read(raw)]);
  const figures: { name: string; ours: number; bare: number; ratio: number }[] = [];
  for (const { name, raw } of mails) {
    const sides = await alternate(
      rounds,
      () => timed(repeats, () => read(raw)),
      () => timed(repeats, () => parse(raw)),
    );
    // the fastest of each side: the machine is shared, and a neighbour only ever slows
    const [ours, bare] = [Math.min(...sides.a), Math.min(...sides.b)];
    figures.push({ name, ours, bare, ratio: ours / bare });
  }
  const byRatio = figures.toSorted((one, other) => one.ratio - other.ratio);
  const worst = byRatio.at(-1);
  const middle = byRatio[Math.floor(byRatio.length / 2)];
  return [
    { what: `Reply parsed, the median of ${names.length} mails by its ratio`, figure: middle },
    { what: `Reply parsed, the mail with the worst ratio (${worst?.name ?? '–'})`, figure: worst },
  ].map(({ what, figure }) => {
    const { ours, bare, ratio } = figure ?? { ours: Number.NaN, bare: Number.NaN, ratio: Number.NaN };
    return { what, ours: ms(ours), baseline: ms(bare), ratio, target: '≤ 2 ×', isMet: ratio <= 2 };
  });
}

const mail = (type: string, body: string, headers = ''): Buffer =>
  Buffer.from(`From: Ana <ana@acme.example>\r\n${headers}Content-Type: ${type}; charset=utf-8\r\n\r\n${body}`);
const hostile: [string, number, (size: number) => Buffer][] = [
  ['quote levels', 1_000, (size) => mail('text/plain', `Mine\n${'>'.repeat(size)} done`.repeat(20))],
  ['one line, of 1 MB', 100_000, (size) => mail('text/plain', 'x'.repeat(size))],
  ['one HTML line, of 1 MB', 100_000, (size) => mail('text/html', 'x &amp; '.repeat(size / 8))],
  ['quoted lines', 20_000, (size) => mail('text/plain', `Mine\n${'> done\n'.repeat(size)}`)],
  ['beginnings of quotes', 2_000, (size) => mail('text/plain', `Mine\n${'On 1 wrote\nFrom: x\n\n'.repeat(size)}`)],
  ['unclosed styles', 10_000, (size) => mail('text/html', `Mine${'<style>'.repeat(size)}`)],
  ['unclosed comments', 10_000, (size) => mail('text/html', `Mine${'<!-- <a '.repeat(size)}`)],
  ['nested quotes', 5_000, (size) => mail('text/html', `Mine${'<blockquote>'.repeat(size)}`)],
  ['blank blocks', 10_000, (size) => mail('text/html', `Mine${'<div> </div>'.repeat(size)}`)],
  ['a field without an address', 10_000, (size) => mail('text/plain', 'Mine', `To: ${'a'.repeat(size)}\r\n`)],
  ['addresses', 1_000, (size) => mail('text/plain', 'Mine', `To: ${'p@acme.example, '.repeat(size)}\r\n`)],
  [
    'absence words',
    2_000,
    (size) => mail('text/plain', 'until on vacation '.repeat(size), 'Auto-Submitted: auto-replied\r\n'),
  ],
];

/** Ten times the input against once: ours beside the parser's own growth, which a linear reader does not exceed. */
async function growths(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, size, make] of hostile) {
    const [small, large] = [make(size), make(size * 10)];
    const grown = async (work: (raw: Buffer) => Promise<void>): Promise<{ factor: number; large: number }> => {
      await timed(3, () => work(small));
      const sides = await alternate(
        5,
        () => timed(3, () => work(small)),
        () => timed(1, () => work(large)),
      );
      return { factor: median(sides.b) / median(sides.a), large: median(sides.b) };
    };
    const ours = await grown(read);
    const bare = await grown(parse);
    figures.push({
      what: `Reply parsed, 10 × as much: ${name}`,
      ours: `${ours.factor.toFixed(1)} × (${ms(ours.large)})`,
      baseline: `${bare.factor.toFixed(1)} × (${ms(bare.large)})`,
      ratio: ours.large / bare.large,
      target: 'linear: ≤ 15 ×',
      isMet: ours.factor <= Math.max(15, bare.factor * 1.2),
    });
  }
  return figures;
}
