import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { plural } from '../../ui/words.ts';
import { useOnboarding } from './context.tsx';

/** What sales passed on, and what is still asked for. Stays readable after it is complete. */
export function HandoffCard() {
  const { view } = useOnboarding();
  const [dialog, setDialog] = useState<'fill' | 'waive' | null>(null);
  const { fields, isComplete, waivedReason, askedOf, askedAt } = view.handoff;
  if (fields.length === 0) return null;
  const missing = fields.filter(({ isRequired, value }) => isRequired && !value);
  const isOver = isComplete || waivedReason !== null;
  return (
    <details className="card handoff" open={!isOver}>
      <summary>
        <Icon name={isOver ? 'circleCheck' : 'handoff'} />
        <span className="strong">Sales handoff</span>
        <span className="soft">
          {waivedReason !== null
            ? `waived: ${waivedReason}`
            : isComplete
              ? 'complete'
              : `${plural(missing.length, 'field')} missing`}
        </span>
      </summary>
      <div className="handoff-body">
        {!isOver && askedOf && (
          <p className="soft">
            {askedOf.name} was asked for it
            {askedAt && (
              <>
                {' '}
                <InstantText at={askedAt} />
              </>
            )}
            ; filling it in the CRM or here does the same.
          </p>
        )}
        <dl className="handoff-fields">
          {fields.map(({ key, label, value, help, isRequired, source }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                {value ? (
                  <span className="prose">{value}</span>
                ) : isRequired ? (
                  <span className="fact tone-late">
                    <Icon name="alert" size={14} />
                    Missing
                  </span>
                ) : (
                  <span className="faint">Not given</span>
                )}
                {!value && help && <span className="faint small handoff-help">{help}</span>}
                {value && source && (
                  <span className="faint small handoff-help">{source === 'crm' ? 'From the CRM' : 'Entered here'}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
        <div className="row">
          {view.can.includes('set-handoff') && (
            <Button look={isOver ? 'secondary' : 'primary'} onPress={() => setDialog('fill')}>
              {isOver ? 'Change' : 'Fill in'}
            </Button>
          )}
          {!isOver && view.can.includes('waive-handoff') && (
            <Button onPress={() => setDialog('waive')}>Go on without</Button>
          )}
        </div>
      </div>
      {dialog === 'fill' && <FillHandoff onClose={() => setDialog(null)} />}
      {dialog === 'waive' && (
        <WaiveHandoff missing={missing.map(({ label }) => label)} onClose={() => setDialog(null)} />
      )}
    </details>
  );
}

function FillHandoff({ onClose }: { onClose: () => void }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const { fields, isComplete } = view.handoff;
  const asked = isComplete ? fields : fields.filter(({ value, source }) => !value || source === 'gangway');
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(asked.map(({ key, value }) => [key, value ?? ''])),
  );
  const changed = Object.fromEntries(
    asked.flatMap(({ key, value }) => (values[key] !== (value ?? '') ? [[key, values[key] ?? '']] : [])),
  );
  return (
    <FormDialog
      title="Fill in the sales handoff"
      verb="Save"
      onClose={onClose}
      isIncomplete={Object.keys(changed).length === 0}
      onSubmit={() => run('set-handoff', 'onboarding', view.id, { values: changed }, { done: 'Saved' })}
    >
      {asked.map(({ key, label, help, isRequired }) => (
        <TextField
          key={key}
          label={label}
          help={help}
          isRequired={isRequired}
          validationBehavior="aria"
          lines={2}
          value={values[key] ?? ''}
          onChange={(value) => setValues((before) => ({ ...before, [key]: value }))}
        />
      ))}
    </FormDialog>
  );
}

function WaiveHandoff({ missing, onClose }: { missing: string[]; onClose: () => void }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title="Go on without the rest?"
      verb="Go on without"
      onClose={onClose}
      isIncomplete={reason.trim() === ''}
      onSubmit={() => run('waive-handoff', 'onboarding', view.id, { reason }, { done: 'Waived; the plan is drafted' })}
    >
      <p>Missing: {missing.join(', ')}. Sales is no longer asked; the reason stays in the story.</p>
      <TextField label="Why" isRequired value={reason} onChange={setReason} />
    </FormDialog>
  );
}
