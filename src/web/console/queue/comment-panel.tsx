import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { commentQuery } from '../../api/queries.ts';
import type { CommentDetail } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { useIsAtLeast } from '../me.tsx';
import { AnswerField } from './answer-field.tsx';
import { useCommentActs } from './use-comment-acts.ts';

/** What a customer or partner wrote, to be answered or read. */
export function CommentPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(commentQuery(id));
  return (
    <SidePanel title="Words to read or answer" onClose={onClose}>
      <QueryView query={query} skeleton={<BoneRows rows={4} />}>
        {(comment) => <Words comment={comment} onClosed={onClose} />}
      </QueryView>
    </SidePanel>
  );
}

const waysIn: Record<string, string> = { email: 'By mail', link: 'On the task’s page' };

function Words({ comment, onClosed }: { comment: CommentDetail; onClosed: () => void }) {
  const mayChange = useIsAtLeast('member');
  const acts = useCommentActs(comment.onboardingId);
  const { id, onboardingId, taskId, taskName } = comment;
  return (
    <section className="stack">
      <header className="stack-tight">
        <h2>{comment.author}</h2>
        <p className="soft">
          {waysIn[comment.via] ?? 'Wrote'}, <InstantText at={comment.createdAt} />
        </p>
        <p>
          <Link
            to="/console/onboardings/$onboardingId"
            params={{ onboardingId }}
            search={taskId === null ? {} : { task: taskId }}
          >
            {taskName === null ? comment.onboardingName : `${taskName}, ${comment.onboardingName}`}
          </Link>
        </p>
      </header>
      <p className="prose">{comment.body}</p>
      {!comment.isWaiting && (
        <p className="faint">{comment.readBy === null ? 'It waits for nobody.' : `Seen to by ${comment.readBy}.`}</p>
      )}
      {mayChange && <AnswerField to={comment.author} onSend={(body) => acts.answer(id, body).then(onClosed)} />}
      {mayChange && comment.isWaiting && (
        <div>
          <Button onPress={() => void acts.read(id).then(onClosed, sayProblem)}>Read, needs no answer</Button>
        </div>
      )}
    </section>
  );
}
