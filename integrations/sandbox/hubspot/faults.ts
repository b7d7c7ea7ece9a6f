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
  /** what becomes of this record of a batch instead of being updated */
  refuse(type: string): RecordFault | null;
  /** after the settings were replaced: chance starts anew from the seed */
  restart(): void;
}

export interface RecordFault {
  /** null: the answer leaves it out */
  category: string | null;
}

const troubles: Trouble[] = [{ kind: 'status', status: 429 }, { kind: 'status', status: 500 }, { kind: 'timeout' }];

export function createFaults(settings: () => SandboxFaults): Faults {
  let chance: Chance = createChance(settings().seed);
  const use = (rules: SandboxFault[], fits: (rule: SandboxFault) => boolean): SandboxFault | undefined => {
    const rule = rules.find((one) => fits(one) && chance.hits(one.share));
    if (rule?.times) rule.times -= 1;
    if (rule?.times === 0) rules.splice(rules.indexOf(rule), 1);
    return rule;
  };
  return {
    choose(method, path) {
      const { rules, troubled } = settings();
      if (troubled !== 0 && chance.hits(troubled)) {
        const trouble = troubles[Math.floor(chance.next() * troubles.length)] ?? { kind: 'timeout' };
        return { trouble, afterwards: chance.next() < 0.5 && trouble.kind !== 'status' };
      }
      const rule = use(rules, (one) => !isAboutRecord(one) && applies(one, method, path));
      return rule ? { trouble: troubleOf(rule), afterwards: rule.afterwards } : null;
    },
    refuse(type) {
      const path = `/crm/v3/objects/${type}/batch/update`;
      const rule = use(settings().rules, (one) => isAboutRecord(one) && applies(one, 'POST', path));
      return rule ? { category: rule.kind === 'record' ? rule.category : null } : null;
    },
    restart() {
      chance = createChance(settings().seed);
    },
  };
}

const isAboutRecord = ({ kind }: SandboxFault): boolean => kind === 'record' || kind === 'left_out';
const applies = (rule: SandboxFault, method: string, path: string): boolean =>
  (!rule.method || rule.method === method) && (!rule.path || path.includes(rule.path));

function troubleOf({ kind, status, delayMs }: SandboxFault): Trouble {
  if (kind === 'slow') return { kind, delayMs };
  return kind === 'timeout' || kind === 'drop' ? { kind } : { kind: 'status', status };
}
