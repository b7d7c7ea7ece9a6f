import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { type Choice, SelectField } from '../../ui/select-field.tsx';
import { useEditing } from './editing.tsx';
import { momentWords, ownStage } from './mapping-words.ts';
import { Problems } from './problems.tsx';
import type { StageSync } from './stages.tsx';
import './mapping.css';

const leftAlone = ['status.handoff', 'status.cancelled'];
const notWon = 'Not won: the deal would be taken for reopened';

interface StageRulesProps {
  stages: StageSync;
  onChange: (next: Partial<StageSync>) => void;
}

/** In which order they stand matters: of phases and milestones the last that has come counts. */
export function StageRules({ stages: { field, pipeline, rules }, onChange }: StageRulesProps) {
  const { choices, issues, mayEdit } = useEditing();
  const options =
    field === ownStage
      ? (choices?.stages ?? [])
          .filter(({ pipelineLabel }) => pipeline === null || pipelineLabel === pipeline)
          .map(({ label, isWon }) => ({ key: label, label, detail: isWon ? undefined : notWon }))
      : (choices?.fields.deal.find(({ name }) => name === field)?.options ?? []).map(({ value, label }) => ({
          key: value,
          label,
          detail: undefined,
        }));
  const unique = [...new Map(options.map((option) => [option.key, option])).values()];
  const moments = (choices?.moments ?? [])
    .filter(({ on }) => field !== ownStage || !leftAlone.includes(on))
    .map(({ on }) => ({ key: on, label: momentWords(on) }));
  const withHeld = (list: Choice<string>[], key: string): Choice<string>[] =>
    key === '' || list.some((one) => one.key === key) ? list : [{ key, label: key }, ...list];
  const set = (at: number, next: Partial<StageSync['rules'][number]>): void =>
    onChange({ rules: rules.map((rule, index) => (index === at ? { ...rule, ...next } : rule)) });
  const up = (at: number): void => {
    const rule = rules[at];
    if (rule) onChange({ rules: rules.toSpliced(at, 1).toSpliced(at - 1, 0, rule) });
  };
  const free = moments.find(({ key }) => !rules.some(({ on }) => on === key));
  return (
    <section>
      <h3>Moments and their stages</h3>
      <p className="soft small">
        Of phases and milestones that have come, the last in this order counts. A moment without a stage leaves the CRM
        as it is.
      </p>
      {rules.map(({ on, stage }, at) => (
        <div key={`${at} ${on}`} className="mapping-rule">
          <div className="mapping-rule-moment">
            <SelectField
              label={`Moment ${at + 1}`}
              isInline
              isDisabled={!mayEdit}
              value={on}
              onChange={(next) => set(at, { on: next })}
              choices={withHeld(moments, on).map(({ key }) => ({ key, label: momentWords(key) }))}
            />
          </div>
          <Icon name="arrow" label="becomes" />
          <div className="mapping-rule-stage">
            <SelectField
              label={`Stage ${at + 1}`}
              isInline
              isDisabled={!mayEdit}
              value={stage || null}
              onChange={(next) => set(at, { stage: next })}
              placeholder="Choose a stage"
              choices={withHeld(unique, stage)}
            />
          </div>
          <div className="row mapping-rule-acts">
            {mayEdit && (
              <>
                <span className="mapping-up">
                  <IconButton
                    icon="chevronDown"
                    label={`Move ${momentWords(on)} up`}
                    isDisabled={at === 0}
                    onPress={() => up(at)}
                  />
                </span>
                <IconButton
                  icon="close"
                  label={`Remove ${momentWords(on)}`}
                  onPress={() => onChange({ rules: rules.toSpliced(at, 1) })}
                />
              </>
            )}
          </div>
          <div className="mapping-rule-problems">
            {stage !== '' && <Problems issues={issues.filter((issue) => issue.at === `stages.rules.${at}`)} />}
          </div>
        </div>
      ))}
      <Problems issues={issues.filter((issue) => issue.at === 'stages')} />
      {mayEdit && free && (
        <Button icon="plus" onPress={() => onChange({ rules: [...rules, { on: free.key, stage: '' }] })}>
          Add a moment
        </Button>
      )}
    </section>
  );
}
