import type { endpoints } from '../../contracts/api/index.ts';
import { mappingYaml } from '../../contracts/playbook/mapping-yaml.ts';
import { connectionById } from '../../db/connections.ts';
import {
  countFollowers,
  listMappings,
  mappingVersion,
  type MappingVersion,
  type StoredMapping,
} from '../../db/crm-mappings.ts';
import { type StoppedField, stoppedFieldsOf } from '../../db/stopped-fields.ts';
import { activateVersion } from '../../usecases/mapping/activate-mapping.ts';
import { checkGiven, contentOf } from '../../usecases/mapping/check-mapping.ts';
import { mappingChoices } from '../../usecases/mapping/mapping-choices.ts';
import { previewMapping } from '../../usecases/mapping/preview-mapping.ts';
import { saveMapping } from '../../usecases/mapping/save-mapping.ts';
import { watchFields } from '../../usecases/crm/watch-fields.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

const shown = ({ version, state, note, createdAt, createdBy, activatedAt, activatedBy }: MappingVersion) => ({
  version,
  state,
  note,
  createdAt: createdAt.toISOString(),
  createdBy,
  activatedAt: activatedAt?.toISOString() ?? null,
  activatedBy,
});
const whole = ({ content, ...version }: StoredMapping) => ({
  ...shown(version),
  content,
  yaml: mappingYaml(content, version.note),
});
const stopped = (fields: StoppedField[]) => ({
  stoppedFields: fields.map(({ since, ...field }) => ({ ...field, since: since.toISOString() })),
});

export const mapping: Handler<typeof endpoints.getMapping> = async ({ params: { connectionId } }, { db }) => {
  await connectionById(db, connectionId);
  const versions = await listMappings(db, connectionId);
  const inState = async (state: MappingVersion['state']) => {
    const found = versions.find((version) => version.state === state);
    return found ? whole(await mappingVersion(db, connectionId, found.version)) : null;
  };
  const [active, draft, fields, followers] = await Promise.all([
    inState('active'),
    inState('draft'),
    stoppedFieldsOf(db, connectionId),
    countFollowers(db, connectionId),
  ]);
  return { active, draft, versions: versions.map(shown), ...stopped(fields), followers };
};

export const version: Handler<typeof endpoints.getMappingVersion> = async ({ params }, { db }) =>
  whole(await mappingVersion(db, params.connectionId, params.version));

export const choices: Handler<typeof endpoints.getMappingChoices> = ({ params }, { crm }) =>
  mappingChoices(crm, params.connectionId);

export const check: Handler<typeof endpoints.checkMapping> = ({ params, body }, { crm }) =>
  checkGiven(crm, params.connectionId, body);

export const preview: Handler<typeof endpoints.previewMapping> = ({ params, body }, { crm }) =>
  previewMapping(crm, params.connectionId, { dealId: body.dealId, content: contentOf(body).content });

export const save: Handler<typeof endpoints.saveMapping> = ({ params, body, caller }, { crm }) =>
  saveMapping(crm, params.connectionId, { ...body, byId: actorOf(caller).id });

export const activate: Handler<typeof endpoints.activateMapping> = async ({ params, body, caller }, { crm }) => {
  const { connectionId } = params;
  const onboardings = await activateVersion(crm, { connectionId, version: body.version, byId: actorOf(caller).id });
  return { version: body.version, onboardings };
};

export const recheck: Handler<typeof endpoints.recheckFields> = async ({ params: { connectionId } }, { db, crm }) => {
  await watchFields(crm, connectionId);
  return stopped(await stoppedFieldsOf(db, connectionId));
};
