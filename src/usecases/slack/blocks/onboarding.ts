import type { SlackOnboarding } from '../../../db/queries/slack-screens.ts';
import { bold, cut, escape, link } from '../../messages/render/slack-text.ts';
import type { Voice } from '../reader.ts';

/** An onboarding in two lines. @param url null: the reader has no page for it */
export function onboardingLines(row: SlackOnboarding, { speaker, words }: Voice, url: string | null): string {
  const { labels, health, sides } = speaker.words;
  const said = words.onboarding;
  const name = cut(row.name, 150);
  const late = (['customer', 'team', 'partner'] as const).flatMap((side) => {
    const count = row.late[side];
    return count === undefined ? [] : [`${sides[side]} (${count})`];
  });
  const facts = [
    row.health && `${labels.health}: ${health[row.health]}`,
    row.phase && `${said.phase}: ${cut(row.phase, 100)}`,
    row.next &&
      `${said.next}: ${cut(row.next.name, 100)}${row.next.targetOn ? ` (${speaker.date(row.next.targetOn)})` : ''}`,
    row.goLiveOn && `${said.goLive}: ${speaker.date(row.goLiveOn)}`,
    late.length > 0 && said.late.replace('{who}', () => late.join(', ')),
  ].filter((fact) => typeof fact === 'string');
  const title = `${url === null ? bold(name) : link(url, name)} – ${escape(said.status[row.status])}`;
  return [title, ...(facts.length > 0 ? [escape(facts.join(' · '))] : [])].join('\n');
}
