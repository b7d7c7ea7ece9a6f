/** Health that turned for the worse reaches whoever looks after the customer once, also who is named only later. */
import { businessDaysBetween, localDate } from '../calendar.ts';
import { carerToHear } from '../chase/who.ts';
import { healthMark, isHealthMark, toldMark, untoldMark } from '../marks.ts';
import type { HealthStatus } from '../model.ts';
import type { Pass } from './pass.ts';

const statuses = ['on_track', 'at_risk', 'blocked'] as const satisfies HealthStatus[];
const ranks: Readonly<Record<HealthStatus, number>> = { on_track: 0, at_risk: 1, blocked: 2 };

interface Measured {
  status: HealthStatus;
  score: number;
}

/** business days during which a health that goes up and down is told once */
const settlingDays = 5;

const wasToldLately = ({ onboarding, calendar, today }: Pass, status: HealthStatus): boolean => {
  const toldAt = onboarding.chase[toldMark(healthMark(status))];
  return (
    toldAt !== undefined && businessDaysBetween(localDate(toldAt, onboarding.timezone), today, calendar) < settlingDays
  );
};

/** What was planned about another health than the present one is no news any more. */
const forgetOtherHealth = ({ chase }: Pass['onboarding']): void => {
  for (const mark of Object.keys(chase)) if (isHealthMark(mark)) delete chase[mark];
};

const turnData = ({ onboarding }: Pass, from: HealthStatus, { status, score }: Measured) => ({
  from,
  to: status,
  score,
  reasons: onboarding.healthReasons.map(({ fact }) => fact),
});

const noteTurn = (pass: Pass, from: HealthStatus, to: Measured): void => {
  pass.activity.push({ kind: 'health_turned', subjectId: null, data: turnData(pass, from, to) });
  forgetOtherHealth(pass.onboarding);
};

/** What health had been when it turned and there was nobody yet to hear of it. */
const untoldFrom = (status: HealthStatus): string => untoldMark(healthMark(status));

const tellTurn = (pass: Pass, from: HealthStatus, { status: to, score }: Measured): void => {
  const { onboarding, now } = pass;
  // whoever overrides it knows; good news need no mail
  const isNews = ranks[to] > ranks[from] && onboarding.healthOverride === null && !wasToldLately(pass, to);
  const csm = isNews ? carerToHear(pass, 'health_turned') : null;
  if (isNews && csm === null) {
    onboarding.chase[untoldFrom(from)] ??= now;
    return;
  }
  delete onboarding.chase[untoldFrom(from)];
  if (csm === null) return;
  onboarding.chase[healthMark(to)] = now;
  pass.tell({
    personId: csm.id,
    kind: 'health_turned',
    urgency: 'digest',
    rule: `health turned from ${from.replace('_', ' ')} to ${to.replace('_', ' ')}`,
    key: [from, to, now],
    mark: healthMark(to),
    data: turnData(pass, from, { status: to, score }),
  });
};

/** @param before null: it was never measured */
export const healthNews = (pass: Pass, before: HealthStatus | null, health: Measured): void => {
  const turnedFrom = before === health.status ? null : before;
  if (turnedFrom !== null) noteTurn(pass, turnedFrom, health);
  const from = statuses.find((status) => pass.onboarding.chase[untoldFrom(status)] !== undefined) ?? turnedFrom;
  if (from !== null) tellTurn(pass, from, health);
};
