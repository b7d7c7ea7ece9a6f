/** Which call fails, which record is refused, and how. */
import type { SandboxSalesforceFault, SandboxSalesforceFaults } from '../../../src/contracts/sandbox/salesforce.ts';
import { type Chance, createChance } from '../chance.ts';
import { type Answer, type ApiFailure, faultFailure } from './answers.ts';

export type Trouble =
  { kind: 'answer'; answer: Answer } | { kind: 'timeout' } | { kind: 'drop' } | { kind: 'slow'; delayMs: number };
export interface ChosenTrouble {
  trouble: Trouble;
  afterwards: boolean;
}

export interface Faults {
  choose(method: string, path: string): ChosenTrouble | null;
  /** what is answered for this record instead of writing it */
  refuse(method: string, object: string, recordId: string | null): ApiFailure | null;
  /** after the settings were replaced: chance starts anew from the seed */
  restart(): void;
}

export function createFaults(settings: () => SandboxSalesforceFaults): Faults {
  let chance: Chance = createChance(settings().seed);
  const use = (fits: (rule: SandboxSalesforceFault) => boolean): SandboxSalesforceFault | undefined => {
    const { rules } = settings();
    const rule = rules.find((one) => fits(one) && chance.hits(one.share));
    if (rule?.times) rule.times -= 1;
    if (rule?.times === 0) rules.splice(rules.indexOf(rule), 1);
    return rule;
  };
  return {
    choose(method, path) {
      const { troubled } = settings();
      if (troubled !== 0 && chance.hits(troubled)) {
        const chosen = Math.floor(chance.next() * 3);
        const code = chosen === 0 ? 'SERVER_UNAVAILABLE' : 'UNKNOWN_EXCEPTION';
        return chosen === 2
          ? { trouble: { kind: 'timeout' }, afterwards: chance.next() < 0.5 }
          : { trouble: { kind: 'answer', answer: faultFailure(code).answer }, afterwards: false };
      }
      const rule = use(
        (one) =>
          one.kind !== 'record' && (!one.method || one.method === method) && (!one.path || path.includes(one.path)),
      );
      return rule ? { trouble: troubleOf(rule), afterwards: rule.afterwards } : null;
    },
    refuse(method, object, recordId) {
      const rule = use(
        (one) =>
          one.kind === 'record' &&
          (!one.method || one.method === method) &&
          (!one.object || one.object === object) &&
          (!one.recordId || one.recordId === recordId),
      );
      return rule ? faultFailure(rule.errorCode, rule.message, rule.fields) : null;
    },
    restart() {
      chance = createChance(settings().seed);
    },
  };
}

function troubleOf({ kind, status, errorCode, message, delayMs }: SandboxSalesforceFault): Trouble {
  switch (kind) {
    case 'timeout':
    case 'drop':
      return { kind };
    case 'slow':
      return { kind, delayMs };
    case 'error':
    case 'record':
      return { kind: 'answer', answer: faultFailure(errorCode, message).answer };
    case 'status':
      return {
        kind: 'answer',
        answer: {
          status,
          body: [
            {
              message: 'An unexpected error occurred. Please include this ErrorId if you contact support',
              errorCode: status === 503 ? 'SERVER_UNAVAILABLE' : 'UNKNOWN_EXCEPTION',
            },
          ],
        },
      };
  }
}
