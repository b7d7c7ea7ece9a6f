export interface AlertActivities {
  /** Tells every administrator what is wrong and was not told yet; fails while a mail server is away. */
  tellAlerts(): Promise<void>;
}
