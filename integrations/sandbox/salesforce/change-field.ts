/** Fields made, deleted, retyped and given back, as an administrator might in the setup. */
import type { z } from 'zod';
import type { changeSandboxFieldSchema } from '../../../src/contracts/sandbox/salesforce.ts';
import { duplicateName, invalidField, invalidType } from './answers.ts';
import { field } from './fields.ts';
import { freshState } from './seed.ts';
import type { FieldDefinition, OrgState } from './state.ts';

type FieldChange = z.output<typeof changeSandboxFieldSchema>;

/** Values of a deleted field come back with it; those that do not fit a new type are what they are. */
export function changeField(state: OrgState, change: FieldChange): void {
  const object = state.objects.find(({ name }) => name === change.object);
  if (!object) throw invalidType(`There is no object ${change.object}`);
  const held = object.fields.find(({ name }) => name === change.name);
  const others = object.fields.filter((one) => one !== held);
  if (change.change === 'add') {
    if (held) throw duplicateName(change.name);
    const { name, type, label, options } = change;
    object.fields.push(field(name, type, { ...(label !== undefined && { label }), ...(options && { options }) }));
    return;
  }
  if (change.change === 'restore') {
    const original = originalOf(change);
    object.fields = [...others, original];
    return;
  }
  if (!held) throw invalidField(`There is no field ${change.name} on ${change.object}`);
  object.fields =
    change.change === 'delete' ? others : object.fields.map((one) => (one === held ? retyped(held, change) : one));
}

function originalOf({ object, name }: FieldChange): FieldDefinition {
  const fields = freshState().objects.find((one) => one.name === object)?.fields ?? [];
  const original = fields.find((one) => one.name === name);
  if (!original) throw invalidField(`A fresh ${object} has no field ${name}`);
  return original;
}

const retyped = (
  { name, label, isUnique, isExternalId }: FieldDefinition,
  { type, length, options }: Extract<FieldChange, { change: 'retype' }>,
): FieldDefinition =>
  field(name, type, {
    label,
    isUnique,
    isExternalId,
    ...(length !== undefined && { length }),
    ...(options && { options, isRestricted: true }),
  });
