import type { SlackTaskLine } from '../../../db/queries/slack-screens.ts';
import { cut, escape, link } from '../../messages/render/slack-text.ts';
import type { Voice } from '../reader.ts';

/** A task in two lines: how it stands, when it is due and with whom, and of which onboarding it is. */
export function taskLines(row: SlackTaskLine, { speaker, words }: Voice, url: string): string {
  const facts = [
    row.dueOn && (row.isLate ? speaker.due(row.dueOn) : `${words.task.due}: ${speaker.date(row.dueOn)}`),
    row.ownerName && `${words.task.owner}: ${cut(row.ownerName, 100)}`,
    cut(row.onboardingName, 150),
  ].filter((fact) => typeof fact === 'string');
  return `${link(url, cut(row.name, 150))} – ${escape(words.task.status[row.status])}\n${escape(facts.join(' · '))}`;
}
