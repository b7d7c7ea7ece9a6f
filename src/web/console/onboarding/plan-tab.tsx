import { getRouteApi } from '@tanstack/react-router';
import type { OnboardingView, Side, TaskView } from '../../api/types.ts';
import { CheckField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { plainWords, sideWord } from '../../ui/words.ts';
import { AfterGoLive } from './after-go-live.tsx';
import { isOpen, useOnboarding } from './context.tsx';
import { HandoffCard } from './handoff-card.tsx';
import { PhaseSection } from './phase-section.tsx';
import { PlanTimeline } from './plan-timeline.tsx';

const route = getRouteApi('/console/onboardings/$onboardingId');
const sides: readonly Side[] = ['customer', 'team', 'partner'];

export function PlanTab() {
  const { view } = useOnboarding();
  const now = route.useSearch();
  const { side, open, view: look } = now;
  const navigate = route.useNavigate();
  const set = (change: typeof now) => void navigate({ to: '.', search: { ...now, ...change }, replace: true });
  if (view.phases.length === 0)
    return (
      <>
        <HandoffCard />
        <NoPlan view={view} />
      </>
    );
  const fits = (task: TaskView): boolean => (!side || task.side === side) && (!open || isOpen(task));
  const isHandedOver = view.handoff.isComplete || view.handoff.waivedReason !== null;
  const openBy = (each: Side): number => view.tasks.filter((task) => task.side === each && isOpen(task)).length;
  return (
    <div className="stack">
      {!isHandedOver && <HandoffCard />}
      <AfterGoLive />
      <div className="toolbar">
        <Switch
          label="Whose tasks"
          value={side ?? 'all'}
          onChange={(key) => set({ side: key === 'all' ? undefined : key })}
          choices={[
            { key: 'all', label: 'All' },
            ...sides
              .filter((each) => view.tasks.some((task) => task.side === each))
              .map((each) => ({
                key: each,
                label: (
                  <>
                    {plainWords(sideWord[each])} <span className="faint">{openBy(each)} open</span>
                  </>
                ),
              })),
          ]}
        />
        <CheckField isSelected={open ?? false} onChange={(isOn) => set({ open: isOn || undefined })}>
          Open only
        </CheckField>
        <span className="toolbar-end">
          <Switch
            label="View"
            value={look ?? 'list'}
            onChange={(key) => set({ view: key === 'timeline' ? key : undefined })}
            choices={[
              { key: 'list', label: 'List' },
              { key: 'timeline', label: 'Timeline' },
            ]}
          />
        </span>
      </div>
      {look === 'timeline' ? (
        <PlanTimeline isFitting={fits} />
      ) : (
        view.phases.map((phase, position) => (
          <PhaseSection key={phase.id} phase={phase} position={position} isFitting={fits} />
        ))
      )}
      {isHandedOver && <HandoffCard />}
    </div>
  );
}

function NoPlan({ view }: { view: OnboardingView }) {
  const isHandoff = view.status === 'handoff' && !view.handoff.isComplete;
  return (
    <EmptyState icon="portfolio" title="The plan will be here">
      {isHandoff
        ? 'It is drafted as soon as the sales handoff is complete or waived.'
        : view.problems[0]
          ? 'It is drafted as soon as what is wrong above is mended.'
          : 'It is being drafted.'}
    </EmptyState>
  );
}
