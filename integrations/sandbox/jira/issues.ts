/** The sandbox Jira's issues: one project, one workflow with four statuses, and what changed when. */
export interface JiraStatus {
  id: string;
  name: string;
  category: 'new' | 'indeterminate' | 'done';
}
export interface StoredIssue {
  id: string;
  key: string;
  summary: string;
  description: unknown;
  issueType: string;
  labels: string[];
  status: JiraStatus;
  duedate: string | null;
  createdAt: string;
  changes: { at: string; field: 'status' | 'duedate'; from: string | null; to: string | null }[];
}

const toDo: JiraStatus = { id: '10000', name: 'To Do', category: 'new' };
export const statuses: readonly JiraStatus[] = [
  toDo,
  { id: '10001', name: 'In Progress', category: 'indeterminate' },
  { id: '10003', name: 'Won’t do', category: 'done' },
  { id: '10002', name: 'Done', category: 'done' },
];

export interface NewIssue {
  summary: string;
  description: unknown;
  issueType: string;
  labels: string[];
  duedate: string | null;
}

export interface Issues {
  list(): StoredIssue[];
  find(key: string): StoredIssue | null;
  /** moments pass until a search finds what was created */
  search(label: string, now: Date): StoredIssue[];
  create(issue: NewIssue, now: Date): StoredIssue;
  change(issue: StoredIssue, change: { statusId?: string; duedate?: string | null }, now: Date): void;
  remove(key: string): StoredIssue | null;
}

export function createIssues({ projectKey, searchLagMs }: { projectKey: string; searchLagMs: number }): Issues {
  const issues = new Map<string, StoredIssue>();
  let last = 0;
  return {
    list: () => [...issues.values()],
    find: (key) => issues.get(key) ?? null,
    search: (label, now) =>
      [...issues.values()].filter(
        ({ labels, createdAt }) => labels.includes(label) && Date.parse(createdAt) + searchLagMs <= now.getTime(),
      ),
    create(given, now) {
      last += 1;
      const issue: StoredIssue = {
        ...given,
        id: String(10_000 + last),
        key: `${projectKey}-${last}`,
        status: toDo,
        createdAt: now.toISOString(),
        changes: [],
      };
      issues.set(issue.key, issue);
      return issue;
    },
    change(issue, { statusId, duedate }, now) {
      const at = now.toISOString();
      const status = statuses.find(({ id }) => id === statusId);
      if (status && status.id !== issue.status.id) {
        issue.changes.push({ at, field: 'status', from: issue.status.name, to: status.name });
        issue.status = status;
      }
      if (duedate !== undefined && duedate !== issue.duedate) {
        issue.changes.push({ at, field: 'duedate', from: issue.duedate, to: duedate });
        issue.duedate = duedate;
      }
    },
    remove(key) {
      const issue = issues.get(key) ?? null;
      issues.delete(key);
      return issue;
    },
  };
}
