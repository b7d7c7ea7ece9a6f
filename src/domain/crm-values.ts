/** What the CRM is to hold about an onboarding, each value with its reason in words. Only what changed is wanted. */
import { addressToFind } from './crm-user.ts';
import { ourValue } from './mapping/catalogue.ts';
import { playbookMapping } from './mapping/combine.ts';
import { crmPipelineField, crmStageField, type MappingEntry, reads, writes } from './mapping/model.ts';
import { factName } from './mapping/reading.ts';
import { stageWanted } from './mapping/stage.ts';
import { whyNotWritten } from './mapping/told-by-crm.ts';
import { carry } from './mapping/transform.ts';
import type { CrmScalar, OnboardingState, WantedCrmValue } from './model.ts';
import { namedValue, ownValues } from './our-values.ts';
import type { Playbook } from './playbook.ts';
import { isSame } from './same.ts';

export { crmFieldDefinitions } from './crm-fields.ts';

interface WantedInput {
  state: OnboardingState;
  playbook: Pick<Playbook, 'crm' | 'mapping' | 'handoff'> | null;
  publicUrl: string;
}

type Wish = Pick<WantedCrmValue, 'field' | 'value' | 'why' | 'whoWins' | 'held'> & { object: 'deal' | 'company' };

const keyOf = ({ object, field }: { object: 'deal' | 'company'; field: string }): string => `${object}.${field}`;

const entryWish = (entry: MappingEntry, input: WantedInput & { own: ReturnType<typeof ownValues> }): Wish | null => {
  const named = namedValue(entry.ours, input);
  if (named === null) return null;
  const isToFind = addressToFind(named.value) !== null;
  const carried = isToFind ? named.value : carry(entry.transform, named.value, input.state.onboarding.deal.currency);
  return {
    object: entry.object,
    field: entry.field,
    value: carried ?? (entry.direction === 'both' ? null : entry.default),
    why: `${named.why}; the mapping puts “${ourValue(entry.ours)?.label ?? entry.ours}” here`,
    whoWins: entry.whoWins,
    ...(reads(entry) && { held: input.state.onboarding.deal.fields[factName(entry)] ?? null }),
  };
};

const stageWishes = ({ state, playbook }: WantedInput): Wish[] => {
  const sync = playbook ? playbookMapping(playbook).stages : null;
  const wanted = sync && stageWanted(state, sync);
  if (!sync || !wanted) return [];
  const isOwnStage = sync.field === crmStageField;
  if (!isOwnStage && whyNotWritten({ object: 'deal', field: sync.field })) return [];
  const wish = (field: string, value: string): Wish => ({
    object: 'deal',
    field,
    value,
    why: `The mapping wants “${wanted.stage}”, because ${wanted.because}`,
    whoWins: sync.whoWins,
  });
  const stage = wish(sync.field, isOwnStage ? `stage:${wanted.stage}` : wanted.stage);
  return isOwnStage && sync.pipeline !== null ? [wish(crmPipelineField, `pipeline:${sync.pipeline}`), stage] : [stage];
};

/** All that the CRM should hold: our own fields, unless a mapping writes there, and what the mapping puts elsewhere. */
const allWishes = (input: WantedInput): Wish[] => {
  const own = ownValues(input.state, input.publicUrl);
  const written = input.playbook ? playbookMapping(input.playbook).entries.filter(writes) : [];
  // kept before this was refused
  const entries = written.filter((entry) => whyNotWritten(entry) === null);
  const taken = new Set(entries.map(keyOf));
  return [
    ...own
      .map(({ object, name, value, why }): Wish => ({ object, field: `gangway_${name}`, value, why, whoWins: null }))
      .filter((wish) => !taken.has(keyOf(wish))),
    ...entries.flatMap((entry) => entryWish(entry, { ...input, own }) ?? []),
    ...stageWishes(input),
  ];
};

/** In the place of a value: whatever is wanted there is wanted anew, an empty one as well. */
const somethingElse = false;

/** What another onboarding of the deal wanted there: it may still stand where this one wants nothing. */
export const wantedByAnother = (keys: Iterable<string>): Record<string, CrmScalar> =>
  Object.fromEntries([...keys].map((key) => [key, somethingElse]));

/** An empty value is wanted only where something stood before. */
const isNews = (known: CrmScalar | undefined, value: CrmScalar): boolean =>
  known === undefined ? value !== null && value !== '' : known !== value;

/** The deal's own stage, or the pipeline that it is a stage of, by `<object>.<field>`. */
export const isOfStage = (key: string): boolean =>
  key === `deal.${crmStageField}` || key === `deal.${crmPipelineField}`;

/**
 * The values that differ from what was wanted last, and everything wanted so far (`onboarding.crmWanted`, by
 * `<object>.<field>`). Nothing for an onboarding without a deal or whose deal is gone. A `dealstage` is
 * `stage:<label or id>`, for the integration to find in the deal's own pipeline or in the `pipeline:<label or id>` that
 * is wanted with it.
 */
export const wantedCrmValues = (
  input: WantedInput,
): { changed: WantedCrmValue[]; wanted: Record<string, CrmScalar> } => {
  const { onboarding, account } = input.state;
  const { connectionId, dealId, crmWanted, problems } = onboarding;
  if (
    connectionId === null ||
    dealId === null ||
    problems.some(({ code }) => code === 'deal_deleted' || code === 'deal_merged')
  )
    return { changed: [], wanted: crmWanted };
  const records = { deal: dealId, company: account?.crmId ?? null };
  const changed: WantedCrmValue[] = [];
  const wishes = allWishes(input);
  const wishedFor = new Set(wishes.map(keyOf));
  // a stage that no rule speaks of stays as it was wanted last
  const wanted = Object.fromEntries(Object.entries(crmWanted).filter(([key]) => wishedFor.has(key) || isOfStage(key)));
  const isWantedAnew = (wish: Wish): boolean => isNews(wanted[keyOf(wish)], wish.value);
  // a stage is one of its pipeline's: in another pipeline the deal would stand somewhere that nobody wanted
  const isStageNews = wishes.some((wish) => isOfStage(keyOf(wish)) && isWantedAnew(wish));
  for (const wish of wishes) {
    const { object, ...rest } = wish;
    const recordId = records[object];
    const key = keyOf(wish);
    if (recordId === null || !(isOfStage(key) ? isStageNews : isWantedAnew(wish))) continue;
    wanted[key] = wish.value;
    changed.push({ objectType: object, recordId, ...rest });
  }
  return { changed, wanted: isSame(wanted, crmWanted) ? crmWanted : wanted };
};
