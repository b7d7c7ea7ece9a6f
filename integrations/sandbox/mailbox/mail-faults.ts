import type { SandboxMailFault } from '../../../src/contracts/sandbox/mailbox.ts';

export interface MailFaults {
  list(): SandboxMailFault[];
  replace(rules: SandboxMailFault[]): void;
  /** the first rule that concerns one of these addresses at this point; counts it down */
  take(addresses: string[], kinds: SandboxMailFault['kind'][], at?: SandboxMailFault['at']): SandboxMailFault | null;
}

export function createMailFaults(): MailFaults {
  let rules: SandboxMailFault[] = [];
  const concerns = (rule: SandboxMailFault, addresses: string[]): boolean =>
    !rule.address || addresses.some((address) => address.toLowerCase() === rule.address?.toLowerCase());
  return {
    list: () => rules,
    replace(given) {
      rules = given.map((rule) => ({ ...rule }));
    },
    take(addresses, kinds, at) {
      const rule = rules.find(
        (one) => kinds.includes(one.kind) && (at === undefined || one.at === at) && concerns(one, addresses),
      );
      if (!rule) return null;
      if (rule.times) rule.times -= 1;
      if (rule.times === 0) rules = rules.filter((one) => one !== rule);
      return rule;
    },
  };
}
