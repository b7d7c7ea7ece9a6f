/** One entry against the field it names. */
import type { CrmField } from '../crm-fields.ts';
import { handoffKey, milestoneKey, type OurValue, ourValue } from './catalogue.ts';
import type { MappingIssue, MappingWorld } from './check.ts';
import { type MappingEntry, reads, writes } from './model.ts';
import { fits, isReadableFrom, mayStandIn, readableKinds, takes, typeAfter } from './suits.ts';
import { whyNotWritten } from './told-by-crm.ts';
import { isInvertible } from './transform.ts';

type Say = (problem: string, remedy: string) => void;

const words = (values: readonly string[]): string => values.map((value) => `“${value}”`).join(', ');
const kind = (type: string): string => type.replace('_', ' ');

const checkNames = ({ ours }: MappingEntry, { known }: MappingWorld, say: Say): void => {
  const handoff = handoffKey(ours);
  if (handoff !== null && !known.handoff.includes(handoff))
    say(`no playbook asks sales for “${handoff}”`, `Take one of ${words(known.handoff) || 'none'}`);
  const milestone = milestoneKey(ours);
  if (milestone !== null && !known.milestones.includes(milestone))
    say(`no playbook has the milestone “${milestone}”`, `Take one of ${words(known.milestones) || 'none'}`);
};

const checkWay = (entry: MappingEntry, { directions, label }: OurValue, say: Say): void => {
  if (!directions.includes(entry.direction))
    say(
      directions.includes('to_crm')
        ? `${label} is worked out here, and cannot be read from the CRM`
        : `${label} is told by the CRM, and cannot be written there`,
      `Set the direction to ${directions.map((way) => way.replaceAll('_', ' ')).join(' or ')}`,
    );
  if (entry.direction === 'both' && !isInvertible(entry.transform))
    say(
      'its transform cannot be undone, so what is written could not be read again',
      'Take one direction, or a transform that loses nothing',
    );
};

/** Values that the CRM would refuse one by one, later. */
const checkOptions = (entry: MappingEntry, { options }: OurValue, field: CrmField, say: Say): void => {
  const { transform } = entry;
  if (field.type !== 'enumeration' || field.options.length === 0) return;
  const theirs = field.options.map(({ value }) => value);
  const has = words(theirs);
  if (writes(entry)) {
    const sent =
      transform.kind === 'values'
        ? [...Object.values(transform.values), ...(transform.otherwise === null ? [] : [transform.otherwise])]
        : options.map(({ value }) => value);
    const missing = sent.filter((value) => !theirs.includes(value));
    if (missing.length > 0)
      say(`the field has no value ${words(missing)}`, `Translate to its values (${has}), or add them in the CRM`);
    const left = options.filter(
      ({ value }) => transform.kind === 'values' && transform.otherwise === null && !(value in transform.values),
    );
    if (left.length > 0)
      say(
        `${words(left.map(({ value }) => value))} is translated to nothing`,
        'Add a translation, or one for every other value',
      );
  } else if (transform.kind === 'values') {
    const unknown = Object.keys(transform.values).filter((value) => !theirs.includes(value));
    if (unknown.length > 0) say(`the field has no value ${words(unknown)}`, `Translate from its values: ${has}`);
  }
};

const checkType = (entry: MappingEntry, ours: OurValue, field: CrmField, say: Say): void => {
  if (!takes(entry.transform, ours.type)) {
    say(
      `its transform (${kind(entry.transform.kind)}) does nothing for a ${kind(ours.type)}`,
      'Take another transform or none',
    );
    return;
  }
  const sent = typeAfter(ours.type, entry.transform);
  if (writes(entry) && !mayStandIn(sent).includes(field.type))
    say(
      `a ${kind(sent)} does not fit into ${field.label}, which is a ${kind(field.type)} field`,
      `Choose a field of the kind ${mayStandIn(sent).map(kind).join(', ')}, or a transform that leads to one`,
    );
  if (reads(entry) && !isReadableFrom(entry, ours, field))
    say(
      `${ours.label} needs a ${kind(ours.type)}, and ${field.label} is a ${kind(field.type)} field`,
      `Choose a field of the kind ${readableKinds(entry, ours).map(kind).join(', ')}`,
    );
};

const checkDefault = (entry: MappingEntry, ours: OurValue, field: CrmField, say: Say): void => {
  if (entry.default === null) return;
  const target = reads(entry) ? { type: plainType(ours), options: [] } : field;
  if (!fits(entry.default, target))
    say(`its default “${entry.default}” is no ${kind(target.type)}`, 'Write a default of that kind, or none');
};
const plainType = ({ type }: OurValue): CrmField['type'] =>
  type === 'money' ? 'number' : type === 'person' ? 'user' : type;

export const checkEntry = (entry: MappingEntry, at: string, world: MappingWorld): MappingIssue[] => {
  const issues: MappingIssue[] = [];
  const name = `${entry.object}.${entry.field}`;
  const say: Say = (problem, remedy) =>
    issues.push({ at, field: name, problem: `${entry.ours} ↔ ${name}: ${problem}`, remedy });
  const ours = ourValue(entry.ours);
  if (ours === null) {
    say(`we have no value “${entry.ours}”`, 'Take one of the list of values, or handoff.<key> or milestone.<key>');
    return issues;
  }
  const field = world.fields[entry.object].find((candidate) => candidate.name === entry.field);
  const refusal = writes(entry) ? whyNotWritten(entry, field?.label) : null;
  if (refusal) {
    say(refusal.problem, refusal.remedy);
    return issues;
  }
  checkNames(entry, world, say);
  checkWay(entry, ours, say);
  if (!field) {
    say(
      `the CRM has no such ${entry.object} field`,
      'Choose a field that is there, or make it in the CRM and check again',
    );
    return issues;
  }
  if (writes(entry) && !field.isWritable)
    say(`${field.label} is calculated or read-only`, 'Choose a field that may be written');
  if (writes(entry) && field.isUnique)
    say(`${field.label} must be unique among all records`, 'Choose a field that may hold the same value twice');
  checkType(entry, ours, field, say);
  checkOptions(entry, ours, field, say);
  checkDefault(entry, ours, field, say);
  return issues;
};
