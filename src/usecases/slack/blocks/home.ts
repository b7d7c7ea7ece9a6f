/** The home tab: one's tasks with the buttons of a nudge, and one's portfolio. */
import type { SlackBlock } from '../../../../integrations/ports-slack.ts';
import type { readHome, SlackTask } from '../../../db/queries/slack-screens.ts';
import type { Person } from '../../../domain/model.ts';
import { pressesFor } from '../../../domain/task-presses.ts';
import { actions, context, header, openButton, section, taskButtons } from '../../messages/render/slack-parts.ts';
import { waitsInWords } from '../../messages/content/waits-in-words.ts';
import { bold, cut, escape, link } from '../../messages/render/slack-text.ts';
import type { Voice } from '../reader.ts';
import { onboardingLines } from './onboarding.ts';

/** with a heading and a last line each, 2 × 20 + 25 blocks stay far below the 100 of a home tab */
export const homeLimits = { tasks: 20, onboardings: 25, characters: 11_000 } as const;

export interface HomeView extends Voice {
  home: Awaited<ReturnType<typeof readHome>>;
  person: Pick<Person, 'side' | 'staffRole'>;
  /** null: the reader has no page for an onboarding */
  onboardingUrl: (onboardingId: string) => string | null;
  restUrl: string | null;
}

export function homeBlocks(view: HomeView): SlackBlock[] {
  const { home, person, words, onboardingUrl } = view;
  const more = (count: number): string => {
    const text = words.home.more.replace('{count}', String(count));
    return view.restUrl === null ? escape(text) : link(view.restUrl, text);
  };
  const tasks = listed(
    home.tasks.map((task) => taskBlocks(task, view)),
    { total: home.taskCount, budget: (homeLimits.characters * 2) / 3, more },
  );
  const isOurs = person.side === 'team';
  const portfolio = listed(
    home.onboardings.map((row) => [section(onboardingLines(row, view, onboardingUrl(row.id)))]),
    { total: home.onboardingCount, budget: homeLimits.characters / 3, more },
  );
  return [
    ...waitingBlocks(view),
    header(words.home.tasks),
    ...(tasks.length > 0 ? tasks : [section(escape(words.home.noTasks))]),
    ...(isOurs ? [{ type: 'divider' }, header(words.home.portfolio)] : []),
    ...(isOurs && portfolio.length === 0 ? [section(escape(words.home.noPortfolio))] : portfolio),
  ];
}

/** What customers wrote and nobody has answered. */
function waitingBlocks({ home: { waitingComments: count }, words, restUrl }: HomeView): SlackBlock[] {
  if (count === 0 || restUrl === null) return [];
  return [section(link(`${restUrl}/queue?mine=true`, words.home.waiting.replace('{count}', String(count))))];
}

function taskBlocks(task: SlackTask, { person, speaker, words, onboardingUrl }: HomeView): SlackBlock[] {
  const waits = waitsInWords(task, person.side, speaker);
  const presses = pressesFor({
    task,
    onboardingStatus: task.onboardingStatus,
    person,
    isTheirs: true,
    isEscalated: false,
  }).filter((press) => press !== 'done' || task.isReady);
  const url = onboardingUrl(task.onboardingId);
  const buttons = [
    ...taskButtons(task.id, presses, speaker.words),
    ...(url === null ? [] : [openButton({ label: words.home.open, url })]),
  ];
  return [
    section(
      `${bold(cut(task.name, 200))}\n${escape([speaker.due(task.dueOn), waits && cut(waits, 150), cut(task.onboardingName, 150)].filter(Boolean).join(' · '))}`,
    ),
    ...(buttons.length > 0 ? [actions(`task-${task.id}`, buttons)] : []),
  ];
}

/** As many as there is room for, and how many there are besides. */
function listed(
  entries: SlackBlock[][],
  { total, budget, more }: { total: number; budget: number; more: (count: number) => string },
): SlackBlock[] {
  const shown: SlackBlock[] = [];
  let count = 0;
  let left = budget;
  for (const entry of entries) {
    left -= JSON.stringify(entry).length;
    if (left < 0) break;
    shown.push(...entry);
    count += 1;
  }
  return total > count ? [...shown, context(more(total - count))] : shown;
}
