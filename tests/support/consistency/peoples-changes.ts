/** What people did in a CRM, as the run did it for them: the last value of each field, and what a deal was ever worth. */
export class PeoplesChanges {
  private readonly last = new Map<string, string>();
  private readonly amounts = new Map<string, Set<number>>();

  set(dealId: string, field: string, value: string): void {
    this.last.set(`${dealId} ${field}`, value);
  }

  wasSetTo(dealId: string, field: string): string | undefined {
    return this.last.get(`${dealId} ${field}`);
  }

  wasWorth(dealId: string, amount: number): void {
    this.amounts.set(dealId, (this.amounts.get(dealId) ?? new Set()).add(amount));
  }

  /** in units, not cents */
  amountsOf(dealId: string): Set<number> {
    return this.amounts.get(dealId) ?? new Set();
  }
}
