/** Pure constants, safe inside workflows: names on the wire and how activities are tried. */
export const taskQueues = {
  /** workflows, and the local activities that decide */
  workflows: 'gangway-workflows',
  /** calls to a CRM; slow ones must not hold up anything else */
  crm: 'gangway-crm',
  /** messages to people */
  messages: 'gangway-messages',
} as const;

export const workflowTaskTimeout = '3s';
export const stickyQueueScheduleToStartTimeout = '2s';

/** Decisions are local activities: no server round trip, a few ms in PostgreSQL, repeated until it is back. */
export const decisionProfile = {
  startToCloseTimeout: '20s',
  retry: { initialInterval: '250ms', backoffCoefficient: 2, maximumInterval: '20s' },
} as const;

/** A vendor may be away for days; `nextRetryDelay` of a throttled call goes before the backoff. */
export const vendorProfile = {
  startToCloseTimeout: '3m',
  heartbeatTimeout: '12s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
} as const;

/** One for everybody: whatever waits, waits for it. What is away says itself when to ask again; a killed worker does not. */
export const drainProfile = {
  ...vendorProfile,
  retry: { ...vendorProfile.retry, maximumInterval: '5s' },
} as const;

/** Each beat is sent, so that two may be lost before the activity counts as lost. */
export const heartbeatMs = 4_000;
export const longestHeartbeatThrottle = '3s';

export const messageProfile = {
  startToCloseTimeout: '1m',
  retry: { initialInterval: '2s', backoffCoefficient: 2, maximumInterval: '2m' },
} as const;

export const reconcileSchedule = { id: 'reconcile', everyMs: 600_000 } as const;
