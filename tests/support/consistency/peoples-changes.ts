/** What people did in a CRM, as the run did it for them: the last value of each field, and what a deal was ever worth. */
export class PeoplesChanges {
  private readonly last = new Map<string, Map<string, string>>();
  private readonly amounts = new Map<string, Set<number>>();

  /** @param recordId of a deal or a company */
  set(recordId: string, field: string, value: string): void {
    this.last.set(recordId, (this.last.get(recordId) ?? new Map<string, string>()).set(field, value));
  }

  wasSetTo(recordId: string, field: string): string | undefined {
    return this.last.get(recordId)?.get(field);
  }

  wasWorth(dealId: string, amount: number): void {
    this.amounts.set(dealId, (this.amounts.get(dealId) ?? new Set()).add(amount));
  }

  /** in units, not cents */
  amountsOf(dealId: string): Set<number> {
    return this.amounts.get(dealId) ?? new Set();
  }

  /** What the primary deal held stands in the one that is left, where it held anything, else what the other one held. */
  merged({ primary, other, into }: Record<'primary' | 'other' | 'into', string>, primaryHeld: Fields): void {
    const isKept = ([field]: [string, string]): boolean => Boolean(primaryHeld[field]);
    const ofPrimary = [...(this.last.get(primary) ?? [])].filter(isKept);
    const ofOther = [...(this.last.get(other) ?? [])].filter((one) => !isKept(one));
    this.last.set(into, new Map([...ofOther, ...ofPrimary]));
    this.amounts.set(into, new Set([...this.amountsOf(primary), ...this.amountsOf(other)]));
  }
}

type Fields = Readonly<Record<string, string>>;
