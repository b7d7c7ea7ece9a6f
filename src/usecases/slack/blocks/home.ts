/** The home tab: one's tasks with the buttons of a nudge, and one's portfolio. */
import type { SlackBlock } from '../../../../integrations/ports-slack.ts';
import type { Home, SlackTask } from '../../../db/queries/slack-home.ts';
import type { SlackOnboarding } from '../../../db/queries/slack-screens.ts';
import type { Person } from '../../../domain/model.ts';
import { blockerPressesFor } from '../../../domain/blocker-presses.ts';
import { pressesFor } from '../../../domain/task-presses.ts';
import {
  actions,
  blockerButtons,
  context,
  header,
  openButton,
  section,
  type SlackButton,
  taskButtons,
} from '../../messages/render/slack-parts.ts';
import { waitsInWords } from '../../messages/content/waits-in-words.ts';
import { bold, cut, escape, link } from '../../messages/render/slack-text.ts';
import type { Voice } from '../reader.ts';
import { onboardingLines } from './onboarding.ts';

/** with headings and last lines, 2 × 20 + 25 + 3 × 5 blocks stay below the 100 of a home tab */
export const homeLimits = { tasks: 20, onboardings: 25, characters: 11_000 } as const;
const coveredLimits = { portfolios: 3, onboardings: 5 } as const;

export interface HomeView extends Voice {
  home: Home;
  person: Pick<Person, 'side' | 'staffRole'>;
  /** null: the reader has no console */
  consoleUrl: string | null;
  /** where the reader finds all their tasks */
  tasksUrl: string;
}

export function homeBlocks(view: HomeView): SlackBlock[] {
  const { home, person, words, consoleUrl, tasksUrl } = view;
  const more = (url: string | null) => (count: number) => {
    const text = words.home.more.replace('{count}', String(count));
    return url === null ? escape(text) : link(url, text);
  };
  const { characters } = homeLimits;
  const isCovering = home.covered.length > 0;
  const tasks = listed(
    home.tasks.map((task) => taskBlocks(task, view)),
    { total: home.taskCount, budget: isCovering ? characters / 2 : (characters * 2) / 3, more: more(tasksUrl) },
  );
  const portfolio = listed(
    home.onboardings.map((row) => onboardingBlocks(row, view)),
    { total: home.onboardingCount, budget: isCovering ? characters / 4 : characters / 3, more: more(consoleUrl) },
  );
  const isOurs = person.side === 'team';
  return [
    ...waitingBlocks(view),
    header(words.home.tasks),
    ...(tasks.length > 0 ? tasks : [section(escape(words.home.noTasks))]),
    ...(isOurs ? [{ type: 'divider' }, header(words.home.portfolio)] : []),
    ...(isOurs && portfolio.length === 0 ? [section(escape(words.home.noPortfolio))] : portfolio),
    ...coveredBlocks(view, more(consoleUrl)),
  ];
}

const onboardingBlocks = (row: SlackOnboarding, view: HomeView): SlackBlock[] => [
  section(onboardingLines(row, view, view.consoleUrl === null ? null : `${view.consoleUrl}/onboardings/${row.id}`)),
];

/** What a colleague who is away has left to the reader, apart from their own. */
function coveredBlocks(view: HomeView, more: (count: number) => string): SlackBlock[] {
  const { home, words, speaker } = view;
  const shown = home.covered.slice(0, coveredLimits.portfolios);
  const unshown = home.covered.slice(coveredLimits.portfolios).reduce((sum, { count }) => sum + count, 0);
  return [
    ...shown.flatMap(({ ownerName, until, onboardings, count }) => [
      header(
        words.home.covered.replace('{name}', () => cut(ownerName, 80)).replace('{date}', () => speaker.date(until)),
      ),
      ...listed(
        onboardings.slice(0, coveredLimits.onboardings).map((row) => onboardingBlocks(row, view)),
        { total: count, budget: homeLimits.characters / 4 / shown.length, more },
      ),
    ]),
    ...(unshown > 0 ? [context(more(unshown))] : []),
  ];
}

/** What customers wrote and nobody has answered. */
function waitingBlocks({ home: { waitingComments: count }, words, consoleUrl }: HomeView): SlackBlock[] {
  if (count === 0 || consoleUrl === null) return [];
  return [section(link(`${consoleUrl}/queue?mine=true`, words.home.waiting.replace('{count}', String(count))))];
}

function taskBlocks(task: SlackTask, view: HomeView): SlackBlock[] {
  const { person, speaker, words, consoleUrl, tasksUrl } = view;
  const url =
    consoleUrl === null
      ? `${tasksUrl}?task=${task.id}`
      : `${consoleUrl}/onboardings/${task.onboardingId}?task=${task.id}`;
  const named = (text: string, name: string): string => text.replace('{name}', () => cut(name, 150));
  const about = [
    speaker.due(task.dueOn),
    task.blockerId !== null && named(words.home.neededFor, task.taskName),
    task.insteadOf !== null && named(words.home.insteadOf, task.insteadOf),
    cut(waitsInWords(task, person.side, speaker) ?? '', 150),
    cut(task.onboardingName, 150),
  ];
  return [
    section(`${bold(cut(task.name, 200))}\n${escape(about.filter(Boolean).join(' · '))}`),
    actions(`task-${task.blockerId ?? task.id}`, [
      ...pressButtonsOf(task, view),
      openButton({ label: words.home.open, url }),
    ]),
  ];
}

function pressButtonsOf(task: SlackTask, { person, speaker }: HomeView): SlackButton[] {
  const { onboardingStatus, blockerId } = task;
  if (blockerId !== null)
    return blockerButtons(
      blockerId,
      blockerPressesFor({ isResolved: false, onboardingStatus, person, isAsked: true }),
      speaker.words,
    );
  const presses = pressesFor({ task, onboardingStatus, person, isTheirs: true, isEscalated: false });
  return taskButtons(
    task.id,
    presses.filter((press) => press !== 'done' || task.isReady),
    speaker.words,
  );
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
