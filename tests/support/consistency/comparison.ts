export interface Compared {
  /** values, or records where they are counted */
  compared: number;
  differences: string[];
  /** where the CRM's value stands by the mapping's own rule, and where it waits for a person */
  theirs: number;
  undecided: number;
}

export const text = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Empty is empty, and numbers are what they are worth. */
export const isSame = (held: unknown, wanted: unknown): boolean => {
  const [there, here] = [text(held), text(wanted)];
  return there === here || (there !== '' && here !== '' && Number(there) === Number(here));
};

/** What was looked at, and what of it differs. */
export class Comparison {
  readonly result: Compared = { compared: 0, differences: [], theirs: 0, undecided: 0 };

  expect(isSo: boolean, otherwise: string): void {
    this.result.compared += 1;
    if (!isSo) this.result.differences.push(otherwise);
  }

  same(what: string, held: unknown, wanted: unknown): void {
    this.expect(isSame(held, wanted), `${what} is ${text(held)}, wanted is ${text(wanted)}`);
  }
}
