import type { CrmPort } from '../../../integrations/ports.ts';
import type { SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { ChangeDeps } from '../change-onboarding.ts';
import { AppError } from '../../errors.ts';

export interface CrmDeps extends ChangeDeps {
  /** by connection; a connection without credentials is off */
  crms: Map<string, CrmPort>;
  /** takes up what was connected elsewhere meanwhile; absent: nothing can be */
  refreshCrms?: () => Promise<void>;
  /** absent: Slack is off */
  slack?: SlackWorkspaces | null;
  company: { timezone: string; country: string | null };
  logger: Logger;
}

export function crmOf(deps: CrmDeps, connectionId: string): CrmPort {
  const crm = deps.crms.get(connectionId);
  if (!crm)
    throw new AppError('integration_off', {
      message: 'This CRM connection has no credentials here',
      details: { connectionId },
    });
  return crm;
}
