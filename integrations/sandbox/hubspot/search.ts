/** HubSpot's search with its documented limits. */
import { z } from 'zod';
import { badRequest } from './answers.ts';
import type { IndexedRecord } from './search-index.ts';
import { timeOf } from './validate.ts';

const limits = { page: 200, results: 10_000, query: 3_000, groups: 5, filtersPerGroup: 6, filters: 18 } as const;

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});
type Filter = z.infer<typeof filterSchema>;
const sortSchema = z.union([
  z.string(),
  z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') }),
]);

export const searchRequestSchema = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z.array(sortSchema).max(1, 'only one is supported').default([]),
  query: z.string().optional(),
  properties: z.array(z.string()).default([]),
  limit: z.coerce.number().int().default(10),
  after: z.coerce.number().int().min(0).default(0),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

export interface SearchPage {
  total: number;
  records: IndexedRecord[];
  after: string | null;
}

interface Searchable {
  /** properties that a free-text query looks at */
  text: string[];
  /** every property of the type */
  known: ReadonlySet<string>;
}

export function search(
  records: IndexedRecord[],
  request: SearchRequest,
  { text: searched, known }: Searchable,
): SearchPage {
  checkLimits(request);
  checkFilters(request, known);
  const { filterGroups, query, after, limit } = request;
  const words =
    query
      ?.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '') ?? [];
  const found = records.filter(({ properties }) => {
    const text =
      words.length > 0
        ? searched
            .map((name) => properties[name] ?? '')
            .join(' ')
            .toLowerCase()
        : '';
    return (
      words.every((word) => text.includes(word)) &&
      (filterGroups.length === 0 ||
        filterGroups.some((group) => group.filters.every((filter) => matches(properties, filter))))
    );
  });
  const sorted = sortBy(found, request.sorts);
  const page = sorted.slice(after, after + limit);
  return {
    total: found.length,
    records: page,
    after: after + page.length < found.length && page.length > 0 ? String(after + page.length) : null,
  };
}

function checkLimits({ filterGroups, query, after, limit }: SearchRequest): void {
  const filters = filterGroups.flatMap((group) => group.filters);
  if (limit > limits.page || limit < 1)
    throw badRequest(`The requested limit of ${limit} is not between 1 and ${limits.page}`);
  if (after + limit > limits.results)
    throw badRequest('There was a problem with the request.: The paging offset goes beyond the first 10,000 results');
  if ((query?.length ?? 0) > limits.query) throw badRequest(`The query is longer than ${limits.query} characters`);
  if (
    filterGroups.length > limits.groups ||
    filters.length > limits.filters ||
    filterGroups.some((group) => group.filters.length > limits.filtersPerGroup)
  ) {
    throw badRequest(
      `At most ${limits.groups} filter groups of ${limits.filtersPerGroup} filters, ${limits.filters} in all, are allowed`,
    );
  }
}

/** Of a filter or an order that makes no sense HubSpot says no more than this. */
function checkFilters({ filterGroups, sorts }: SearchRequest, known: ReadonlySet<string>): void {
  const filters = filterGroups.flatMap((group) => group.filters);
  const names = [...filters.map(({ propertyName }) => propertyName), ...sorts.map(sortedBy)];
  if (names.some((name) => !known.has(name)) || filters.some((filter) => !isWhole(filter)))
    throw badRequest('There was a problem with the request.');
}

function isWhole({ operator, value, highValue, values }: Filter): boolean {
  switch (operator) {
    case 'IN':
    case 'NOT_IN':
      return values !== undefined && values.length > 0;
    case 'BETWEEN':
      return value !== undefined && highValue !== undefined;
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return true;
    default:
      return value !== undefined;
  }
}

const sortedBy = (sort: SearchRequest['sorts'][number]): string =>
  typeof sort === 'string' ? sort.replace(/^-/, '') : sort.propertyName;

/** Numbers and times by their size, everything else as text. */
const comparable = (value: string): number | string =>
  timeOf(value) ?? (value !== '' && Number.isFinite(Number(value)) ? Number(value) : value.toLowerCase());

const order = (one: number | string, other: number | string): number =>
  typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));
const compare = (one: string, other: string): number => order(comparable(one), comparable(other));

function matches(
  properties: Record<string, string>,
  { propertyName, operator, value = '', highValue = '', values = [] }: Filter,
): boolean {
  const held = properties[propertyName] ?? '';
  switch (operator) {
    case 'HAS_PROPERTY':
      return held !== '';
    case 'NOT_HAS_PROPERTY':
      return held === '';
    case 'EQ':
      return held !== '' && compare(held, value) === 0;
    case 'NEQ':
      return held === '' || compare(held, value) !== 0;
    case 'IN':
      return values.some((one) => held.toLowerCase() === one.toLowerCase());
    case 'NOT_IN':
      return !values.some((one) => held.toLowerCase() === one.toLowerCase());
    case 'CONTAINS_TOKEN':
      return held
        .toLowerCase()
        .split(/[\s;,]+/)
        .includes(value.toLowerCase());
    case 'NOT_CONTAINS_TOKEN':
      return !held
        .toLowerCase()
        .split(/[\s;,]+/)
        .includes(value.toLowerCase());
    case 'LT':
      return held !== '' && compare(held, value) < 0;
    case 'LTE':
      return held !== '' && compare(held, value) <= 0;
    case 'GT':
      return held !== '' && compare(held, value) > 0;
    case 'GTE':
      return held !== '' && compare(held, value) >= 0;
    case 'BETWEEN':
      return held !== '' && compare(held, value) >= 0 && compare(held, highValue) <= 0;
  }
}

function sortBy(records: IndexedRecord[], sorts: SearchRequest['sorts']): IndexedRecord[] {
  const [sort] = sorts;
  const name = sort === undefined ? 'hs_object_id' : sortedBy(sort);
  const isDescending = typeof sort === 'string' ? sort.startsWith('-') : sort?.direction === 'DESCENDING';
  const keyed = records.map((record) => ({
    record,
    key: comparable(record.properties[name] ?? ''),
    id: Number(record.id),
  }));
  keyed.sort((one, other) => (order(one.key, other.key) || one.id - other.id) * (isDescending ? -1 : 1));
  return keyed.map(({ record }) => record);
}
