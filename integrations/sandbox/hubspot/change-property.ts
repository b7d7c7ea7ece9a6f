/** Properties made and deleted, as an administrator might in the settings. */
import type { z } from 'zod';
import type { changeSandboxPropertySchema } from '../../../src/contracts/sandbox/hubspot.ts';
import { conflict, notFound } from './answers.ts';
import { property } from './property-list.ts';
import type { PortalState } from './state.ts';

/** Values of a deleted property come back with it. */
export function changeProperty(
  { properties }: PortalState,
  change: z.output<typeof changeSandboxPropertySchema>,
): void {
  const { object, name } = change;
  const isThere = properties[object].some((one) => one.name === name);
  if (change.change === 'delete') {
    if (!isThere) throw notFound(`There is no property ${name}`);
    properties[object] = properties[object].filter((one) => one.name !== name);
    return;
  }
  if (isThere) throw conflict(`A property named '${name}' already exists.`);
  properties[object].push(property(name, change.label, change.type, { custom: true, options: change.options }));
}
