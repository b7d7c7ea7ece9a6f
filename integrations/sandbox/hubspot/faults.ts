/** Which call fails, and how. */
import type { SandboxFault, SandboxFaults } from '../../../src/contracts/sandbox/hubspot.ts';
import { type Chance, createChance } from '../chance.ts';

export type Trouble =
  { kind: 'status'; status: number } | { kind: 'timeout' } | { kind: 'drop' } | { kind: 'slow'; delayMs: number };
export interface ChosenTrouble {
  trouble: Trouble;
  afterwards: boolean;
}

export interface Faults {
  choose(method: string, path: string): ChosenTrouble | null;
  /** after the settings were replaced: chance starts anew from the seed */
  restart(): void;
}

const troubles: Trouble[] = [{ kind: 'status', status: 429 }, { kind: 'status', status: 500 }, { kind: 'timeout' }];

export function createFaults(settings: () => SandboxFaults): Faults {
  let chance: Chance = createChance(settings().seed);
  return {
    choose(method, path) {
      const { rules, troubled } = settings();
      if (troubled !== 0 && chance.hits(troubled)) {
        const trouble = troubles[Math.floor(chance.next() * troubles.length)] ?? { kind: 'timeout' };
        return { trouble, afterwards: chance.next() < 0.5 && trouble.kind !== 'status' };
      }
      const rule = rules.find((one) => applies(one, method, path) && chance.hits(one.share));
      if (!rule) return null;
      if (rule.times) rule.times -= 1;
      if (rule.times === 0) rules.splice(rules.indexOf(rule), 1);
      return { trouble: troubleOf(rule), afterwards: rule.afterwards };
    },
    restart() {
      chance = createChance(settings().seed);
    },
  };
}

const applies = (rule: SandboxFault, method: string, path: string): boolean =>
  (!rule.method || rule.method === method) && (!rule.path || path.includes(rule.path));

function troubleOf({ kind, status, delayMs }: SandboxFault): Trouble {
  if (kind === 'status') return { kind, status };
  return kind === 'slow' ? { kind, delayMs } : { kind };
}
