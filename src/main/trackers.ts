/** Which trackers are on. */
import { createJira } from '../../integrations/jira/client.ts';
import type { TrackerPort } from '../../integrations/ports-tracker.ts';
import { createTrackerWebhook } from '../../integrations/tracker-webhook/client.ts';
import type { TrackersConfig } from '../config/trackers.ts';
import type { TrackerName } from '../domain/ticket.ts';

export function createTrackers({ jira, webhook }: TrackersConfig): Map<TrackerName, TrackerPort> {
  const ports = [...(jira ? [createJira(jira)] : []), ...(webhook ? [createTrackerWebhook(webhook)] : [])];
  return new Map(ports.map((port) => [port.name, port]));
}
