import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { PhaseView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Icon } from '../../ui/icons.tsx';
import { roleWords } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';

/** What must be true to enter or leave a phase, and who is responsible. Nothing to ask: nothing shown. */
export function GateView({ phase, side }: { phase: PhaseView; side: 'entry' | 'exit' }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const mayApprove = useIsAtLeast('member') && view.status === 'active';
  const gate = side === 'entry' ? phase.entryGate : phase.exitGate;
  if (gate.criteria.length === 0 || (side === 'entry' && gate.passedAt)) return null;
  const approve = (criterion: number) =>
    void run('approve-gate', 'phase', phase.id, { gate: side, criterion }, { done: 'Approved' }).catch(sayProblem);
  return (
    <div className="gate">
      <p className="gate-title">
        <Icon name={gate.passedAt ? 'circleCheck' : 'lock'} size={14} />
        {side === 'entry' ? 'To enter' : 'To leave'}
        {gate.passedAt ? (
          <span className="faint">
            passed <InstantText at={gate.passedAt} />
          </span>
        ) : (
          <span className="faint">{roleWords(gate.responsibleRole)} is responsible</span>
        )}
      </p>
      <ul className="gate-criteria">
        {gate.criteria.map(({ label, isMet, approval }, criterion) => (
          <li key={label} className={isMet ? 'tone-fine' : 'tone-neutral'}>
            <Icon name={isMet ? 'check' : 'circle'} size={14} label={isMet ? 'Met' : 'Not yet met'} />
            <span>{label}</span>
            {approval && !isMet && mayApprove && (
              <Button size="small" onPress={() => approve(criterion)}>
                Approve
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
