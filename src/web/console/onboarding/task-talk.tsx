import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { commentsQuery } from '../../api/queries.ts';
import type { CommentView, TaskView } from '../../api/types.ts';
import { sayProblem, useCommand } from '../../api/use-command.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { useIsAtLeast } from '../me.tsx';
import { AnswerField } from '../queue/answer-field.tsx';
import { useCommentActs } from '../queue/use-comment-acts.ts';
import { useOnboarding } from './context.tsx';

export function TaskTalk({ task }: { task: TaskView }) {
  const { view } = useOnboarding();
  const mayWrite = useIsAtLeast('member');
  const query = useQuery(commentsQuery(view.id, task.id));
  return (
    <section className="stack-tight">
      <h3>Comments</h3>
      {mayWrite && <WriteComment task={task} />}
      <QueryView query={query} skeleton={<BoneRows rows={2} height={40} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">None yet.</p>
          ) : (
            <ul className="comments">
              {items.map((comment) => (
                <li key={comment.id} className="comment stack-tight">
                  <p className="row small">
                    <b>{comment.author}</b>
                    <span className="faint">
                      <InstantText at={comment.createdAt} />
                      {comment.via !== 'person' && `, by ${comment.via}`}
                    </span>
                    {comment.visibility === 'internal' && <Tag icon="lock">Internal</Tag>}
                    {comment.isWaiting && <Tag tone="accent">Waits for an answer</Tag>}
                  </p>
                  <p className="prose">{comment.body}</p>
                  {mayWrite && !comment.isOurs && <Reply comment={comment} />}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function Reply({ comment }: { comment: CommentView }) {
  const { view } = useOnboarding();
  const acts = useCommentActs(view.id);
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen)
    return (
      <AnswerField to={comment.author} onSend={(body) => acts.answer(comment.id, body).then(() => setIsOpen(false))} />
    );
  return (
    <div className="row">
      <Button onPress={() => setIsOpen(true)}>Answer</Button>
      {comment.isWaiting && <Button onPress={() => void acts.read(comment.id).catch(sayProblem)}>Read</Button>}
    </div>
  );
}

function WriteComment({ task }: { task: TaskView }) {
  const run = useCommand();
  const [body, setBody] = useState('');
  const [isInternal, setIsInternal] = useState(task.visibility === 'internal');
  const [isBusy, setIsBusy] = useState(false);
  const send = () => {
    setIsBusy(true);
    run('comment', 'task', task.id, { body, visibility: isInternal ? 'internal' : 'shared' })
      .then(() => setBody(''), sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="stack-tight">
      <TextField label="Your comment" lines={2} value={body} onChange={setBody} />
      <div className="spread">
        <CheckField isSelected={isInternal} onChange={setIsInternal}>
          Internal: only our team sees it
        </CheckField>
        <Button isPending={isBusy} isDisabled={body.trim() === ''} onPress={send}>
          Comment
        </Button>
      </div>
    </div>
  );
}
