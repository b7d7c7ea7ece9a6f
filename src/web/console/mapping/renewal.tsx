import type { Mapping } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useEditing } from './editing.tsx';
import { ownPipeline } from './mapping-words.ts';
import { OwnOfPlaybooks } from './own-of-playbooks.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Problems } from './problems.tsx';
import './mapping.css';

type RenewalRule = NonNullable<Mapping['renewal']>;

const basisChoices = [
  { key: 'contract_start', label: 'The start of the contract' },
  { key: 'go_live', label: 'Go-live' },
] as const;
const ownerChoices = [
  { key: 'csm', label: 'The CSM, else the deal’s owner' },
  { key: 'deal_owner', label: 'The deal’s owner' },
  { key: 'none', label: 'Nobody' },
] as const;
const amountChoices = [
  { key: 'deal', label: 'The deal’s amount' },
  { key: 'none', label: 'No amount' },
] as const;

export function Renewal() {
  const { content, choices, issues, mayEdit, change } = useEditing();
  const { renewal } = content;
  const stages = choices?.stages ?? [];
  const open = stages.filter(({ isWon }) => !isWon);
  const first = open.find(({ pipelineLabel }) => /renew/i.test(pipelineLabel)) ?? open[0];
  const begin = (): void =>
    change({
      ...content,
      renewal: {
        pipeline: first?.pipelineLabel ?? '',
        stage: first?.label ?? '',
        termMonths: 12,
        basis: 'contract_start',
        createDeal: true,
      },
    });
  if (!renewal)
    return (
      <EmptyState
        icon="refresh"
        title="Renewals go by the playbooks"
        action={
          mayEdit && (
            <Button icon="plus" onPress={begin}>
              Set a renewal rule
            </Button>
          )
        }
      >
        A rule here holds for every playbook that has none of its own: how the renewal date is counted, and whether
        go-live creates a renewal deal, once.
      </EmptyState>
    );
  const set = (next: Partial<RenewalRule>): void => change({ ...content, renewal: { ...renewal, ...next } });
  const pipelines = [...new Set([...stages.map(({ pipelineLabel }) => pipelineLabel), renewal.pipeline])];
  const here = stages.filter(({ pipelineLabel }) => pipelineLabel === renewal.pipeline);
  return (
    <div className="card card-body stack mapping-form">
      <OwnOfPlaybooks part="renewal" />
      <fieldset className="plain-fieldset stack" disabled={!mayEdit}>
        <legend className="visually-hidden">Renewal rule</legend>
        <div className="field-grid">
          <NumberField
            label="Term in months"
            help="Where the deal itself says none"
            value={renewal.termMonths}
            onChange={(months) => set({ termMonths: Math.min(120, Math.max(1, months ?? 12)) })}
          />
          <SelectField
            label="Counted from"
            isRequired
            isDisabled={!mayEdit}
            value={renewal.basis}
            onChange={(basis) => set({ basis })}
            choices={basisChoices}
          />
        </div>
        <CheckField
          isSelected={renewal.createDeal}
          isDisabled={!mayEdit}
          onChange={(createDeal) => set({ createDeal })}
        >
          Create a renewal deal at go-live, once
        </CheckField>
        {renewal.createDeal && (
          <div className="field-grid">
            <SelectField
              label={
                choices?.fields.deal.some(({ name }) => name === ownPipeline) === false ? 'Record type' : 'Pipeline'
              }
              isRequired
              isDisabled={!mayEdit}
              value={renewal.pipeline || null}
              onChange={(pipeline) =>
                set({
                  pipeline,
                  stage: stages.find((stage) => stage.pipelineLabel === pipeline && !stage.isWon)?.label ?? '',
                })
              }
              choices={pipelines.filter(Boolean).map((label) => ({ key: label, label }))}
            />
            <SelectField
              label="Stage"
              isRequired
              isDisabled={!mayEdit}
              value={renewal.stage || null}
              onChange={(stage) => set({ stage })}
              choices={[...new Set([...here.map(({ label }) => label), renewal.stage])]
                .filter(Boolean)
                .map((label) => ({ key: label, label }))}
            />
            <SelectField
              label="Owner"
              isRequired
              isDisabled={!mayEdit}
              value={renewal.owner ?? 'csm'}
              onChange={(owner) => set({ owner })}
              choices={ownerChoices}
            />
            <SelectField
              label="Amount"
              isRequired
              isDisabled={!mayEdit}
              value={renewal.amount ?? 'deal'}
              onChange={(amount) => set({ amount })}
              choices={amountChoices}
            />
            {renewal.amount !== 'none' && (
              <NumberField
                label="Uplift in percent"
                isWhole={false}
                value={renewal.upliftPercent ?? 0}
                onChange={(upliftPercent) => set({ upliftPercent: upliftPercent ?? 0 })}
              />
            )}
          </div>
        )}
        <Problems issues={issues.filter(({ at }) => at === 'renewal')} />
      </fieldset>
      {mayEdit && (
        <div className="row">
          <Button look="quiet" onPress={() => change({ ...content, renewal: null })}>
            Leave renewals to the playbooks
          </Button>
        </div>
      )}
    </div>
  );
}
