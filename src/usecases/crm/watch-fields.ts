/**
 * Fields come and go in a CRM. One that was deleted, locked or made another kind of field stops alone, by name; the rest
 * goes on, and it resumes by itself once it is as it should be.
 */
import type { CrmPort, FieldWriteResult } from '../../../integrations/ports.ts';
import { openAlert } from '../../db/alerts.ts';
import { connectionById } from '../../db/connections.ts';
import { type PendingValue, waitingSamples } from '../../db/crm-values.ts';
import { knownLabels, rememberLabels } from '../../db/field-labels.ts';
import { notifyLive } from '../../db/live.ts';
import { dealsLeftBehind } from '../../db/queries/deals-left-behind.ts';
import { forgetFields, resumeFields, type StoppedField, stopFields } from '../../db/stopped-fields.ts';
import type { CrmField } from '../../domain/crm-fields.ts';
import { isOwnField } from '../../domain/mapping/caution.ts';
import { crmStageField, emptyMapping, isDealStageField } from '../../domain/mapping/model.ts';
import { factName, readingsOf } from '../../domain/mapping/reading.ts';
import { whyStopped, whyUnread } from '../../domain/mapping/suits.ts';
import { type Place, placeName, whyNotWritten, writtenPlaces } from '../../domain/mapping/told-by-crm.ts';
import type { CrmScalar } from '../../domain/model.ts';
import { isAppError } from '../../errors.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { readAgain } from './find-missed.ts';
import { feedingEntries, type FollowedPlaybook, followedPlaybooks, mappingsOf } from './followed-playbooks.ts';
import { labelsOf, stageLabels } from './learn-labels.ts';

type Listed = Record<'deal' | 'company', Map<string, CrmField>>;

const placeOf = ({ object, field }: Place): Place => ({ object, field });

async function listFields(crm: CrmPort): Promise<Listed> {
  const [deal, company] = await Promise.all([crm.listFields('deal'), crm.listFields('company')]);
  const byName = (fields: CrmField[]): Map<string, CrmField> => new Map(fields.map((field) => [field.name, field]));
  return { deal: byName(deal), company: byName(company) };
}

/** Of refusals that name a field: whether it is the field that is wrong. @returns the reason by `<object>.<field>` */
export async function stopRefusedFields(
  deps: CrmDeps,
  connectionId: string,
  results: FieldWriteResult[],
  values: PendingValue[],
): Promise<Map<string, string>> {
  const refused = new Map<string, Place & { value: CrmScalar }>();
  for (const result of results) {
    if (result.result !== 'failed' || result.code !== 'rejected' || result.field === null) continue;
    const { objectType: object, recordId, field } = result;
    const value = values.find((one) => one.objectType === object && one.recordId === recordId && one.field === field);
    const isStage = isDealStageField(field);
    if (value && !isStage) refused.set(placeName({ object, field }), { object, field, value: value.value });
  }
  if (refused.size === 0) return new Map();
  const listed = await listedOrNull(deps, connectionId);
  if (!listed) return new Map();
  const known = await knownLabels(deps.db, connectionId);
  const wrong = [...refused.values()].flatMap(({ object, field, value }) => {
    const place = { object, field };
    const reason = whyStopped(place, listed[object].get(field), value, known[placeName(place)]);
    return reason === null ? [] : [{ object, field, reason }];
  });
  await stop(deps, connectionId, wrong);
  return new Map(wrong.map((one) => [placeName(one), one.reason]));
}

/** A CRM that cannot say now what it has will be asked again with the next refusal. */
async function listedOrNull(deps: CrmDeps, connectionId: string): Promise<Listed | null> {
  try {
    return await listFields(crmOf(deps, connectionId));
  } catch (error) {
    if (!isAppError(error)) throw error;
    return null;
  }
}

async function stop(
  deps: CrmDeps,
  connectionId: string,
  wrong: Pick<StoppedField, 'object' | 'field' | 'reason'>[],
): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction(async (tx) => {
    const fresh = await stopFields(tx, connectionId, wrong, now);
    if (fresh.length === 0) return;
    const detail = fresh.map(({ reason }) => reason).join(' ');
    const fields = fresh.map(placeName).sort();
    await openAlert(tx, { kind: 'crm_fields_stopped', connectionId, detail, fields }, now);
    await notifyLive(tx, { type: 'system' });
  });
}

/** Why an entry that was kept before this was refused writes nothing. */
const whyLeftAlone = (place: Place): string | null => {
  const refusal = whyNotWritten(place);
  return (
    refusal &&
    `Nothing is written to the ${place.object} field “${place.field}”: ${refusal.problem}. ${refusal.remedy}.`
  );
};

/**
 * Compares what mapping and playbooks read and write, and what has stopped, with the fields there are. What nobody asks
 * for any more is forgotten.
 * @returns what has stopped after it, by `<object>.<field>`
 */
export async function watchFields(
  deps: CrmDeps,
  connectionId: string,
  { doubtful = [], followed }: { doubtful?: Place[]; followed?: FollowedPlaybook[] } = {},
): Promise<string[]> {
  const connection = await connectionById(deps.db, connectionId);
  const { stoppedFields } = connection;
  const mappings = mappingsOf(connection, followed ?? (await followedPlaybooks(deps, connectionId)));
  const feeding = feedingEntries(mappings);
  const written = mappings.flatMap(writtenPlaces).filter(({ field }) => field !== crmStageField);
  const further = [...doubtful, ...written];
  const crm = crmOf(deps, connectionId);
  const stages = await stageLabels(crm, mappings);
  if (feeding.length === 0 && further.length === 0 && stoppedFields.length === 0) {
    await rememberLabels(deps.db, connectionId, { fields: {}, values: stages });
    return [];
  }
  const listed = await listFields(crm);
  const fieldAt = ({ object, field }: Place): CrmField | undefined => listed[object].get(field);
  const labels = labelsOf([...feeding, ...further], fieldAt);
  await rememberLabels(deps.db, connectionId, { ...labels, values: { ...labels.values, ...stages } });
  const known = await knownLabels(deps.db, connectionId);
  const wrong = [
    ...written.map((place) => ({ ...placeOf(place), reason: whyLeftAlone(place) })),
    ...feeding.map((entry) => ({
      ...placeOf(entry),
      reason: whyUnread(entry, fieldAt(entry), known[placeName(entry)]),
    })),
    ...further.map((place) => ({
      ...placeOf(place),
      reason: fieldAt(place) ? null : whyStopped(place, undefined, null, known[placeName(place)]),
    })),
  ].flatMap(({ reason, ...place }) => (reason === null ? [] : [{ ...place, reason }]));
  await stop(deps, connectionId, wrong);
  const places = stoppedFields.map((name): Place => {
    const object = name.startsWith('company.') ? 'company' : 'deal';
    return { object, field: name.slice(object.length + 1) };
  });
  const asked = new Set([...further, ...mappings.flatMap(readingsOf), ...readingsOf(emptyMapping)].map(placeName));
  const isAsked = (place: Place): boolean => asked.has(placeName(place)) || isOwnField(place.field);
  const samples = await waitingSamples(deps.db, connectionId);
  const isReadable = (place: Place): boolean => !wrong.some((one) => placeName(one) === placeName(place));
  const forgotten = places.filter((place) => !isAsked(place));
  const well = places.filter(
    (place) =>
      isAsked(place) &&
      isReadable(place) &&
      whyStopped(place, fieldAt(place), samples.get(placeName(place)) ?? null) === null,
  );
  const over = [...forgotten, ...well];
  if (over.length > 0) {
    await deps.db.transaction(async (tx) => {
      await forgetFields(tx, connectionId, forgotten);
      await resumeFields(tx, connectionId, over, deps.clock.now());
    });
    const names = feeding.filter((entry) => well.some((place) => placeName(place) === placeName(entry))).map(factName);
    await readAgain(deps, connection, await dealsLeftBehind(deps.db, connectionId, names), deps.clock.now());
    await notifyLive(deps.db, { type: 'system' });
  }
  const isOver = new Set(over.map(placeName));
  return [...new Set([...stoppedFields, ...wrong.map(placeName)])].filter((name) => !isOver.has(name));
}
