/**
 * What an onboarding remembers of having said, in `onboarding.chase`: a name and an instant. Asks are what a person is
 * asked for until it happens: `<ask>` holds since when, `<ask>#<rung>` the last time that rung was reached.
 */
import type { HealthStatus, Instant } from './model.ts';

export type Marks = Record<string, Instant>;

/** A wish whose reason may go before it is told: it is over once the mark is gone or was set anew. */
export interface Reason {
  mark: string;
  since: Instant;
}

export const stands = ({ mark, since }: Reason, marks: Marks): boolean => marks[mark] === since;

/** What a wish's data hold of its reason; most wishes have none. */
export const reasonIn = ({ while: reason }: Record<string, unknown>): Reason | null => {
  if (typeof reason !== 'object' || reason === null || !('mark' in reason) || !('since' in reason)) return null;
  const { mark, since } = reason;
  return typeof mark === 'string' && typeof since === 'string' ? { mark, since } : null;
};

/** What a wish is about that is said again until it happens: a check-in, or its reason; null: it is said once. */
export const subjectIn = (data: Record<string, unknown>): string | null =>
  typeof data['checkIn'] === 'string' ? data['checkIn'] : (reasonIn(data)?.mark ?? null);

const healthPrefix = 'health:';
/** Since when health has stood as badly as this, and the reason for saying so. */
export const healthMark = (status: HealthStatus): string => `${healthPrefix}${status}`;
/** When a mail that said so was last delivered. */
export const toldMark = (mark: string): string => `told:${mark}`;
export const isHealthMark = (mark: string): boolean => mark.startsWith(healthPrefix);

/** There was nobody yet to hear of it: whoever is named does. */
export const untoldMark = (mark: string): string => `untold:${mark}`;

/** Since when a milestone is at risk. */
export const riskMark = (milestoneId: string): string => `risk:${milestoneId}`;

/** Its dates were moved by a hold since they were published. */
export const wasHeldMark = 'was_held';

export const resumedMark = 'resumed';
export const heldMark = 'held';
export const goLiveMark = 'live';
export const cancelledMark = 'cancelled';
export const silenceMark = 'silence:';
/** A person chose the kickoff: it stays where they put it. */
export const kickoffMark = 'kickoff_chosen';

const asks = ['handoff', 'publish', 'go_live', 'gate:', 'confirm:'] as const;

export const isAsk = (mark: string): boolean =>
  asks.some((ask) => mark === ask || mark.startsWith(ask.endsWith(':') ? ask : `${ask}#`));

/** After a hold everybody is asked from the beginning. */
export const forgetAsks = (marks: Marks): Marks =>
  Object.fromEntries(Object.entries(marks).filter(([mark]) => !isAsk(mark) && mark !== heldMark));
