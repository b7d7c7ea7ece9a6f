export interface MailIntakeActivities {
  /** Handles mails that came in, one after the other. */
  handlePendingMails(): Promise<{ hasMore: boolean }>;
}
