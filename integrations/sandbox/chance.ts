/** Repeatable chance: the same seed gives the same run. */
export interface Chance {
  /** whether this one is hit; one in three is exact over each three */
  hits(share: number | 'oneInThree'): boolean;
  /** 0 ≤ n < 1 */
  next(): number;
}

/** mulberry32, a public domain generator of 32 bits. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  let counted = 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  let chosen = 0;
  return {
    next,
    hits(share) {
      if (share === 'oneInThree') {
        if (counted % 3 === 0) chosen = Math.floor(next() * 3);
        return counted++ % 3 === chosen;
      }
      return share >= 1 || (share > 0 && next() < share);
    },
  };
}
