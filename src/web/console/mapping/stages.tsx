import { isOwnField, whyNotWritten } from '../../../contracts/mapping-rules.ts';
import type { Mapping } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useEditing } from './editing.tsx';
import { type CrmField, ownPipeline, ownStage, winnerChoices } from './mapping-words.ts';
import { OwnOfPlaybooks } from './own-of-playbooks.tsx';
import { StageRules } from './stage-rules.tsx';
import './mapping.css';

export type StageSync = NonNullable<Mapping['stages']>;

const mayFollow = ({ type, isWritable, options, name }: CrmField): boolean =>
  type === 'enumeration' &&
  isWritable &&
  options.length > 0 &&
  !isOwnField(name) &&
  whyNotWritten({ object: 'deal', field: name }) === null;

export function Stages() {
  const { content, choices, mayEdit, change } = useEditing();
  const { stages } = content;
  const begin = (): void =>
    change({
      ...content,
      stages: { field: ownStage, pipeline: null, whoWins: 'ours', rules: [{ on: 'status.live', stage: '' }] },
    });
  if (!stages)
    return (
      <EmptyState
        icon="flag"
        title="The CRM’s stages are left alone"
        action={
          mayEdit && (
            <Button icon="plus" onPress={begin}>
              Map stages
            </Button>
          )
        }
      >
        Let a deal’s stage, or a list field of yours, follow where its onboarding stands, so that it can be seen without
        leaving the CRM.
      </EmptyState>
    );
  const set = (next: Partial<StageSync>): void => change({ ...content, stages: { ...stages, ...next } });
  const hasPipelines = choices?.fields.deal.some(({ name }) => name === ownPipeline) ?? false;
  const pipelines = [...new Set((choices?.stages ?? []).map(({ pipelineLabel }) => pipelineLabel))];
  return (
    <div className="card card-body stack">
      <OwnOfPlaybooks part="stages" />
      <div className="field-grid">
        <SelectField
          label="What follows"
          isRequired
          isDisabled={!mayEdit}
          value={stages.field}
          onChange={(field) => set({ field, pipeline: null })}
          choices={[
            { key: ownStage, label: 'The deal’s own stage' },
            ...(choices?.fields.deal ?? [])
              .filter(({ name }) => name !== ownStage)
              .filter((field) => field.name === stages.field || mayFollow(field))
              .map(({ name, label }) => ({ key: name, label, detail: `deal.${name}` })),
          ]}
        />
        {stages.field === ownStage && (hasPipelines || stages.pipeline !== null) && (
          <SelectField
            label="Pipeline"
            isRequired
            isDisabled={!mayEdit}
            value={stages.pipeline ?? ''}
            onChange={(pipeline) => set({ pipeline: pipeline === '' ? null : pipeline })}
            choices={[
              { key: '', label: 'The one the deal is in' },
              ...pipelines.map((label) => ({ key: label, label })),
            ]}
          />
        )}
        <SelectField
          label="Who wins"
          isRequired
          isDisabled={!mayEdit}
          value={stages.whoWins}
          onChange={(whoWins) => set({ whoWins })}
          choices={winnerChoices}
        />
      </div>
      <StageRules stages={stages} onChange={set} />
      {mayEdit && (
        <div className="row">
          <Button look="quiet" onPress={() => change({ ...content, stages: null })}>
            Leave the CRM’s stages alone
          </Button>
        </div>
      )}
    </div>
  );
}
