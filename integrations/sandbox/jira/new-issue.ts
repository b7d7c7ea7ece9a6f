/** What Jira wants of a new issue. */
import { z } from 'zod';

const attrs = z.record(z.string(), z.unknown());
const inline = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1),
    marks: z.array(z.strictObject({ type: z.string(), attrs: attrs.optional() })).optional(),
  }),
  z.strictObject({ type: z.literal('hardBreak'), attrs: attrs.optional() }),
]);
/** Atlassian's document format, as far as anybody writes it here. */
const documentSchema = z.strictObject({
  type: z.literal('doc'),
  version: z.literal(1),
  content: z.array(z.strictObject({ type: z.literal('paragraph'), content: z.array(inline).optional() })),
});

const newFields = z.object({
  project: z.object({ key: z.string() }),
  issuetype: z.object({ name: z.string() }),
  summary: z.string(),
  description: z.unknown().optional(),
  labels: z.array(z.string().regex(/^\S+$/)).default([]),
  duedate: z.iso.date().nullable().default(null),
});
export const newIssueSchema = z.object({ fields: newFields.loose() });
type NewFields = z.output<typeof newIssueSchema>['fields'];

const known = Object.keys(newFields.shape);
const longestSummary = 255;
const longestText = 32_767;

export const isDocument = (description: unknown): boolean =>
  description === undefined || documentSchema.safeParse(description).success;

const textOf = (description: unknown): string =>
  (documentSchema.safeParse(description).data?.content ?? [])
    .flatMap(({ content = [] }) => content.map((node) => ('text' in node ? node.text : '\n')))
    .join('');

export const problemsOf = (fields: NewFields, projectKey: string, issueTypes: readonly string[]) => {
  const { project, issuetype, summary, description } = fields;
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  return {
    ...Object.fromEntries(unknown.map((name) => [name, notOnScreen(name)])),
    ...(project.key === projectKey ? {} : { project: 'valid project is required' }),
    ...(issueTypes.includes(issuetype.name) ? {} : { issuetype: 'Specify a valid issue type' }),
    ...(summary.trim() === '' ? { summary: 'You must specify a summary of the issue.' } : {}),
    ...(summary.length > longestSummary ? { summary: 'Summary must be less than 255 characters.' } : {}),
    ...(/[\r\n]/.test(summary) ? { summary: 'The summary is invalid because it contains newline characters.' } : {}),
    ...(textOf(description).length > longestText
      ? { description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' }
      : {}),
  };
};

export const notOnScreen = (field: string): string =>
  `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;
