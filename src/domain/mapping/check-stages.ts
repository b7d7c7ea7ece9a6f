/** The rules of stages and renewals against the CRM's pipelines and lists. */
import type { MappingIssue, MappingWorld, StageFact } from './check.ts';
import { crmPipelineField, crmStageField, type RenewalRule, type StageRule, type StageSync } from './model.ts';
import { whyNotWritten } from './told-by-crm.ts';

const isSameLabel = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const inPipeline = (stages: readonly StageFact[], pipeline: string | null): StageFact[] =>
  stages.filter(
    ({ pipelineId, pipelineLabel }) =>
      pipeline === null || pipelineId === pipeline || isSameLabel(pipelineLabel, pipeline),
  );
const named = (stages: readonly StageFact[], stage: string): StageFact[] =>
  stages.filter(({ stageId, label }) => stageId === stage || isSameLabel(label, stage));
const labels = (stages: readonly { label: string }[]): string =>
  [...new Set(stages.map(({ label }) => `“${label}”`))].join(', ');
const pipelines = (stages: readonly StageFact[]): string =>
  [...new Set(stages.map(({ pipelineLabel }) => `“${pipelineLabel}”`))].join(', ');

const statuses = ['handoff', 'draft', 'active', 'on_hold', 'live', 'transitioned', 'cancelled'];
const beforeOrAfter = ['status.handoff', 'status.cancelled'];

const issue = (at: string, field: string | null, problem: string, remedy: string): MappingIssue => ({
  at,
  field,
  problem,
  remedy,
});

const checkMoment = ({ on }: StageRule, at: string, { known }: MappingWorld): MappingIssue[] => {
  const [kind, key] = [on.slice(0, on.indexOf('.')), on.slice(on.indexOf('.') + 1)];
  const [there, what] =
    kind === 'status'
      ? [statuses, 'status']
      : kind === 'phase'
        ? [known.phases, 'phase of a playbook']
        : kind === 'milestone'
          ? [known.milestones, 'milestone of a playbook']
          : [[], 'moment'];
  if (there.includes(key)) return [];
  const remedy = there.length > 0 ? `Take one of ${there.join(', ')}` : 'Write status.…, phase.… or milestone.…';
  return [issue(at, null, `“${on}” is no ${what}`, remedy)];
};

const checkOwnStage = (rule: StageRule, at: string, pipeline: string | null, world: MappingWorld): MappingIssue[] => {
  const here = inPipeline(world.stages, pipeline);
  const found = named(here, rule.stage);
  const field = `deal.${crmStageField}`;
  if (beforeOrAfter.includes(rule.on))
    return [
      issue(
        at,
        field,
        `${rule.on}: the deal’s own stage is left alone before the handoff is complete and after a cancellation`,
        'Leave the rule out, or let the stages use a list of their own',
      ),
    ];
  if (found.length === 0)
    return [issue(at, field, `${rule.on}: there is no stage “${rule.stage}”`, `Take one of ${labels(here) || 'none'}`)];
  return found.some(({ isWon }) => isWon)
    ? []
    : [
        issue(
          at,
          field,
          `${rule.on}: in “${rule.stage}” the deal would not be won any more, and its onboarding would be put on hold`,
          `Take a stage that counts as won (${labels(here.filter(({ isWon }) => isWon)) || 'none yet'}), make it one in the CRM, or use a list field`,
        ),
      ];
};

export const checkStages = ({ field, pipeline, rules }: StageSync, world: MappingWorld): MappingIssue[] => {
  const moments = rules.flatMap((rule, index) => checkMoment(rule, `stages.rules.${index}`, world));
  const name = `deal.${field}`;
  if (rules.length === 0) return [issue('stages', name, 'no moment has a stage', 'Add a rule, or remove the stages')];
  const twice = rules.flatMap(({ on }, index) =>
    rules.slice(0, index).some((other) => other.on === on)
      ? [issue(`stages.rules.${index}`, name, `${on} has two stages`, 'Leave one of them')]
      : [],
  );
  if (field === crmStageField) {
    if (pipeline !== null && !world.fields.deal.some(({ name: known }) => known === crmPipelineField))
      return [issue('stages', name, 'this CRM has no pipelines to choose from', 'Leave the pipeline out'), ...moments];
    if (pipeline !== null && inPipeline(world.stages, pipeline).length === 0)
      return [
        issue('stages', name, `there is no pipeline “${pipeline}”`, `Take one of ${pipelines(world.stages) || 'none'}`),
        ...moments,
      ];
    return [
      ...moments,
      ...twice,
      ...rules.flatMap((rule, index) => checkOwnStage(rule, `stages.rules.${index}`, pipeline, world)),
    ];
  }
  const list = world.fields.deal.find((candidate) => candidate.name === field);
  const refusal = whyNotWritten({ object: 'deal', field }, list?.label);
  if (refusal) return [issue('stages', name, refusal.problem, refusal.remedy), ...moments];
  if (!list)
    return [
      issue('stages', name, `the CRM has no deal field “${field}”`, 'Choose a field that is there, or make it'),
      ...moments,
    ];
  if (list.type !== 'enumeration' || !list.isWritable)
    return [
      issue('stages', name, `${list.label} is no list that may be written`, 'Choose a list field, or dealstage'),
      ...moments,
    ];
  const values = list.options.map(({ value }) => value);
  return [
    ...moments,
    ...twice,
    ...rules.flatMap(({ on, stage }, index) =>
      values.length === 0 || values.includes(stage)
        ? []
        : [
            issue(
              `stages.rules.${index}`,
              name,
              `${on}: ${list.label} has no value “${stage}”`,
              `Take one of ${values.join(', ')}, or add it in the CRM`,
            ),
          ],
    ),
  ];
};

export const checkRenewal = ({ createDeal, pipeline, stage }: RenewalRule, world: MappingWorld): MappingIssue[] => {
  if (!createDeal) return [];
  const here = inPipeline(world.stages, pipeline);
  if (here.length === 0)
    return [
      issue(
        'renewal',
        null,
        `renewals: there is no pipeline “${pipeline}”`,
        `Take one of ${pipelines(world.stages) || 'none'}`,
      ),
    ];
  const found = named(here, stage);
  if (found.length === 0)
    return [issue('renewal', null, `renewals: there is no stage “${stage}”`, `Take one of ${labels(here)}`)];
  return found.every(({ isWon }) => isWon)
    ? [
        issue(
          'renewal',
          null,
          `renewals: a deal in “${stage}” would be won from the start`,
          'Take a stage that is still open',
        ),
      ]
    : [];
};
