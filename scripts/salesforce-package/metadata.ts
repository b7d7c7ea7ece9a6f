/** Metadata as plain objects of Salesforce's own types (so that tsc refuses what they do not have), and as XML. */
import type {
  CustomField,
  CustomObject,
  CustomTab,
  ExternalClientApplication,
  ExternalCredential,
  ExtlClntAppGlobalOauthSettings,
  ExtlClntAppOauthConfigurablePolicies,
  ExtlClntAppOauthSettings,
  Flow,
  Layout,
  ListView,
  NamedCredential,
  PermissionSet,
  Workflow,
} from '@salesforce/types/metadata';

interface Types {
  CustomField: CustomField;
  CustomObject: CustomObject;
  CustomTab: CustomTab;
  ExternalClientApplication: ExternalClientApplication;
  ExternalCredential: ExternalCredential;
  ExtlClntAppGlobalOauthSettings: ExtlClntAppGlobalOauthSettings;
  ExtlClntAppOauthConfigurablePolicies: ExtlClntAppOauthConfigurablePolicies;
  ExtlClntAppOauthSettings: ExtlClntAppOauthSettings;
  Flow: Flow;
  Layout: Layout;
  ListView: ListView;
  NamedCredential: NamedCredential;
  PermissionSet: PermissionSet;
  Workflow: Workflow;
}
type TypeName = keyof Types;

/** Their types demand every list; in XML an empty one is left out. */
export type Written<T> = T extends (infer Item)[]
  ? Written<Item>[]
  : T extends Date
    ? string
    : T extends object
      ? { [Name in keyof T as NonNullable<T[Name]> extends unknown[] ? never : Name]: Written<T[Name]> } & {
          [Name in keyof T as NonNullable<T[Name]> extends unknown[] ? Name : never]?: Written<NonNullable<T[Name]>>;
        }
      : T;

/** One file of the project, by its path from `sfdx-project.json`. */
export interface MetadataFile {
  path: string;
  text: string;
}

/** As `sf project retrieve` writes it, so that a retrieve shows what was changed in the org and nothing else. */
export const metadataFile = <Name extends TypeName>(
  type: Name,
  path: string,
  content: Written<Types[Name]>,
): MetadataFile => ({
  path,
  text: `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${children(content, 1)}</${type}>\n`,
});

function children(content: object, depth: number): string {
  const entries: [string, unknown][] = Object.entries(content);
  return entries
    .toSorted(([a], [b]) => fullNameFirst(a, b))
    .map(([name, value]) => element(name, value, depth))
    .join('');
}

function element(name: string, value: unknown, depth: number): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item, depth)).join('');
  const indent = '    '.repeat(depth);
  if (typeof value === 'object') return `${indent}<${name}>\n${children(value, depth + 1)}${indent}</${name}>\n`;
  if (name === 'apiVersion') return `${indent}<${name}>${Number(value).toFixed(1)}</${name}>\n`;
  return `${indent}<${name}>${escape(typeof value === 'string' ? value : JSON.stringify(value))}</${name}>\n`;
}

const fullNameFirst = (a: string, b: string): number => {
  if (a === 'fullName' || b === 'fullName') return a === 'fullName' ? -1 : 1;
  return a < b ? -1 : 1;
};

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
