/** What `gangway doctor` says of a workspace. */
import type { CheckResult } from '../ports.ts';
import type { SlackPort } from '../ports-slack.ts';
import { botScopes } from './manifest.ts';

export async function checkWorkspace(identify: SlackPort['identify']): Promise<CheckResult[]> {
  try {
    const { teamName, scopes } = await identify();
    const missing = botScopes.filter((scope) => !scopes.includes(scope));
    return [
      { name: `Slack: ${teamName}`, ok: true, detail: 'the token is taken', fix: null },
      missing.length === 0
        ? { name: `Slack: scopes in ${teamName}`, ok: true, detail: 'all granted', fix: null }
        : {
            name: `Slack: scopes in ${teamName}`,
            ok: false,
            detail: `missing: ${missing.join(', ')}`,
            fix: 'Take over the manifest (gangway slack manifest) and install the app again',
          },
    ];
  } catch (error) {
    return [
      {
        name: 'Slack',
        ok: false,
        detail: error instanceof Error ? error.message : String(error),
        fix: 'Install the app again and set its new bot token',
      },
    ];
  }
}
