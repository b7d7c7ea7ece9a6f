/** The SFDX project: what `sf` would refuse, or what would deploy and then not work, as far as that shows offline. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../integrations/salesforce/api-version.ts';
import { neededFields } from '../../integrations/salesforce/package-fields.ts';
import { projectOutboundMessage } from '../../integrations/salesforce/webhook.ts';
import { messages as sandboxMessages } from '../../integrations/sandbox/salesforce/flow.ts';
import { freshObjects } from '../../integrations/sandbox/salesforce/objects.ts';
import { packageFiles } from '../../scripts/salesforce-package/package-files.ts';
import { crmFieldDefinitions, handoffFieldDefinitions } from '../../src/domain/crm-fields.ts';
import { outboundMessage } from '../support/outbound-message.ts';
import { all, deep, readXml, textOf, type XmlElement } from '../support/xml-tree.ts';

const root = new URL('../../integrations/salesforce/package/', import.meta.url).pathname;
const onDisk = new Map(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => path !== 'README.md')
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
const documents = new Map(
  [...onDisk].filter(([path]) => path.endsWith('.xml')).map(([path, text]) => [path, readXml(text)]),
);
const at = (path: string): XmlElement => {
  const document = documents.get(`force-app/main/default/${path}`);
  if (!document) throw new Error(`There is no ${path}`);
  return document;
};
const under = (folder: string): [string, XmlElement][] =>
  [...documents].filter(([path]) => path.includes(`/default/${folder}/`));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? '';

/** From the registry of @salesforce/source-deploy-retrieve 13.7. */
const types: Record<string, { suffix: string; folder: RegExp }> = {
  CustomField: { suffix: 'field', folder: /\/objects\/\w+\/fields$/ },
  CustomObject: { suffix: 'object', folder: /\/objects\/\w+$/ },
  CustomTab: { suffix: 'tab', folder: /\/tabs$/ },
  ExternalClientApplication: { suffix: 'eca', folder: /\/externalClientApps$/ },
  ExternalCredential: { suffix: 'externalCredential', folder: /\/externalCredentials$/ },
  ExtlClntAppGlobalOauthSettings: { suffix: 'ecaGlblOauth', folder: /\/extlClntAppGlobalOauthSets$/ },
  ExtlClntAppOauthConfigurablePolicies: { suffix: 'ecaOauthPlcy', folder: /\/extlClntAppOauthPolicies$/ },
  ExtlClntAppOauthSettings: { suffix: 'ecaOauth', folder: /\/extlClntAppOauthSettings$/ },
  Flow: { suffix: 'flow', folder: /\/flows$/ },
  Layout: { suffix: 'layout', folder: /\/layouts$/ },
  ListView: { suffix: 'listView', folder: /\/objects\/\w+\/listViews$/ },
  NamedCredential: { suffix: 'namedCredential', folder: /\/namedCredentials$/ },
  PermissionSet: { suffix: 'permissionset', folder: /\/permissionsets$/ },
  Workflow: { suffix: 'workflow', folder: /\/workflows$/ },
};

/** `Opportunity.Gangway_Stage__c`, as everything else refers to it; activities' fields are those of tasks and events. */
const customFields = new Map(
  under('objects')
    .filter(([path]) => path.includes('/fields/'))
    .flatMap(([path, field]) => {
      const object = path.split('/').at(-3) ?? '';
      const objects = object === 'Activity' ? ['Task', 'Event'] : [object];
      return objects.map((owner): [string, XmlElement] => [`${owner}.${textOf(field, 'fullName')}`, field]);
    }),
);
const isOurs = (field: string): boolean => field.endsWith('__c');

describe('The package', () => {
  it('is what its generator writes: `node scripts/salesforce-package.ts`', () => {
    expect(Object.fromEntries(onDisk)).toEqual(
      Object.fromEntries(packageFiles().map(({ path, text }) => [path, text])),
    );
  });

  it.each([...documents])('%s is of the type that its place and its name say', (path, document) => {
    expect(document.namespace).toBe('http://soap.sforce.com/2006/04/metadata');
    const type = types[document.name];
    expect(path.endsWith(`.${type?.suffix}-meta.xml`)).toBe(true);
    expect(path.slice(0, path.lastIndexOf('/'))).toMatch(type?.folder ?? /$^/);
    const fullName = textOf(document, 'fullName');
    expect(fullName ?? nameOf(path)).toBe(nameOf(path));
  });

  it('names one version of the API', () => {
    expect(onDisk.get('sfdx-project.json')).toContain(`"sourceApiVersion": "${defaultApiVersion}"`);
    const versions = [...documents.values()].flatMap((document) =>
      deep(document, 'apiVersion').map(({ text }) => text),
    );
    expect(new Set(versions)).toEqual(new Set([defaultApiVersion]));
  });

  it('holds no secret, and has a value put in for each placeholder', () => {
    const files = [...onDisk].filter(([path]) => path.endsWith('.xml'));
    const secret = /<(?:consumerKey|consumerSecret|certificate|password|oauthToken)>/;
    expect(files.filter(([, text]) => secret.test(text)).map(([path]) => path)).toEqual([]);
    const project: unknown = JSON.parse(onDisk.get('sfdx-project.json') ?? '');
    expect(project).toMatchObject({ replacements: expect.any(Array) });
    for (const [, text] of JSON.stringify(project).matchAll(/"stringToReplace":"([^"]+)"/g))
      expect(files.some(([, file]) => file.includes(text ?? ''))).toBe(true);
  });
});

describe('Its fields', () => {
  const salesforceTypes = {
    text: 'Text',
    long_text: 'LongTextArea',
    number: 'Number',
    date: 'Date',
    enumeration: 'Picklist',
    url: 'Url',
  };
  const capitalised = (name: string): string =>
    `${name.replaceAll(/(^|_)([a-z])/g, (match) => match.toUpperCase())}__c`;

  it.each(
    [...crmFieldDefinitions, ...handoffFieldDefinitions].map(
      (definition) => [`${definition.object}.${definition.name}`, definition] as const,
    ),
  )('%s is there in its type, with its values', (_name, { object, name, type, label, options, isUnique }) => {
    const field = customFields.get(`${object === 'deal' ? 'Opportunity' : 'Account'}.${capitalised(name)}`);
    if (!field) throw new Error('It is missing');
    expect(textOf(field, 'type')).toBe(salesforceTypes[type]);
    expect(textOf(field, 'label')).toBe(label);
    expect(textOf(field, 'unique')).toBe(isUnique ? 'true' : undefined);
    expect(textOf(field, 'externalId')).toBe(isUnique ? 'true' : undefined);
    expect(
      deep(field, 'valueSetDefinition')
        .flatMap((set) => all(set, 'value'))
        .map((value) => textOf(value, 'fullName')),
    ).toEqual(options.map(({ value }) => value));
  });

  it('of a deal stand on the onboarding’s record as well', () => {
    for (const { name } of crmFieldDefinitions.filter(({ object, isUnique }) => object === 'deal' && !isUnique)) {
      const field = customFields.get(`Onboarding__c.${capitalised(name)}`);
      expect(field).toEqual(customFields.get(`Opportunity.${capitalised(name)}`));
    }
  });

  it('are all that the client asks for', () => {
    const asked = Object.entries(neededFields).flatMap(([object, names]) => names.map((name) => `${object}.${name}`));
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !customFields.has(name))).toEqual([]);
  });

  it('by which records are found again are unique external ids', () => {
    for (const name of ['Onboarding__c.Gangway_Id__c', 'Opportunity.Gangway_Key__c', 'Task.Gangway_Key__c']) {
      const field = customFields.get(name);
      expect(field && [textOf(field, 'externalId'), textOf(field, 'unique'), textOf(field, 'type')]).toEqual([
        'true',
        'true',
        'Text',
      ]);
    }
    expect(textOf(customFields.get('Onboarding__c.Opportunity__c')!, 'referenceTo')).toBe('Opportunity');
    expect(textOf(customFields.get('Onboarding__c.Account__c')!, 'referenceTo')).toBe('Account');
  });

  it.each([...customFields])('%s keeps Salesforce’s limits', (_name, field) => {
    expect((textOf(field, 'fullName') ?? '').replace(/__c$/, '')).toMatch(/^[A-Za-z](?:_?[A-Za-z0-9]){1,39}$/);
    expect((textOf(field, 'label') ?? '').length).toBeLessThanOrEqual(40);
    expect((textOf(field, 'inlineHelpText') ?? '').length).toBeLessThanOrEqual(510);
  });

  it('are all permitted to the integration, and to people as far as they are theirs', () => {
    for (const [set, mayEdit] of [
      ['Gangway_Integration', () => true],
      ['Gangway_User', (name: string) => !/\.(?:Gangway|Deleted|Opportunity|Account)_/.test(name)],
    ] as const) {
      const permissions = all(at(`permissionsets/${set}.permissionset-meta.xml`), 'fieldPermissions');
      const custom = permissions.filter((permission) => isOurs(textOf(permission, 'field') ?? ''));
      expect(new Set(custom.map((permission) => textOf(permission, 'field')))).toEqual(new Set(customFields.keys()));
      expect(new Set(permissions.map((permission) => textOf(permission, 'field'))).size).toBe(permissions.length);
      for (const permission of custom)
        expect([textOf(permission, 'field'), textOf(permission, 'editable'), textOf(permission, 'readable')]).toEqual([
          textOf(permission, 'field'),
          String(mayEdit(textOf(permission, 'field') ?? '')),
          'true',
        ]);
    }
  });

  it('are those that the sandbox’s organisation has', () => {
    const inSandbox = freshObjects().flatMap(({ name: object, fields }) =>
      fields
        .filter(({ name }) => isOurs(name))
        .map((field): [string, typeof field] => [`${object}.${field.name}`, field]),
    );
    // its calendar is not followed
    const packaged = [...customFields.keys()].filter((name) => !name.startsWith('Event.'));
    expect(new Set(inSandbox.map(([name]) => name))).toEqual(new Set(packaged));
    for (const [name, { isExternalId, isUnique, length, scale, options }] of inSandbox) {
      const field = customFields.get(name)!;
      expect({ name, isExternalId, isUnique }).toEqual({
        name,
        isExternalId: textOf(field, 'externalId') === 'true',
        isUnique: textOf(field, 'unique') === 'true',
      });
      if (textOf(field, 'length')) expect([name, String(length)]).toEqual([name, textOf(field, 'length')]);
      if (textOf(field, 'scale')) expect([name, String(scale)]).toEqual([name, textOf(field, 'scale')]);
      const values = deep(field, 'valueSetDefinition').flatMap((set) => all(set, 'value'));
      expect(options.map(({ value }) => value)).toEqual(values.map((value) => textOf(value, 'fullName')));
    }
  });

  it('that a layout or a list shows exist', () => {
    const layout = at('layouts/Onboarding__c-Onboarding Layout.layout-meta.xml');
    const shown = [
      ...deep(layout, 'field'),
      ...all(at('objects/Onboarding__c/listViews/All.listView-meta.xml'), 'columns'),
    ];
    const custom = shown.map(({ text }) => text).filter(isOurs);
    expect(custom.filter((name) => !customFields.has(`Onboarding__c.${name}`))).toEqual([]);
  });
});

describe('Its flows', () => {
  const messages = new Map(
    under('workflows').flatMap(([path, workflow]) =>
      all(workflow, 'outboundMessages').map((message): [string, XmlElement] => [
        `${nameOf(path)}.${textOf(message, 'fullName')}`,
        message,
      ]),
    ),
  );

  it.each(under('flows'))('%s refers to what there is', (_path, flow) => {
    const elements = flow.children.map((child) => textOf(child, 'name')).filter((name) => name !== undefined);
    for (const { text } of deep(flow, 'targetReference')) expect(elements).toContain(text);
    for (const call of all(flow, 'actionCalls')) {
      expect(textOf(call, 'actionType')).toBe('outboundMessage');
      expect(textOf(call, 'actionName')).toBe(`${textOf(flow, 'start', 'object')}.Gangway`);
      expect([...messages.keys()]).toContain(textOf(call, 'actionName'));
    }
    const object = textOf(flow, 'start', 'object') ?? '';
    const ofRecord = [...(textOf(flow, 'start', 'filterFormula') ?? '').matchAll(/\$Record\.(\w+)/g)].map(
      ([, name]) => `${object}.${name}`,
    );
    const updated = all(flow, 'recordUpdates').flatMap((update) =>
      deep(update, 'field').map(({ text }) => `${textOf(update, 'object')}.${text}`),
    );
    for (const field of [...ofRecord, ...updated].filter(isOurs)) expect([...customFields.keys()]).toContain(field);
    expect(textOf(flow, 'status')).toBe('Active');
  });

  it('never stand in the way of a person: what fails in them ends in them', () => {
    for (const [, flow] of under('flows'))
      for (const element of [...all(flow, 'actionCalls'), ...all(flow, 'recordUpdates')])
        expect(textOf(element, 'faultConnector', 'targetReference')).toBe('Leave_It_To_Reconcile');
  });

  it('are not started by what we write', () => {
    const written = new Set(crmFieldDefinitions.map(({ name }) => name));
    for (const [, flow] of under('flows'))
      for (const name of written) expect(textOf(flow, 'start', 'filterFormula') ?? '').not.toContain(name);
  });

  it.each([...messages])(
    'the message %s goes to the webhook, without a session, with fields that exist',
    (name, message) => {
      const object = name.split('.')[0];
      expect(textOf(message, 'endpointUrl')).toMatch(/^https:\/\/[^/]+\/webhooks\/salesforce\/[^/]+$/);
      expect(textOf(message, 'includeSessionId')).toBe('false');
      for (const { text } of all(message, 'fields').filter((field) => isOurs(field.text)))
        expect([...customFields.keys()]).toContain(`${object}.${text}`);
    },
  );

  it('send what the sandbox sends', () => {
    for (const [object, { fields }] of Object.entries(sandboxMessages))
      expect(fields).toEqual(all(messages.get(`${object}.Gangway`)!, 'fields').map(({ text }) => text));
    expect(messages.size).toBe(Object.keys(sandboxMessages).length);
  });

  it.each([
    ['Opportunity', 'deal_changed'],
    ['Onboarding__c', 'deal_deleted'],
  ])('what the message of an %s carries is read as %s', (object, kind) => {
    const message = messages.get(`${object}.Gangway`);
    const fields = Object.fromEntries(
      all(message!, 'fields').map(({ text }) => [text, text.includes('Id') ? '0065g00000QwErTAAV' : '']),
    );
    const projection = projectOutboundMessage(
      Buffer.from(outboundMessage([{ notificationId: '04l5g00000AbCdEAAV', type: object, fields }])),
    );
    expect(projection).toMatchObject({ ok: true, events: [{ kind, dealId: '0065g00000QwErTAAV' }] });
  });
});
