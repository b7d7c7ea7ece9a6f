/** The plan that a deal would get, as tables. */
import type { Forecast, OnboardingState } from '../../domain/model.ts';
import type { Schedule } from '../../domain/schedule.ts';
import { heading, table } from './table.ts';

const byDate = (a: string | null, b: string | null): number => (a ?? '').localeCompare(b ?? '');

export interface PlanShown {
  state: OnboardingState;
  schedule: Schedule;
  forecast: Forecast | null;
  why: string;
}

export const showPlan = ({ state, schedule, forecast, why }: PlanShown): string => {
  const { onboarding, tasks, milestones, phases, people, integrationItems } = state;
  const personName = (id: string | null): string => people.find((person) => person.id === id)?.name ?? 'nobody yet';
  const keyOf = new Map(tasks.map(({ id, key }) => [id, key]));
  return [
    heading(onboarding.name),
    why,
    `kickoff ${onboarding.kickoffOn ?? '–'}, go-live planned ${onboarding.targetGoLiveOn ?? '–'}` +
      (forecast ? `, forecast ${forecast.p50} (50 %) to ${forecast.p80} (80 %)` : ''),
    forecast ? `forecast from ${forecast.basis}` : '',
    '',
    table(
      ['milestone', 'date', 'mark'],
      milestones
        .toSorted((a, b) => byDate(a.targetOn, b.targetOn))
        .map((milestone) => [
          milestone.name,
          milestone.targetOn ?? '',
          [milestone.isFirstValue && 'first value', milestone.isGoLive && 'go-live'].filter(Boolean).join(', '),
        ]),
    ),
    ...phases.map((phase) =>
      [
        heading(phase.name),
        table(
          ['start', 'due', 'slack', 'task', 'role', 'who', 'after'],
          tasks
            .filter((task) => task.phaseId === phase.id)
            .toSorted((a, b) => byDate(a.dueOn, b.dueOn))
            .map((task) => {
              const dates = schedule.tasks.get(task.id);
              return [
                task.startOn ?? '',
                task.dueOn ?? '',
                dates?.isCritical ? 'critical' : `${dates?.slackDays ?? 0}d`,
                task.name,
                task.role,
                personName(task.ownerId),
                task.dependsOn.map((id) => keyOf.get(id) ?? '').join(', '),
              ];
            }),
        ),
      ].join('\n'),
    ),
    ...(integrationItems.length === 0
      ? []
      : [
          heading('Integrations'),
          table(
            ['integration', 'environment', 'owner', 'checks'],
            integrationItems.map(({ name, environment, ownerRole, checks }) => [
              name,
              environment,
              ownerRole,
              String(checks.length),
            ]),
          ),
        ]),
  ].join('\n');
};
