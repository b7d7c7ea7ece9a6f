/** An object as describe tells of it. */
import { renewalsRecordType } from './record-types.ts';
import type { Org } from './org.ts';
import type { FieldDefinition, ObjectDefinition } from './state.ts';

const isCustom = (name: string): boolean => name.endsWith('__c');

function describeField(field: FieldDefinition): Record<string, unknown> {
  const { name, type, length } = field;
  return {
    aggregatable: type !== 'textarea' && type !== 'boolean',
    aiPredictionField: false,
    autoNumber: false,
    byteLength: length * 3,
    calculated: false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: !field.isReadOnly,
    custom: isCustom(name),
    defaultValue: type === 'boolean' ? field.initially : null,
    defaultValueFormula: null,
    defaultedOnCreate: field.initially !== null,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: type === 'int' ? 8 : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.isExternalId,
    extraTypeInfo: type === 'textarea' && !field.isFilterable ? 'plaintextarea' : null,
    filterable: field.isFilterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.isFilterable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: type === 'id' || field.isExternalId,
    inlineHelpText: null,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name,
    nameField: name === 'Name',
    namePointing: field.referenceTo.length > 1,
    nillable: !field.isRequired && !field.isReadOnly && type !== 'boolean',
    permissionable: isCustom(name),
    picklistValues: field.options.map(({ value, label }) => ({
      active: true,
      defaultValue: field.initially === value,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.isRestricted,
    scale: field.scale,
    searchPrefilterable: type === 'reference',
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: field.isFilterable,
    type,
    unique: field.isUnique,
    updateable: !field.isReadOnly && !field.isFixed,
    writeRequiresMasterRead: false,
  };
}

const soapTypes: Partial<Record<FieldDefinition['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

function describeBriefly({ name, label, labelPlural, keyPrefix, fields }: ObjectDefinition, version: string) {
  const isWritable = fields.some((field) => !field.isReadOnly);
  const base = `/services/data/v${version}/sobjects/${name}`;
  return {
    activateable: false,
    createable: isWritable,
    custom: isCustom(name),
    customSetting: false,
    deepCloneable: false,
    deletable: isWritable && name !== 'User',
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: isWritable,
    mergeable: name === 'Account' || name === 'Contact',
    mruEnabled: isWritable,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: isWritable,
    triggerable: isWritable,
    undeletable: isWritable && name !== 'User',
    updateable: isWritable,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

export const describeGlobal = (org: Org, version: string) => ({
  encoding: 'UTF-8',
  maxBatchSize: 200,
  sobjects: org.state.objects.map((object) => describeBriefly(object, version)),
});

export const describeObject = (org: Org, object: ObjectDefinition, version: string) => ({
  ...describeBriefly(object, version),
  actionOverrides: [],
  childRelationships: org.state.objects.flatMap(({ name, fields }) =>
    fields
      .filter(({ referenceTo }) => referenceTo.includes(object.name))
      .map((field) => ({
        cascadeDelete: field.isCascading,
        childSObject: name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: field.childRelationshipName,
        restrictedDelete: false,
      })),
  ),
  compactLayoutable: true,
  fields: object.fields.map(describeField),
  defaultImplementation: null,
  extendedBy: null,
  extendsInterfaces: null,
  implementedBy: null,
  implementsInterfaces: null,
  listviewable: null,
  lookupLayoutable: null,
  namedLayoutInfos: [],
  networkScopeFieldName: null,
  recordTypeInfos: [
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: true,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: '012000000000000AAA',
      urls: {},
    },
    ...(object.name === 'Opportunity' ? [renewals] : []),
  ],
  searchLayoutable: true,
  sobjectDescribeOption: 'FULL',
  supportedScopes: [{ label: 'All records', name: 'everything' }],
});

/** The organisation keeps its renewals apart. */
const renewals = {
  active: true,
  available: true,
  defaultRecordTypeMapping: false,
  developerName: 'Renewals',
  master: false,
  name: 'Renewals',
  recordTypeId: renewalsRecordType,
  urls: {},
};
