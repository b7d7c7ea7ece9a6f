import type { TrackerPort } from '../../../integrations/ports-tracker.ts';
import type { TrackerName } from '../../domain/ticket.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { ChangeDeps } from '../change-onboarding.ts';

export interface TrackerDeps extends ChangeDeps {
  /** one that is not configured is off: its tickets wait */
  trackers: Map<TrackerName, TrackerPort>;
  logger: Logger;
}
