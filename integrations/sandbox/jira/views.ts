/** Issues, statuses and changes as Jira shows them. */
import type { Request } from 'express';
import type { JiraStatus, StoredIssue } from './issues.ts';

const categories = {
  new: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress' },
  done: { id: 3, key: 'done', colorName: 'green', name: 'Done' },
} satisfies Record<JiraStatus['category'], object>;
const statusView = ({ id, name, category }: JiraStatus) => ({ id, name, statusCategory: categories[category] });
export const transitionTo = (status: JiraStatus) => ({
  id: `${Number(status.id) - 9_960}`,
  name: status.name,
  hasScreen: false,
  isGlobal: true,
  isInitial: false,
  isAvailable: true,
  isConditional: false,
  to: statusView(status),
});

/** Jira writes instants without a colon in the offset. */
const jiraTime = (at: string): string => at.replace('Z', '+0000');

export const siteOf = (request: Request): string => `${request.protocol}://${request.get('host')}`;
export const selfOf = ({ id }: StoredIssue, site: string): string => `${site}/rest/api/3/issue/${id}`;

/** `a,b` of an address; undefined: not asked for */
export const listed = (value: unknown): string[] | undefined =>
  typeof value === 'string' ? value.split(',') : undefined;

const fieldsOf = ({ key, issueType, summary, description, labels, status, duedate }: StoredIssue) => ({
  project: { key: key.slice(0, key.lastIndexOf('-')) },
  issuetype: { name: issueType },
  summary,
  description,
  labels,
  status: statusView(status),
  duedate,
});

export const changeItem = ({ field, from, to }: StoredIssue['changes'][number]) => ({
  field,
  fieldtype: 'jira',
  fieldId: field,
  fromString: from,
  toString: to,
});

interface ViewOptions {
  site: string;
  /** absent: all */
  fields?: string[] | undefined;
  withChanges?: boolean | undefined;
}

export const issueView = (issue: StoredIssue, { site, fields, withChanges }: ViewOptions) => ({
  id: issue.id,
  key: issue.key,
  self: selfOf(issue, site),
  fields: Object.fromEntries(Object.entries(fieldsOf(issue)).filter(([name]) => fields?.includes(name) ?? true)),
  ...(withChanges && {
    changelog: {
      startAt: 0,
      maxResults: 100,
      total: issue.changes.length,
      histories: issue.changes.toReversed().map((change, index) => ({
        id: String(index),
        created: jiraTime(change.at),
        items: [changeItem(change)],
      })),
    },
  }),
});
