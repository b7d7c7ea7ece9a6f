/** Won stages made and deactivated, as an administrator might in the setup. */
import type { z } from 'zod';
import type { changeSandboxStageSchema } from '../../../src/contracts/sandbox/salesforce.ts';
import { invalidField } from './answers.ts';
import type { Org } from './org.ts';
import { recordId } from './record-id.ts';
import { integrationUser } from './seed.ts';

export function changeStage(org: Org, { change, label }: z.output<typeof changeSandboxStageSchema>): void {
  const rows = org.rows('OpportunityStage');
  const held = rows.find((row) => row['MasterLabel'] === label);
  const isActive = change === 'add';
  if (!held && !isActive) throw invalidField(`There is no stage ${label}`);
  const stage = held ?? {
    Id: recordId('01J', 100 + rows.length),
    MasterLabel: label,
    ApiName: label,
    SortOrder: rows.length + 1,
    IsClosed: true,
    IsWon: true,
    ForecastCategoryName: 'Closed',
    DefaultProbability: 100,
  };
  org.put('OpportunityStage', { ...stage, IsActive: isActive }, integrationUser.id);
  const picklist = org.object('Opportunity')?.fields.find(({ name }) => name === 'StageName');
  if (!picklist) return;
  const others = picklist.options.filter(({ value }) => value !== label);
  picklist.options = isActive ? [...others, { value: label, label }] : others;
}
