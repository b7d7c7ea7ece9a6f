/** Whether dates can be told in it: names of old and new, as Asia/Calcutta and Asia/Kolkata, though only one of them is listed. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
