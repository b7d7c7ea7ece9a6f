const farMs = 3_600_000;
const spreadMs = 300_000;

/**
 * Far wakes lie on the same round minutes: nine o'clock, midnight. Each subject gets its own moment of the five minutes
 * after, always the same, so that thousands do not come at once and hold up what a person waits for.
 */
export function spreadWake(subjectId: string, wakeInMs: number): number {
  if (wakeInMs < farMs) return Math.max(1, wakeInMs);
  // the end of a UUID is random in every version
  const share = Number.parseInt(subjectId.slice(-8), 16) / 2 ** 32;
  return wakeInMs + Math.floor(share * spreadMs);
}
