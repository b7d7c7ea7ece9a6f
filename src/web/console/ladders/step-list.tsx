import { useState } from 'react';
import type { LadderRung } from '../../api/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { rungWords } from '../playbooks/playbook-words.ts';
import { StepFields } from './step-fields.tsx';

const fresh: LadderRung = { at: 1, kind: 'overdue', to: 'owner', orElse: null, repeatEvery: null };

interface Step {
  /** stays with it while others come and go */
  id: number;
  rung: LadderRung;
}

/** The steps from the first to the last day; one of them is open. */
export function StepList({
  rungs,
  onChange,
}: {
  rungs: readonly LadderRung[];
  onChange: (rungs: LadderRung[]) => void;
}) {
  const [steps, setSteps] = useState<Step[]>(() => rungs.map((rung, id) => ({ id, rung })));
  const [open, setOpen] = useState<number | null>(null);
  const put = (next: Step[]): void => {
    setSteps(next);
    onChange(next.map(({ rung }) => rung).sort((a, b) => a.at - b.at));
  };
  const close = (): void => {
    setSteps(steps.toSorted((a, b) => a.rung.at - b.rung.at));
    setOpen(null);
  };
  const add = (): void => {
    const id = Math.max(-1, ...steps.map((step) => step.id)) + 1;
    put([...steps, { id, rung: fresh }]);
    setOpen(id);
  };
  return (
    <fieldset className="plain-fieldset stack-tight">
      <legend className="strong">Steps</legend>
      <p className="faint small">
        In business days of whoever owns the task. The last escalation must repeat for ever.
      </p>
      <ol className="steps">
        {steps.map(({ id, rung }) => {
          const { when, what } = rungWords(rung);
          return (
            <li key={id}>
              <div className="step-head">
                <span>
                  <span className="soft">{when}</span>
                  <br />
                  {what}
                </span>
                <span className="row">
                  {open === id ? (
                    <Button size="small" onPress={close} aria-label={`Close step: ${when}`}>
                      Close
                    </Button>
                  ) : (
                    <Button size="small" onPress={() => setOpen(id)} aria-label={`Edit step: ${when}, ${what}`}>
                      Edit
                    </Button>
                  )}
                  <IconButton
                    icon="close"
                    label={`Remove step: ${when}, ${what}`}
                    onPress={() => put(steps.filter((step) => step.id !== id))}
                  />
                </span>
              </div>
              {open === id && (
                <StepFields
                  rung={rung}
                  onChange={(next) => put(steps.map((step) => (step.id === id ? { id, rung: next } : step)))}
                />
              )}
            </li>
          );
        })}
      </ol>
      <div>
        <Button icon="plus" size="small" onPress={add}>
          Add a step
        </Button>
      </div>
    </fieldset>
  );
}
