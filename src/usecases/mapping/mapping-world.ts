import type { CrmStage } from '../../../integrations/ports.ts';
import type { CrmField } from '../../domain/crm-fields.ts';
import type { MappingWorld } from '../../domain/mapping/check.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';

export interface AskedWorld extends MappingWorld {
  fields: Record<'deal' | 'company', CrmField[]>;
  stages: CrmStage[];
}

/** What a mapping of this connection may name: asked of the CRM now, and of the playbooks that are offered. */
export async function askMappingWorld(deps: CrmDeps, connectionId: string): Promise<AskedWorld> {
  const crm = crmOf(deps, connectionId);
  const [deal, company, stages, recordTypes, playbooks] = await Promise.all([
    crm.listFields('deal'),
    crm.listFields('company'),
    crm.listStages(),
    crm.listRecordTypes(),
    deps.playbooks.current(),
  ]);
  const keys = (of: (entry: (typeof playbooks)[number]['playbook']) => { key: string }[]): string[] =>
    [...new Set(playbooks.flatMap(({ playbook }) => of(playbook).map(({ key }) => key)))].sort();
  return {
    fields: { deal, company },
    stages: [
      ...stages,
      ...recordTypes.flatMap(({ id: pipelineId, label: pipelineLabel }) =>
        stages.map((stage) => ({ ...stage, pipelineId, pipelineLabel })),
      ),
    ],
    known: {
      handoff: keys(({ handoff }) => handoff.fields),
      phases: keys(({ phases }) => phases),
      milestones: keys(({ phases }) => phases.flatMap(({ milestones }) => milestones)),
    },
  };
}
