/** What people want to do in the sandbox Slack, and cannot. */
export class NotInSlack extends Error {
  constructor(what: string) {
    super(`The sandbox Slack has no ${what}`);
  }
}

/** It is there, and cannot be done as things stand. */
export class NotPossibleInSlack extends Error {}

export function existing<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new NotInSlack(what);
  return found;
}
