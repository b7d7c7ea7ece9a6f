/** What HubSpot works out from a deal's stage by itself. */
import type { PortalState, Stage } from './state.ts';

export const stageOf = (state: PortalState, properties: Record<string, string>): Stage | undefined =>
  state.pipelines
    .find(({ id }) => id === properties['pipeline'])
    ?.stages.find(({ id }) => id === properties['dealstage']);

export const isWonStage = (stage: Stage | undefined): boolean =>
  stage !== undefined && stage.isClosed && Number(stage.probability) === 1;

/** Read-only properties. */
export function calculated(
  state: PortalState,
  properties: Record<string, string>,
  today: Date,
): Record<string, string> {
  const stage = stageOf(state, properties);
  const isWon = isWonStage(stage);
  return {
    hs_is_closed: String(stage?.isClosed ?? false),
    hs_is_closed_won: String(isWon),
    ...(isWon && properties['hs_is_closed_won'] !== 'true' && { hs_closed_won_date: today.toISOString() }),
    hs_deal_stage_probability: stage?.probability ?? '',
  };
}

/** A deal without a pipeline lands in the first one; one that closes gets today as its closing date unless one was given with it. */
export function followStage(
  state: PortalState,
  held: Record<string, string>,
  given: Record<string, string>,
  today: Date,
): Record<string, string> {
  const [first] = state.pipelines;
  const pipeline = given['pipeline'] ?? held['pipeline'] ?? first?.id ?? '';
  const isNewPipeline = held['pipeline'] !== pipeline;
  const stages = state.pipelines.find(({ id }) => id === pipeline)?.stages ?? [];
  const dealstage = given['dealstage'] ?? (isNewPipeline ? stages[0]?.id : held['dealstage']) ?? '';
  const isClosing =
    dealstage !== held['dealstage'] &&
    stages.find(({ id }) => id === dealstage)?.isClosed === true &&
    stageOf(state, held)?.isClosed !== true;
  return {
    pipeline,
    dealstage,
    ...(isClosing && given['closedate'] === undefined && { closedate: today.toISOString() }),
  };
}
