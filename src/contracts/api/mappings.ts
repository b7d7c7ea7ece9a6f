/** What of ours goes to which CRM field and back, per connection: looked at, checked, previewed, switched on. */
import { z } from 'zod';
import { crmFieldTypes } from '../../domain/crm-fields.ts';
import { ourTypes } from '../../domain/mapping/catalogue.ts';
import { type Mapping, mappingDirections, winners } from '../../domain/mapping/model.ts';
import { admin, endpoint, manager, viewer } from './endpoint.ts';
import { id, instant, none, nothing } from './values.ts';

const byConnection = z.object({ connectionId: id });
const object = z.enum(['deal', 'company']);
const word = z.string().trim().min(1).max(200);
const piece = z.string().max(200);

const transform = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('shift_days'), days: z.number().int().min(-3650).max(3650) }),
  z.strictObject({ kind: z.literal('values'), values: z.record(piece, piece), otherwise: piece.nullable() }),
  z.strictObject({ kind: z.literal('template'), before: piece, after: piece }),
  z.strictObject({ kind: z.literal('scale'), by: z.number(), decimals: z.number().int().min(0).max(6) }),
  z.strictObject({ kind: z.literal('major_units') }),
]);
const entry = z.strictObject({
  ours: word.describe('A name of the catalogue, handoff.<key> or milestone.<key>'),
  object,
  field: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/),
  direction: z.enum(mappingDirections),
  transform,
  default: piece.nullable().describe('For an empty value on its way'),
  whoWins: z.enum(winners).describe('Where both sides changed: ours is written, the CRM’s stays, or a person decides'),
});
/** `status.<status>`, `phase.<key>` or `milestone.<key>`. */
const stageRule = z.strictObject({ on: word, stage: word });
export const mappingContent: z.ZodType<Mapping> = z.strictObject({
  entries: z.array(entry).max(300),
  stages: z
    .strictObject({
      field: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/),
      pipeline: word.nullable(),
      rules: z.array(stageRule).max(100),
      whoWins: z.enum(winners),
    })
    .nullable(),
  renewal: z
    .strictObject({
      pipeline: word,
      stage: word,
      termMonths: z.number().int().min(1).max(120),
      basis: z.enum(['contract_start', 'go_live']),
      createDeal: z.boolean(),
      owner: z.enum(['csm', 'deal_owner', 'none']).optional(),
      amount: z.enum(['deal', 'none']).optional(),
      upliftPercent: z.number().min(-100).max(1000).optional(),
    })
    .nullable(),
});

const yaml = z.string().max(200_000);
/** As data, or as the YAML of a `crm:` block. */
const given = <S extends z.ZodRawShape>(further: S) =>
  z.union([z.strictObject({ ...further, content: mappingContent }), z.strictObject({ ...further, yaml })]);

const version = z.object({
  version: z.number().int(),
  state: z.enum(['draft', 'active', 'retired']),
  note: z.string(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  activatedAt: instant.nullable(),
  activatedBy: z.string().nullable(),
});
const withContent = version.extend({ content: mappingContent, yaml: z.string() });
const stoppedField = z.object({ object, field: z.string(), reason: z.string(), since: instant });
export const mappingIssue = z.object({
  at: z.string().describe('Where in the mapping: entries.2, stages.rules.0, renewal; of YAML its path'),
  line: z.number().int().nullable().describe('Of YAML'),
  field: z.string().nullable(),
  problem: z.string(),
  remedy: z.string(),
});

export const getMapping = endpoint({
  id: 'getMapping',
  method: 'get',
  path: '/crm/connections/:connectionId/mapping',
  tag: 'CRM sync',
  summary: 'The mapping of a connection: what is active, the draft, all versions, and CRM fields that stopped',
  access: viewer,
  params: byConnection,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    active: withContent.nullable(),
    draft: withContent.nullable(),
    versions: z.array(version),
    stoppedFields: z.array(stoppedField),
    followers: z.number().int().describe('Running onboardings, which follow a version that is switched on'),
  }),
});
export const getMappingVersion = endpoint({
  id: 'getMappingVersion',
  method: 'get',
  path: '/crm/connections/:connectionId/mapping/versions/:version',
  tag: 'CRM sync',
  summary: 'One version of a mapping',
  access: viewer,
  params: byConnection.extend({ version: z.coerce.number().int().min(1) }),
  query: nothing,
  body: none,
  status: 200,
  response: withContent,
});

const option = z.object({ value: z.string(), label: z.string() });
export const getMappingChoices = endpoint({
  id: 'getMappingChoices',
  method: 'get',
  path: '/crm/connections/:connectionId/mapping/choices',
  tag: 'CRM sync',
  summary: 'What may be mapped: our values, and the CRM’s own fields and stages, asked there now',
  access: manager,
  params: byConnection,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    ours: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        explanation: z.string(),
        type: z.enum(ourTypes),
        options: z.array(option),
        directions: z.array(z.enum(mappingDirections)),
      }),
    ),
    moments: z.array(z.object({ on: z.string(), label: z.string() })),
    fields: z.record(
      object,
      z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          type: z.enum(crmFieldTypes),
          options: z.array(option),
          isWritable: z.boolean(),
          isUnique: z.boolean(),
        }),
      ),
    ),
    stages: z.array(
      z.object({
        pipelineId: z.string(),
        pipelineLabel: z.string(),
        stageId: z.string(),
        label: z.string(),
        isWon: z.boolean(),
      }),
    ),
    ofPlaybooks: z
      .object({ stages: z.array(z.string()), renewal: z.array(z.string()) })
      .describe('Names of the playbooks that have their own, which goes before the connection’s'),
  }),
});
export const checkMapping = endpoint({
  id: 'checkMapping',
  method: 'post',
  path: '/crm/connections/:connectionId/mapping/check',
  tag: 'CRM sync',
  summary: 'Check a mapping against the fields and stages that the CRM has now; nothing is kept',
  access: manager,
  params: byConnection,
  query: nothing,
  status: 200,
  body: given({}),
  response: z.object({
    issues: z.array(mappingIssue),
    content: mappingContent.nullable(),
    yaml: z.string().nullable(),
  }),
});

const read = z.object({
  ours: z.string(),
  object,
  field: z.string(),
  held: z.string().nullable().describe('What the CRM holds'),
  value: z.json().nullable().describe('What it would feed the plan with'),
  known: z.json().nullable().describe('What the plan is fed with now'),
  isStopped: z.boolean(),
  isOverridden: z.boolean().describe('The playbook of the onboarding says otherwise, and goes before'),
});
const write = z.object({
  object,
  field: z.string(),
  before: z.json().nullable(),
  after: z.json().nullable(),
  why: z.string(),
  outcome: z
    .enum(['write', 'same', 'conflict_ours', 'conflict_crm', 'conflict_nobody', 'no_field'])
    .describe('What would become of it, were it switched on now'),
});
export const previewMapping = endpoint({
  id: 'previewMapping',
  method: 'post',
  path: '/crm/connections/:connectionId/mapping/preview',
  tag: 'CRM sync',
  summary: 'What a mapping would read from a real deal and write to it; nothing is written',
  access: manager,
  params: byConnection,
  query: nothing,
  status: 200,
  body: given({ dealId: z.string().min(1).max(60) }),
  response: z.object({
    dealName: z.string(),
    onboardingId: id.nullable().describe('Null: the deal has none, so nothing would be written'),
    reads: z.array(read),
    writes: z.array(write),
    renewal: z
      .object({
        on: z.string(),
        pipeline: z.string(),
        stage: z.string(),
        amountCents: z.number().nullable().describe('In the currency’s smallest unit'),
        currency: z.string().nullable(),
      })
      .nullable()
      .describe('The renewal deal that go-live today would create'),
  }),
});
export const saveMapping = endpoint({
  id: 'saveMapping',
  method: 'put',
  path: '/crm/connections/:connectionId/mapping',
  tag: 'CRM sync',
  summary: 'Keep a mapping as the draft, a version of its own; nothing follows it yet',
  access: admin,
  params: byConnection,
  query: nothing,
  status: 200,
  body: given({
    note: z.string().max(500).default(''),
    basedOn: z.number().int().min(0).describe('The newest version seen; 0: none'),
  }),
  response: z.object({ version: z.number().int(), issues: z.array(mappingIssue) }),
});
export const activateMapping = endpoint({
  id: 'activateMapping',
  method: 'post',
  path: '/crm/connections/:connectionId/mapping/activate',
  tag: 'CRM sync',
  summary: 'Switch a version on; it is checked before, and running onboardings follow it',
  access: admin,
  params: byConnection,
  query: nothing,
  status: 200,
  body: z.strictObject({ version: z.number().int().min(1) }),
  response: z.object({ version: z.number().int(), onboardings: z.number().int() }),
});
export const recheckFields = endpoint({
  id: 'recheckFields',
  method: 'post',
  path: '/crm/connections/:connectionId/mapping/recheck',
  tag: 'CRM sync',
  summary: 'Look again at CRM fields that stopped; those that are well go on',
  access: manager,
  params: byConnection,
  query: nothing,
  status: 200,
  body: nothing,
  response: z.object({ stoppedFields: z.array(stoppedField) }),
});
