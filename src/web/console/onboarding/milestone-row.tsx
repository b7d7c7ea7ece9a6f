import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { MilestoneView } from '../../api/types.ts';
import { Fact, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { absoluteDate } from '../../ui/dates.ts';
import { Icon } from '../../ui/icons.tsx';
import { milestoneMeaning } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

export function MilestoneRow({ milestone }: { milestone: MilestoneView }) {
  const { view } = useOnboarding();
  const { today } = useClock();
  const run = useCommand();
  const mayChange = useIsAtLeast('member') && view.status === 'active';
  const { name, status, targetOn, baselineOn, doneAt, definitionOfDone, isFirstValue, isGoLive, completion, risk } =
    milestone;
  const meaning = milestoneMeaning[status];
  const takeBack = () => run('reopen-milestone', 'milestone', milestone.id, { reason: 'Confirmed by mistake' });
  const confirm = () =>
    void run('complete-milestone', 'milestone', milestone.id, {}, { done: `${name}: confirmed`, undo: takeBack }).catch(
      sayProblem,
    );
  return (
    <div className="milestone">
      <span className={`tone-${meaning.tone} milestone-icon`}>
        <Icon name={isGoLive ? 'flag' : isFirstValue ? 'star' : 'diamond'} />
      </span>
      <div className="milestone-words">
        <h3>{name}</h3>
        <p className="faint small">{definitionOfDone}</p>
        {risk && (
          <p className="small">
            {risk.reason}; so it is reached on {absoluteDate(risk.expectedOn, today)}
          </p>
        )}
      </div>
      <div className="row milestone-tags">
        {isFirstValue && <Tag tone="accent">First value</Tag>}
        {isGoLive && <Tag tone="accent">Go-live</Tag>}
        {risk && (
          <Fact tone="attention" icon="alert">
            At risk
          </Fact>
        )}
        {doneAt ? (
          <Fact tone="fine" icon="circleCheck">
            Done <DateText on={doneAt.slice(0, 10)} form="short" />
          </Fact>
        ) : status === 'blocked' ? (
          <Fact tone="blocked" icon="blocked">
            Blocked
          </Fact>
        ) : targetOn && targetOn < today ? (
          <Fact tone="late" icon="clock">
            <DateText on={targetOn} />
          </Fact>
        ) : (
          <DateText on={targetOn} />
        )}
        {!doneAt && baselineOn && targetOn && baselineOn !== targetOn && (
          <span className="faint small">planned {absoluteDate(baselineOn, today)}</span>
        )}
        {completion === 'person' && !doneAt && mayChange && !isGoLive && (
          <Button size="small" icon="check" onPress={confirm}>
            Confirm done
          </Button>
        )}
      </div>
    </div>
  );
}
