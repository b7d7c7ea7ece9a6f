import type { Health } from '../api/types.ts';
import { Badge } from './badge.tsx';
import { useClock } from './clock.tsx';
import { absoluteDate } from './dates.ts';
import { Popover } from './popover.tsx';
import { healthMeaning, plainWords } from './words.ts';
import './health-badge.css';

/** Health in one word and number; pressed, each lost point with the fact behind it. */
export function HealthBadge({ health, of }: { health: Health; of: string }) {
  const { today } = useClock();
  if (!health.status) return <span className="faint health">Not yet known</span>;
  const meaning = healthMeaning[health.status];
  const score = health.override?.score ?? health.score;
  return (
    <Popover
      label={`Health of ${of}`}
      hint={`Health of ${of}, show the reasons`}
      trigger={
        <span className="health">
          <Badge meaning={meaning} />
          {score !== null && (
            <span className="health-score">
              {score}
              <span className="visually-hidden"> of 100</span>
            </span>
          )}
        </span>
      }
    >
      <h3>{score === null ? meaning.word : `${meaning.word}, ${score} of 100`}</h3>
      {health.override && (
        <p className="health-override">
          Set by hand until {absoluteDate(health.override.until, today)}: “{health.override.reason}”. The facts alone
          say {health.score ?? 'nothing yet'}.
        </p>
      )}
      {health.reasons.length === 0 ? (
        <p className="soft">Nothing takes points off.</p>
      ) : (
        <dl className="health-reasons">
          {health.reasons.map((reason) => (
            <div key={reason.factor}>
              <dt>{plainWords(reason.factor)}</dt>
              <dd className="health-points">{reason.points > 0 && `−${reason.points}`}</dd>
              <dd className="health-fact">{reason.fact}</dd>
            </div>
          ))}
        </dl>
      )}
    </Popover>
  );
}
