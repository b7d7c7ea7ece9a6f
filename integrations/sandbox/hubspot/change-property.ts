/** Properties made, retyped and deleted, as an administrator might in the settings. */
import type { z } from 'zod';
import type { changeSandboxPropertySchema } from '../../../src/contracts/sandbox/hubspot.ts';
import { conflict, notFound } from './answers.ts';
import { property } from './property-list.ts';
import type { PortalState } from './state.ts';

/** Values of a deleted property come back with it; those that do not fit a new type are what they are. */
export function changeProperty(
  { properties }: PortalState,
  change: z.output<typeof changeSandboxPropertySchema>,
): void {
  const { object, name } = change;
  const held = properties[object].find((one) => one.name === name);
  if (change.change === 'add') {
    if (held) throw conflict(`A property named '${name}' already exists.`);
    properties[object].push(property(name, change.label, change.type, { custom: true, options: change.options }));
    return;
  }
  if (!held) throw notFound(`There is no property ${name}`);
  if (change.change === 'delete') properties[object] = properties[object].filter((one) => one !== held);
  else Object.assign(held, property(name, held.label, change.type, { custom: true, options: change.options }));
}
