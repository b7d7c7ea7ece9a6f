/** Everything that integrations/salesforce/package holds but its README. */
import { defaultApiVersion } from '../../integrations/salesforce/api-version.ts';
import { clientAppFiles, credentialFiles } from './credentials.ts';
import { fieldFiles } from './fields.ts';
import { flowFiles } from './flows.ts';
import type { MetadataFile } from './metadata.ts';
import { onboardingFiles } from './onboarding-object.ts';
import { permissionSetFiles } from './permission-sets.ts';
import { placeholders } from './placeholders.ts';

const project = {
  packageDirectories: [{ path: 'force-app', default: true }, { path: 'client-app' }],
  name: 'gangway',
  namespace: '',
  sfdcLoginUrl: 'https://login.salesforce.com',
  sourceApiVersion: defaultApiVersion,
  replacements: Object.values(placeholders).map(({ text, variable }) => ({
    glob: '*/main/default/**/*.xml',
    stringToReplace: text,
    replaceWithEnv: variable,
  })),
};

export const packageFiles = (): MetadataFile[] => [
  { path: 'sfdx-project.json', text: `${JSON.stringify(project, null, 2)}\n` },
  ...onboardingFiles(),
  ...fieldFiles(),
  ...flowFiles(),
  ...permissionSetFiles(),
  ...credentialFiles(),
  ...clientAppFiles(),
];
