/** Chance that comes out the same for the same seed (mulberry32). */
export interface SeededChance {
  /** from 0 up to 1 */
  next(): number;
  between(low: number, high: number): number;
  shuffle<T>(items: readonly T[]): T[];
}

export function seededChance(seed: number): SeededChance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    shuffle(items) {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = Math.floor(next() * (last + 1));
        const [kept, moved] = [shuffled[last], shuffled[other]];
        if (kept === undefined || moved === undefined) continue;
        shuffled[last] = moved;
        shuffled[other] = kept;
      }
      return shuffled;
    },
  };
}
