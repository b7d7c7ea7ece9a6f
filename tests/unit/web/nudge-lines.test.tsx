/** A line of *why*, over all onboardings of one person. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SilenceLine, UpcomingLine } from '../../../src/web/console/onboarding/nudge-lines.tsx';
import { ClockProvider } from '../../../src/web/ui/clock.tsx';

const onboarding = { id: '00000000-0000-4000-8000-000000000001', name: 'Harbor Books' };
const person = {
  id: '00000000-0000-4000-8000-000000000002',
  name: 'Ana',
  side: 'team' as const,
  email: 'ana@vendor.example',
};

const shown = (line: React.ReactNode): string =>
  renderToStaticMarkup(<ClockProvider offsetMs={0}>{line}</ClockProvider>).replaceAll(/<[^>]+>/g, '');

it('names the onboarding of what comes next, also where it is about no task', () => {
  const upcoming = {
    onboarding,
    person,
    taskId: null,
    taskName: null,
    kind: 'health_turned',
    rule: 'health turned from on track to at risk',
    at: '2026-11-30T09:00:00.000Z',
    channel: 'slack',
    withheld: null,
  };
  expect(shown(<UpcomingLine upcoming={upcoming} hasOnboarding />)).toContain('in Slack (Harbor Books)');
});

it('names the onboarding of what is not said', () => {
  const silence = {
    onboarding,
    person,
    taskName: 'Sign off the launch',
    reason: 'it is snoozed',
    fromAt: '2026-11-30T09:00:00.000Z',
    untilAt: null,
  };
  expect(shown(<SilenceLine silence={silence} hasTask hasOnboarding />)).toContain(
    'Sign off the launch (Harbor Books)',
  );
});
