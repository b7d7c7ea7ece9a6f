/** Deal stages by pipeline. Won is what a stage's metadata says, never what it is called. */
import { AppError } from '../../src/errors.ts';
import type { CrmStage } from '../ports.ts';
import { createCached } from '../cached.ts';
import { pipelinesSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

export interface Stages {
  list(): Promise<CrmStage[]>;
  /** read again when unknown; null when it stays so */
  find(pipelineId: string, stageId: string): Promise<CrmStage | null>;
  /** by id, else by label in that pipeline; a stage that is missing is a refusal that names `dealstage` */
  resolve(pipeline: string, stage: string): Promise<CrmStage>;
  /** by id, else by label; one that is missing is a refusal that names `pipeline` */
  pipelineId(pipeline: string): Promise<string>;
}

export function createStages(transport: Transport, ttlMs = 5 * 60_000): Stages {
  const cached = createCached({ load: () => loadStages(transport), ttlMs });
  const lookUp = async <T>(pick: (stages: CrmStage[]) => T | undefined): Promise<T | undefined> =>
    pick(await cached.get()) ?? pick(await cached.refresh());
  return {
    list: () => cached.get(),
    find: async (pipelineId, stageId) =>
      (await lookUp((stages) =>
        stages.find((stage) => stage.pipelineId === pipelineId && stage.stageId === stageId),
      )) ?? null,
    async resolve(pipeline, stage) {
      const found = await lookUp((stages) => pickStage(stages, pipeline, stage));
      if (found) return found;
      const inPipeline = pickPipeline(await cached.get(), pipeline);
      const message =
        inPipeline.length === 0
          ? noPipeline(pipeline)
          : `The pipeline “${inPipeline[0]?.pipelineLabel}” has no stage “${stage}”; it has ${inPipeline.map(({ label }) => label).join(', ')}`;
      throw new AppError('crm_rejected', {
        message,
        details: { field: inPipeline.length === 0 ? 'pipeline' : 'dealstage' },
      });
    },
    async pipelineId(pipeline) {
      const found = await lookUp((stages) => pickPipeline(stages, pipeline)[0]);
      if (found) return found.pipelineId;
      throw new AppError('crm_rejected', { message: noPipeline(pipeline), details: { field: 'pipeline' } });
    },
  };
}

const noPipeline = (pipeline: string): string => `HubSpot has no deal pipeline “${pipeline}”`;

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

function pickPipeline(stages: CrmStage[], pipeline: string): CrmStage[] {
  const byId = stages.filter(({ pipelineId }) => pipelineId === pipeline);
  return byId.length > 0 ? byId : stages.filter(({ pipelineLabel }) => isSame(pipelineLabel, pipeline));
}

function pickStage(stages: CrmStage[], pipeline: string, stage: string): CrmStage | undefined {
  const candidates = pickPipeline(stages, pipeline);
  return candidates.find(({ stageId }) => stageId === stage) ?? candidates.find(({ label }) => isSame(label, stage));
}

async function loadStages(transport: Transport): Promise<CrmStage[]> {
  const { results } = await transport.call({
    doing: 'reading pipelines',
    answer: pipelinesSchema,
    isRead: true,
    send: (client) => client.crm.pipelines.pipelinesApi.getAll('deals'),
  });
  return results
    .filter((pipeline) => !pipeline.archived)
    .flatMap((pipeline) =>
      pipeline.stages
        .filter((stage) => !stage.archived)
        .map(({ id, label, metadata }) => {
          const isClosed = metadata['isClosed'] === 'true';
          return {
            pipelineId: pipeline.id,
            pipelineLabel: pipeline.label,
            stageId: id,
            label,
            isClosed,
            isWon: isClosed && Number(metadata['probability']) === 1,
          };
        }),
    );
}
