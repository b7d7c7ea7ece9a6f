import { catalogue, ourValue, type OurValue } from '../../domain/mapping/catalogue.ts';
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { askMappingWorld, type AskedWorld } from './mapping-world.ts';

export interface MappingChoices extends Pick<AskedWorld, 'fields'> {
  ours: (Omit<OurValue, 'directions'> & { directions: OurValue['directions'][number][] })[];
  /** moments that a stage may stand for */
  moments: { on: string; label: string }[];
  /** names of playbooks that have their own, which goes before */
  ofPlaybooks: { stages: string[]; renewal: string[] };
  stages: Pick<AskedWorld['stages'][number], 'pipelineId' | 'pipelineLabel' | 'stageId' | 'label' | 'isWon'>[];
}

const statuses = ['handoff', 'draft', 'active', 'on_hold', 'live', 'transitioned', 'cancelled'];

/** All that an editor of mappings may offer. */
export async function mappingChoices(deps: CrmDeps, connectionId: string): Promise<MappingChoices> {
  const [{ fields, stages, known }, playbooks] = await Promise.all([
    askMappingWorld(deps, connectionId),
    deps.playbooks.current(),
  ]);
  const withOwn = (part: 'stages' | 'renewal'): string[] =>
    playbooks
      .filter(({ playbook }) => mappingOfPlaybook(playbook.crm)[part] !== null)
      .map(({ playbook }) => playbook.name)
      .sort();
  const named = [
    ...known.handoff.map((key) => `handoff.${key}`),
    ...known.milestones.map((key) => `milestone.${key}`),
  ].flatMap((name) => ourValue(name) ?? []);
  const moment = (kind: string, key: string) => ({
    on: `${kind}.${key}`,
    label: `${kind}: ${key.replaceAll('_', ' ')}`,
  });
  return {
    ours: [...catalogue, ...named].map((value) => ({ ...value, directions: [...value.directions] })),
    moments: [
      ...statuses.map((key) => moment('status', key)),
      ...known.phases.map((key) => moment('phase', key)),
      ...known.milestones.map((key) => moment('milestone', key)),
    ],
    fields,
    ofPlaybooks: { stages: withOwn('stages'), renewal: withOwn('renewal') },
    stages: stages.map(({ pipelineId, pipelineLabel, stageId, label, isWon }) => ({
      pipelineId,
      pipelineLabel,
      stageId,
      label,
      isWon,
    })),
  };
}
