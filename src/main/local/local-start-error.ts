/** A local service could not start; the message is for the person at the terminal and says what to do. */
export class LocalStartError extends Error {
  override readonly name = 'LocalStartError';
}
