/** All messages of the ninety days, each with the local time at which its receiver got it, in test-results/. */
import { mkdir, writeFile } from 'node:fs/promises';
import { type CheckedMessage, type CheckedPerson, clock, localOf } from './chase-rules.ts';

export async function writeTable(
  messages: readonly CheckedMessage[],
  people: ReadonlyMap<string, CheckedPerson>,
  rules: ReadonlyMap<string, string>,
): Promise<void> {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const lines = messages.map(({ id, by, to, arrivedAt, subject, kind, wishes }) => {
    const person = people.get(to);
    const local = person && localOf(arrivedAt, person.timezone);
    return [
      arrivedAt,
      local ? `${local.date} ${clock(local.minutes)}` : '',
      person?.timezone ?? '',
      person?.name ?? '',
      person?.side ?? '',
      by,
      kind,
      wishes.map((wish) => wish.kind).join(' '),
      quoted(subject),
      quoted(rules.get(id) ?? ''),
    ].join(',');
  });
  await mkdir('test-results', { recursive: true });
  await writeFile(
    'test-results/ninety-days.csv',
    `${['at,local,zone,person,side,by,message,wishes,subject,rules', ...lines].join('\n')}\n`,
  );
}
