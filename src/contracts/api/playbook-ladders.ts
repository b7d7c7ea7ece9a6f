/** How a playbook's people are chased: looked at, changed in the console on top of its files, saved as a version. */
import { z } from 'zod';
import { channels, taskTypes } from '../../domain/model.ts';
import type { OwnLadders } from '../../domain/own-ladders.ts';
import { endpoint, manager, viewer } from './endpoint.ts';
import { instant, none, nothing } from './values.ts';

const byKey = z.object({ key: z.string().max(80) });
const name = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, 'is lower case letters, digits, - and _');
const whom = z.string().max(80);
const offset = z.number().int().min(-250).max(250).describe('Business days from the due date');
const period = z.number().int().min(1).max(250);
const most = z.number().int().min(1).max(100);

const rung = z.strictObject({
  at: offset,
  kind: z.enum(['reminder', 'due', 'overdue', 'hold_notice', 'escalation']),
  to: whom.describe('owner, blocker_owner or a role'),
  orElse: whom.nullable(),
  repeatEvery: period.nullable(),
  until: offset.optional(),
  channels: z.array(z.enum(channels)).min(1).optional(),
});
const ladder = z.strictObject({
  urgent: z.boolean(),
  rungs: z.array(rung).min(1).max(50),
  caps: z.strictObject({ perTask: most.optional(), apartDays: period.optional(), perDay: most.optional() }).optional(),
});
const bySide = z.strictObject({ customer: name.optional(), team: name.optional(), partner: name.optional() });

/** Ladders and who goes by which; a side that is left out goes by what stands above. */
export const ownLadders: z.ZodType<OwnLadders> = z.strictObject({
  ladders: z.record(name, ladder),
  use: z.strictObject({
    playbook: bySide.nullable(),
    phases: z.record(name, bySide),
    kinds: z.partialRecord(z.enum(taskTypes), bySide),
  }),
});

/** As data, or as the YAML of a playbook file that says only this. */
const given = <S extends z.ZodRawShape>(further: S) =>
  z.union([
    z.strictObject({ ...further, content: ownLadders }),
    z.strictObject({ ...further, yaml: z.string().max(200_000) }),
  ]);
export const playbookIssue = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  path: z.string(),
  message: z.string(),
});

export const getLadders = endpoint({
  id: 'getLadders',
  method: 'get',
  path: '/playbooks/:key/ladders',
  tag: 'Playbooks',
  summary: 'How the people of a playbook are chased: by its files, and by what was written in the console',
  access: viewer,
  params: byKey,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    version: z.number().int(),
    note: z.string(),
    savedAt: instant,
    savedBy: z.string().nullable().describe('Null: the version came from the playbook’s file'),
    own: ownLadders.describe('Written in the console; goes before the files'),
    file: ownLadders.nullable().describe('What the files say by themselves; null: they cannot be read'),
    issues: z.array(playbookIssue).describe('Why files and console together make no valid playbook'),
  }),
});
export const checkLadders = endpoint({
  id: 'checkLadders',
  method: 'post',
  path: '/playbooks/:key/ladders/check',
  tag: 'Playbooks',
  summary: 'Check ladders together with the playbook’s files, and give them as YAML; nothing is kept',
  access: manager,
  params: byKey,
  query: nothing,
  body: given({}),
  status: 200,
  response: z.object({
    issues: z.array(playbookIssue),
    content: ownLadders.nullable(),
    yaml: z.string().nullable(),
  }),
});
export const saveLadders = endpoint({
  id: 'saveLadders',
  method: 'put',
  path: '/playbooks/:key/ladders',
  tag: 'Playbooks',
  summary: 'Save ladders as a new version of the playbook, for onboardings that begin from now on',
  access: manager,
  params: byKey,
  query: nothing,
  body: given({
    note: z.string().max(500).default('').describe('What changed, and why'),
    basedOn: z.number().int().min(1).describe('The version that was looked at'),
  }),
  status: 200,
  response: z.object({
    version: z.number().int(),
    isNew: z.boolean().describe('False: it says what the current version says already'),
  }),
});
