/** Lognormal draws from a table of normal quantiles: seeded, cheap, and conditional on a minimum. */

/** Φ, by Abramowitz and Stegun 7.1.26 (error below 1.5e-7). */
export const normalCdf = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp(-x * x);
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
};

const tableSize = 1024;

const quantileByBisection = (probability: number): number => {
  let low = -8;
  let high = 8;
  for (let step = 0; step < 48; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

let table: Float64Array | null = null;
const quantiles = (): Float64Array =>
  (table ??= Float64Array.from({ length: tableSize }, (_, index) => quantileByBisection((index + 0.5) / tableSize)));

/** mulberry32: a small seeded generator of numbers in [0, 1). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** FNV-1a. */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

export interface Lognormal {
  median: number;
  sigma: number;
}

/** Beyond this share of the distribution a minimum tells no more about what remains. */
const maxConditioned = 0.98;

/** Draws of the distribution, given that the value is at least `minimum` (0: no condition). */
export const drawer = ({ median, sigma }: Lognormal, minimum: number, random: () => number): (() => number) => {
  const normal = quantiles();
  const from = minimum > 0 ? Math.min(maxConditioned, normalCdf(Math.log(minimum / median) / sigma)) : 0;
  const lowest = from * tableSize;
  return () => median * Math.exp(sigma * (normal[Math.floor(lowest + random() * (tableSize - lowest))] ?? 0));
};
