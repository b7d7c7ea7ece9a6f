/** Both directions of signing in: Gangway in Salesforce (external client app), Salesforce in Gangway (named credential). */
import { type MetadataFile, metadataFile } from './metadata.ts';
import { placeholders } from './placeholders.ts';

const app = 'Gangway';
export const credential = 'Gangway';
/** whoever calls, Gangway sees this one */
export const principal = 'Gangway';

/** Its own folder: deploying it asks that the org has opted in to external client apps. No key, no secret stands in it. */
export const clientAppFiles = (): MetadataFile[] => [
  metadataFile('ExternalClientApplication', `client-app/main/default/externalClientApps/${app}.eca-meta.xml`, {
    contactEmail: placeholders.contactEmail.text,
    description: 'Gangway reads deals and writes onboardings back',
    distributionState: 'Local',
    isProtected: false,
    label: 'Gangway',
  }),
  metadataFile(
    'ExtlClntAppGlobalOauthSettings',
    `client-app/main/default/extlClntAppGlobalOauthSets/${app}_global.ecaGlblOauth-meta.xml`,
    {
      callbackUrl: `${placeholders.publicUrl.text}/connections/salesforce/callback`,
      externalClientApplication: app,
      isClientCredentialsFlowEnabled: true,
      isConsumerSecretOptional: false,
      isIntrospectAllTokens: false,
      isPkceRequired: true,
      isSecretRequiredForRefreshToken: true,
      label: 'Gangway global settings',
      shouldRotateConsumerKey: false,
      shouldRotateConsumerSecret: false,
    },
  ),
  metadataFile(
    'ExtlClntAppOauthSettings',
    `client-app/main/default/extlClntAppOauthSettings/${app}_oauth.ecaOauth-meta.xml`,
    {
      commaSeparatedOauthScopes: 'Api, RefreshToken',
      externalClientApplication: app,
      label: 'Gangway settings',
    },
  ),
  metadataFile(
    'ExtlClntAppOauthConfigurablePolicies',
    `client-app/main/default/extlClntAppOauthPolicies/${app}_policy.ecaOauthPlcy-meta.xml`,
    {
      clientCredentialsFlowUser: placeholders.integrationUser.text,
      commaSeparatedPermissionSet: 'Gangway_Integration',
      externalClientApplication: app,
      ipRelaxationPolicyType: 'Enforce',
      isClientCredentialsFlowEnabled: true,
      isGuestCodeCredFlowEnabled: false,
      isTokenExchangeFlowEnabled: false,
      label: 'Gangway policy',
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      refreshTokenPolicyType: 'Infinite',
    },
  ),
];

/** The key itself is entered in Setup after the deployment: it is a secret. */
export const credentialFiles = (): MetadataFile[] => [
  metadataFile(
    'ExternalCredential',
    `force-app/main/default/externalCredentials/${credential}.externalCredential-meta.xml`,
    {
      authenticationProtocol: 'Custom',
      description: 'An API key of Gangway, as the parameter ApiKey of its principal',
      externalCredentialParameters: [
        { parameterGroup: principal, parameterName: principal, parameterType: 'NamedPrincipal', sequenceNumber: 1 },
        {
          parameterGroup: 'DefaultGroup',
          parameterName: 'Authorization',
          parameterType: 'AuthHeader',
          parameterValue: `{!'Bearer ' & $Credential.${credential}.ApiKey}`,
          sequenceNumber: 1,
        },
      ],
      label: 'Gangway',
    },
  ),
  metadataFile('NamedCredential', `force-app/main/default/namedCredentials/Gangway.namedCredential-meta.xml`, {
    allowMergeFieldsInBody: false,
    allowMergeFieldsInHeader: false,
    calloutStatus: 'Enabled',
    generateAuthorizationHeader: false,
    label: 'Gangway',
    namedCredentialParameters: [
      { parameterName: 'Url', parameterType: 'Url', parameterValue: placeholders.publicUrl.text },
      { externalCredential: credential, parameterName: 'ExternalCredential', parameterType: 'Authentication' },
    ],
    namedCredentialType: 'SecuredEndpoint',
  }),
];
