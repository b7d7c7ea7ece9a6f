/** A playbook or one of its ladders, tried before it is saved. */
import { z } from 'zod';
import { isKnownCountry, isKnownZone } from '../../domain/calendar.ts';
import { channels } from '../../domain/model.ts';
import { behaviourNames } from '../../domain/simulate/behaviour.ts';
import { ownerActs } from '../../domain/simulate/owner-acts.ts';
import { inSlackChoices } from '../../domain/simulate/in-slack.ts';
import { endpoint, member } from './endpoint.ts';
import { ownLadders, playbookIssue } from './playbook-ladders.ts';
import { instant, intentKind, localDate, nothing } from './values.ts';

export const tryPlaybook = endpoint({
  id: 'tryPlaybook',
  method: 'post',
  path: '/playbook-trials',
  tag: 'Playbooks',
  summary:
    'Try a playbook, or one ladder on one task, over a range of dates: who would be told what, when, and why not',
  access: member,
  params: nothing,
  query: nothing,
  body: z.strictObject({
    key: z.string().max(80),
    yaml: z.string().max(200_000).nullable().describe('as it is being written; null: the current version'),
    ladders: ownLadders.nullable().default(null).describe('of the console, as they are being written; null: as saved'),
    ladder: z.string().max(80).nullable().describe('tried on one task; null: the whole playbook'),
    role: z.string().max(80).describe('of the task’s owner'),
    dueOn: localDate,
    owner: z.strictObject({ does: z.enum(ownerActs), on: localDate.nullable(), until: localDate.nullable() }),
    behaviour: z.enum(behaviourNames).describe('how people behave, where the whole playbook is tried'),
    from: localDate,
    to: localDate,
    timezone: z.string().max(60).refine(isKnownZone, 'is not a known time zone'),
    country: z.string().max(2).refine(isKnownCountry, 'is no country whose holidays are known').nullable(),
    inSlack: z.enum(inSlackChoices),
  }),
  status: 200,
  response: z.object({
    issues: z.array(playbookIssue),
    ladders: z.array(z.string()),
    roles: z.array(z.object({ role: z.string(), label: z.string() })),
    lines: z.array(
      z.object({
        at: instant,
        local: z.string().describe('in the zone of whoever is told: 2026-03-09 09:00'),
        to: z.object({ name: z.string(), role: z.string().nullable() }),
        channel: z.enum(channels).nullable(),
        message: z.enum(['digest', 'now']).nullable(),
        kind: intentKind.nullable(),
        subject: z.string().nullable(),
        rule: z.string(),
        withheld: z.string().nullable().describe('why nothing is said'),
      }),
    ),
    outcome: z.string().nullable(),
  }),
});
