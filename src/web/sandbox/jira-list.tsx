import { useQuery } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { issuesQuery, sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

/** The issues of the sandbox Jira, as somebody who works there sees them. */
export function JiraList() {
  const issues = useQuery(issuesQuery).data?.issues;
  const { act, isBusy } = useAct();
  if (!issues) return null;
  return (
    <div className="card card-body stack-tight">
      <h2>Jira</h2>
      {issues.length === 0 && (
        <p className="soft small">Tasks that the playbook gives to Jira appear here when they are ready.</p>
      )}
      <ul className="stack-tight">
        {issues.toReversed().map(({ key, summary, status, isDone, duedate }) => (
          <li key={key} className="stack-tight">
            <span>
              <strong>{key}</strong> {summary}
            </span>
            <span className="row">
              <span className="soft small">
                {status}
                {duedate && `, due ${duedate}`}
              </span>
              <Button
                size="small"
                isDisabled={isBusy}
                onPress={() =>
                  void act(() => sandboxActions.changeIssue(key, { status: isDone ? 'In Progress' : 'Done' }))
                }
              >
                {isDone ? 'Reopen' : 'Close'}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
