/**
 * What an onboarding remembers of having said, in `onboarding.chase`: a name and an instant. Asks are what a person is
 * asked for until it happens: `<ask>` holds since when, `<ask>#<rung>` the last time that rung was reached.
 */
import type { Instant } from './model.ts';

export type Marks = Record<string, Instant>;

export const resumedMark = 'resumed';
export const heldMark = 'held';
export const goLiveMark = 'live';
export const cancelledMark = 'cancelled';
export const silenceMark = 'silence:';

const asks = ['handoff', 'publish', 'go_live', 'gate:', 'confirm:'] as const;

export const isAsk = (mark: string): boolean =>
  asks.some((ask) => mark === ask || mark.startsWith(ask.endsWith(':') ? ask : `${ask}#`));

/** After a hold everybody is asked from the beginning. */
export const forgetAsks = (marks: Marks): Marks =>
  Object.fromEntries(Object.entries(marks).filter(([mark]) => !isAsk(mark) && mark !== heldMark));
