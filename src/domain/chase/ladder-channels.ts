/** The channels that a rung names, as its wish carries them to whoever sends it. */
import { type Channel, channels } from '../model.ts';

const isChannel = (value: unknown): value is Channel => channels.some((channel) => channel === value);

/** In their order; null where the ladder leaves it to what suits the person. */
export const channelsIn = ({ channels: named }: Record<string, unknown>): Channel[] | null => {
  const known = Array.isArray(named) ? named.filter(isChannel) : [];
  return known.length === 0 ? null : known;
};
