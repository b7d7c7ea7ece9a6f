/** Stages of opportunities. Won is what the stage's own flags say, never what it is called. */
import { AppError } from '../../src/errors.ts';
import { createCached } from '../cached.ts';
import type { CrmStage } from '../ports.ts';
import { readAll } from './soql.ts';
import type { Transport } from './transport.ts';
import { isTrueAt, textAt } from './values.ts';

/**
 * All opportunities have the stages of one picklist. Which of them a sales process shows is only what its screens offer:
 * the API takes any.
 */
export const pipelineId = 'opportunity';
const pipelineLabel = 'Opportunity';

export interface Stages {
  list(): Promise<CrmStage[]>;
  /** read again when unknown; null when it stays so */
  find(stageId: string): Promise<CrmStage | null>;
  /** by API name, else by label; one that is missing is a refusal that names `dealstage` */
  resolve(stage: string): Promise<CrmStage>;
}

interface KnownStage extends CrmStage {
  /** opportunities can still be in one that is not */
  isActive: boolean;
}

export function createStages(transport: Transport, ttlMs = 5 * 60_000): Stages {
  const cached = createCached({ load: () => loadStages(transport), ttlMs });
  const lookUp = async (isIt: (stage: KnownStage) => boolean): Promise<CrmStage | null> =>
    (await cached.get()).find(isIt) ?? (await cached.refresh()).find(isIt) ?? null;
  const list = async (): Promise<CrmStage[]> =>
    (await cached.get()).flatMap(({ isActive, ...stage }) => (isActive ? stage : []));
  return {
    list,
    find: (stageId) => lookUp((stage) => stage.stageId === stageId),
    async resolve(wanted) {
      const found = await lookUp(
        ({ isActive, stageId, label }) => isActive && (stageId === wanted || isSame(label, wanted)),
      );
      if (found) return found;
      throw new AppError('crm_rejected', {
        message: `Salesforce has no opportunity stage “${wanted}”; it has ${(await list()).map(({ label }) => label).join(', ')}`,
        details: { field: 'dealstage' },
      });
    },
  };
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

async function loadStages(transport: Transport): Promise<KnownStage[]> {
  const rows = await readAll(
    transport,
    'reading opportunity stages',
    'SELECT ApiName, MasterLabel, IsActive, IsWon, IsClosed FROM OpportunityStage ORDER BY SortOrder',
  );
  return rows.map((row) => {
    const stageId = textAt(row, 'ApiName') ?? '';
    return {
      pipelineId,
      pipelineLabel,
      stageId,
      label: textAt(row, 'MasterLabel') ?? stageId,
      isActive: isTrueAt(row, 'IsActive'),
      isWon: isTrueAt(row, 'IsWon'),
      isClosed: isTrueAt(row, 'IsClosed'),
    };
  });
}
