/** A query as it was written: names are not looked up yet. */
export interface Path {
  /** `Account.Owner.Email` in its parts */
  names: string[];
  /** where it begins, for messages */
  at: number;
}

export type Literal =
  | { kind: 'string'; value: string; at: number }
  | { kind: 'number'; value: number; at: number }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'null'; value: null; at: number }
  /** `2026-03-02`, or an instant in ISO form */
  | { kind: 'date' | 'datetime'; value: string; at: number };

export const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IN', 'NOT IN'] as const;
export type Comparison = (typeof comparisons)[number];

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; path: Path; comparison: Comparison; values: Literal[] }
  | { kind: 'within'; path: Path; isNegated: boolean; query: Query };

export interface Ordering {
  path: Path;
  isDescending: boolean;
  areNullsLast: boolean;
}

export type Selected = { kind: 'field'; path: Path } | { kind: 'children'; query: Query };

export interface Query {
  selected: Selected[] | 'count';
  /** an object, or a relationship in a query inside another */
  from: Path;
  where: Condition | null;
  orderBy: Ordering[];
  limit: number | null;
}
