/** What a mapping would do to a real deal: read from it, write to it, and who would win. Nothing is written. */
import type { CrmPort, DealSnapshot } from '../../../integrations/ports.ts';
import { addressToFind } from '../../domain/crm-user.ts';
import { connectionById } from '../../db/connections.ts';
import { onboardingsOfDeals } from '../../db/deals.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { settledValues } from '../../db/crm-values.ts';
import { wantedCrmValues } from '../../domain/crm-values.ts';
import { playbookMapping, withMapping } from '../../domain/mapping/combine.ts';
import { crmStageField, emptyMapping, type Mapping, reads } from '../../domain/mapping/model.ts';
import { type WriteOutcome, writeOutcome } from '../../domain/mapping/outcome.ts';
import { factName, readInputs } from '../../domain/mapping/reading.ts';
import type { CrmScalar, OnboardingState } from '../../domain/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { type PlannedRenewal, plannedRenewal } from '../../domain/renewal.ts';
import { AppError } from '../../errors.ts';
import { type CrmDeps, crmOf } from '../crm/crm-deps.ts';
import { dealFacts, wantedDealFields } from '../crm/deal-facts.ts';
import { askMappingWorld, type AskedWorld } from './mapping-world.ts';
import { nameStage } from './name-stage.ts';

export interface MappingPreview {
  dealName: string;
  onboardingId: string | null;
  reads: {
    ours: string;
    object: 'deal' | 'company';
    field: string;
    held: string | null;
    value: CrmScalar;
    known: CrmScalar;
    isStopped: boolean;
    isOverridden: boolean;
  }[];
  writes: {
    object: 'deal' | 'company';
    field: string;
    before: CrmScalar;
    after: CrmScalar;
    why: string;
    outcome: WriteOutcome;
  }[];
  renewal: PlannedRenewal | null;
}

interface Subject {
  state: OnboardingState;
  playbook: Playbook | null;
}

export async function previewMapping(
  deps: CrmDeps,
  connectionId: string,
  { dealId, content }: { dealId: string; content: Mapping },
): Promise<MappingPreview> {
  const crm = crmOf(deps, connectionId);
  const [connection, playbooks, world] = await Promise.all([
    connectionById(deps.db, connectionId),
    deps.playbooks.current(),
    askMappingWorld(deps, connectionId),
    deps.clock.refresh(),
  ]);
  const asked = wantedDealFields(
    playbooks.map(({ playbook }) => playbook),
    content,
  );
  const [read] = await crm.readDeals([dealId], asked);
  if (!read || read.result === 'missing')
    throw new AppError('crm_not_found', { message: 'The CRM has no such deal', details: { dealId } });
  const { deal } = read;
  const subject = await onboardingOf(deps, connectionId, deal, content);
  return {
    dealName: deal.name,
    onboardingId: subject?.state.onboarding.id ?? null,
    reads: readsOf(content, deal, await deps.playbooks.of(subject?.state.onboarding ?? nobody), subject, {
      stoppedFields: connection.stoppedFields,
      timezone: deps.company.timezone,
    }),
    writes: subject ? await writesOf(deps, crm, world, subject) : [],
    renewal: subject && plannedRenewal(subject.state.onboarding, subject.playbook, deps.clock.now().toISOString()),
  };
}

const nobody = { playbookVersionId: null, crmMappingId: null };

/** The latest of the deal, as it would be under this mapping. */
async function onboardingOf(
  deps: CrmDeps,
  connectionId: string,
  deal: DealSnapshot,
  content: Mapping,
): Promise<Subject | null> {
  const [latest] = await onboardingsOfDeals(deps.db, connectionId, [deal.dealId]);
  if (!latest) return null;
  const { state } = await loadOnboarding(deps.db, latest.id);
  const stored = await deps.playbooks.byVersionId(state.onboarding.playbookVersionId);
  const playbook = stored && withMapping(stored, content);
  const facts = dealFacts(deal, playbook ? playbookMapping(playbook) : content, deps.company.timezone);
  return { state: { ...state, onboarding: { ...state.onboarding, deal: facts } }, playbook };
}

function readsOf(
  content: Mapping,
  deal: DealSnapshot,
  present: Playbook | null,
  subject: Subject | null,
  { stoppedFields, timezone }: { stoppedFields: string[]; timezone: string },
): MappingPreview['reads'] {
  const of = { currency: deal.currency, timezone };
  const combined = subject?.playbook ? playbookMapping(subject.playbook) : content;
  const inputs = readInputs(combined, deal.fields, of);
  const known = subject
    ? readInputs(present ? playbookMapping(present) : emptyMapping, deal.fields, of)
    : new Map<string, CrmScalar>();
  return content.entries.filter(reads).map((entry) => {
    const { ours, object, field } = entry;
    return {
      ours,
      object,
      field,
      held: deal.fields[factName({ object, field })] ?? null,
      value: inputs.get(ours) ?? null,
      known: known.get(ours) ?? null,
      isStopped: stoppedFields.includes(`${object}.${field}`),
      isOverridden: !combined.entries.includes(entry),
    };
  });
}

async function writesOf(
  deps: CrmDeps,
  crm: CrmPort,
  world: AskedWorld,
  { state, playbook }: Subject,
): Promise<MappingPreview['writes']> {
  const anew = { ...state, onboarding: { ...state.onboarding, crmWanted: {} } };
  const wishes = wantedCrmValues({ state: anew, playbook, publicUrl: deps.publicUrl }).changed.filter(
    ({ whoWins }) => whoWins !== null,
  );
  const held = new Map<string, Record<string, string>>();
  for (const object of ['deal', 'company'] as const) {
    const mine = wishes.filter(({ objectType }) => objectType === object);
    const fields = mine.map(({ field }) => field).filter((name) => fieldOf(world, object, name) !== undefined);
    const [record] = mine;
    if (!record || fields.length === 0) continue;
    held.set(object, (await crm.readFields(object, [record.recordId], fields)).get(record.recordId) ?? {});
  }
  const settled = await settledValues(deps.db, state.onboarding.connectionId ?? '', wishes);
  return wishes.map(({ objectType: object, recordId, field, value, why, whoWins }) => {
    const before = held.get(object)?.[field] ?? null;
    const named = nameStage(world.stages, field, before, addressToFind(value) ?? value);
    return {
      object,
      field,
      before: named.before,
      after: named.after,
      why,
      outcome: writeOutcome({
        field: fieldOf(world, object, field),
        ...named,
        held: nameStage(world.stages, field, null, settled.get(`${object}:${recordId}:${field}`)).after,
        whoWins,
      }),
    };
  });
}

const fieldOf = (world: AskedWorld, object: 'deal' | 'company', name: string) =>
  world.fields[object].find((field) => field.name === name) ?? (name === crmStageField ? stageField : undefined);
/** Where the CRM calls it otherwise: every deal has a stage. */
const stageField = {
  name: crmStageField,
  label: 'Stage',
  type: 'enumeration' as const,
  options: [],
  isWritable: true,
  isUnique: false,
};
