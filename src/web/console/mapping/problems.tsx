import type { MappingIssue } from '../../../contracts/mapping-rules.ts';
import { Fact } from '../../ui/badge.tsx';
import { problemWords } from './mapping-words.ts';

/** What is wrong with one part, and what to do about it. */
export function Problems({ issues }: { issues: readonly MappingIssue[] }) {
  return (
    <div className="stack-tight">
      {issues.map((issue) => (
        <div key={issue.problem}>
          <Fact tone="late" icon="alert">
            {problemWords(issue)}
          </Fact>
          <span className="cell-sub">{issue.remedy}</span>
        </div>
      ))}
    </div>
  );
}
