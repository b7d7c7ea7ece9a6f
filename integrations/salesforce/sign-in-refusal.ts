/** What the token endpoint says against a sign-in, and what an administrator does about it. */
import { AppError } from '../../src/errors.ts';
import { parseJson } from './errors.ts';
import type { Answer } from './http.ts';
import { signInRefusalSchema } from './schemas.ts';

const retryMs = 60_000;

/** Said about the app or its user for good; anything else may pass. */
const lasting = [
  'invalid_client',
  'invalid_client_id',
  'invalid_client_credentials',
  'invalid_grant',
  'invalid_app_access',
  'unauthorized_client',
  'unsupported_grant_type',
  'inactive_user',
  'inactive_org',
];

/** By what is said, the first that fits: Salesforce has one error for many causes and tells them apart in words. */
const remedies: [said: RegExp, remedy: string | { byKey: string; bySecret: string }][] = [
  [
    /hasn.t approved|not admin approved|invalid_app_access/,
    'Check the user name; in the app’s policies permit users whom an administrator approved, and assign the app to a permission set or profile of this user.',
  ],
  [
    /audience/i,
    'The user has to belong to the organisation of this address: a sandbox’s has “.sandbox.” in it, production’s has not.',
  ],
  [/invalid assertion/, 'Give the app the certificate of this key, or enter the key of the certificate that it has.'],
  [/expired|too long/, 'Check the clock of the machine that Gangway runs on.'],
  [
    /no client credentials user/,
    'In the app’s policies turn on the client credentials flow, and choose the user it runs as.',
  ],
  [/not supported on this domain/, 'Use the My Domain address of the organisation.'],
  [
    /client identifier|client id\b|invalid_client_id/,
    'Copy the consumer key anew; an app that was just made is known after some minutes.',
  ],
  [
    /invalid_client/,
    {
      byKey: 'Turn on the JWT bearer flow in the app’s settings, and give it the certificate of this key.',
      bySecret: 'Copy the consumer secret anew.',
    },
  ],
  [/inactive_user|user is inactive|locked/, 'Activate or unlock the user in Salesforce.'],
];

export function describeSignInRefusal(answer: Answer, cause: unknown, isByKey: boolean): AppError {
  const said = signInRefusalSchema.safeParse(parseJson(answer.text)).data;
  const words = said ? `${said.error}: ${said.error_description}` : 'no reason given';
  const remedy = remedies.find(([pattern]) => pattern.test(words))?.[1];
  const todo = typeof remedy === 'object' ? remedy[isByKey ? 'byKey' : 'bySecret'] : remedy;
  const message = `Salesforce refused our sign-in (${answer.status}): ${words}${todo === undefined ? '' : `. ${todo}`}`;
  const details = { status: answer.status, ...(said && { reason: said.error }) };
  return said && lasting.includes(said.error)
    ? new AppError('crm_revoked', { message, cause, details })
    : new AppError('crm_unavailable', { message, cause, details, retryAfterMs: retryMs });
}
