import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { linkCommand } from '../api/client.ts';
import { taskLinkQuery } from '../api/link-queries.ts';
import { sayProblem } from '../api/use-command.ts';
import type { TaskLinkView } from '../api/types.ts';
import { Badge, Fact, Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useClock } from '../ui/clock.tsx';
import { DateText, InstantText } from '../ui/date-text.tsx';
import { absoluteDate, daysBetween } from '../ui/dates.ts';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Banner } from '../ui/states.tsx';
import { say } from '../ui/toast.tsx';
import { plural, taskMeaning, taskTypeWord } from '../ui/words.ts';
import { TaskDocuments } from './task-documents.tsx';

/** Its fields weigh as much as the page itself. */
const TaskForm = lazy(() => import('./task-form.tsx'));

type Task = TaskLinkView['task'];
interface Props {
  view: TaskLinkView;
  token: string;
}

function Due({ task }: { task: Task }) {
  const { today } = useClock();
  if (task.status === 'done')
    return (
      <Fact tone="fine" icon="circleCheck">
        Done{task.doneBy && ` by ${task.doneBy}`} <DateText on={task.doneAt?.slice(0, 10) ?? null} />
      </Fact>
    );
  if (task.status === 'skipped')
    return (
      <Fact tone="neutral" icon="skip">
        Skipped: {task.skipReason}
      </Fact>
    );
  if (!task.dueOn) return <span className="soft">No due date yet</span>;
  if (task.isOverdue)
    return (
      <Fact tone="late" icon="clock">
        Was due {absoluteDate(task.dueOn, today)}, {plural(Math.max(1, daysBetween(task.dueOn, today)), 'day')} ago
      </Fact>
    );
  return (
    <Fact tone={task.dueOn <= today ? 'attention' : 'neutral'} icon="calendar">
      Due <DateText on={task.dueOn} />
    </Fact>
  );
}

/** "Waits for the security review (your team, Ana, expected Friday)". */
function WaitsFor({ waitsFor }: { waitsFor: TaskLinkView['waitsFor'] }) {
  const whose = { customer: 'your team', team: 'our team', partner: 'a partner' };
  return waitsFor.map(({ what, side, person, expectedOn }) => (
    <Banner key={what} tone="blocked" icon="blocked" title={`Waits for ${what}`}>
      {whose[side]}
      {person && `, ${person}`}
      {expectedOn && (
        <>
          , expected <DateText on={expectedOn} />
        </>
      )}
    </Banner>
  ));
}

function HowTo({ howTo }: { howTo: Task['howTo'] }) {
  if (howTo.text === '' && howTo.links.length === 0 && !howTo.video) return null;
  const links = [...howTo.links, ...(howTo.video ? [{ label: 'Watch how it is done', url: howTo.video }] : [])];
  return (
    <section className="stack-tight">
      <h2>How to do it</h2>
      {howTo.text !== '' && <p className="prose">{howTo.text}</p>}
      {links.map(({ label, url }) => (
        <a key={url} className="task-link" href={url} target="_blank" rel="noreferrer">
          <span>{label}</span>
          <Icon name="external" />
        </a>
      ))}
    </section>
  );
}

function Comments({ view, token }: Props) {
  const queries = useQueryClient();
  const [body, setBody] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const send = () => {
    setIsBusy(true);
    linkCommand('comment', token, { body })
      .then(() => {
        setBody('');
        say('Sent');
        return queries.invalidateQueries(taskLinkQuery(token));
      }, sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <section className="stack-tight">
      <h2>Questions and comments</h2>
      {view.can.includes('comment') && (
        <>
          <TextField
            label={view.contact ? `Write to ${view.contact.name}` : 'Write a comment'}
            lines={2}
            value={body}
            onChange={setBody}
          />
          <div>
            <Button isPending={isBusy} isDisabled={body.trim() === ''} onPress={send}>
              Send
            </Button>
          </div>
        </>
      )}
      {view.comments.map(({ author, body: words, createdAt }) => (
        <div key={createdAt + author} className="task-comment">
          <p className="small">
            <b>{author}</b>{' '}
            <span className="faint">
              <InstantText at={createdAt} />
            </span>
          </p>
          <p className="prose">{words}</p>
        </div>
      ))}
    </section>
  );
}

export function TaskBody({ view, token, onUnsent }: Props & { onUnsent: (isUnsent: boolean) => void }) {
  const { task, onboarding, nextMilestone, contact } = view;
  const { today } = useClock();
  return (
    <div className="task-body">
      <section className="stack-tight">
        <p className="row">
          <Badge meaning={taskMeaning[task.status]} />
          <span className="faint">{taskTypeWord[task.type]}</span>
          {task.snoozedUntil && task.snoozedUntil > today && (
            <Tag icon="snooze">
              Reminders from <DateText on={task.snoozedUntil} form="short" />
            </Tag>
          )}
        </p>
        <h1>{task.name}</h1>
        <p>
          <Due task={task} />
        </p>
        {task.dueMoved?.from && (
          <p className="faint small">
            Moved from {absoluteDate(task.dueMoved.from, today)}: {task.dueMoved.reason}
          </p>
        )}
      </section>
      {onboarding.status === 'on_hold' && (
        <Banner tone="attention" icon="pause" title="This onboarding is on hold">
          There is nothing to do now; you hear from us when it goes on.
        </Banner>
      )}
      {onboarding.status === 'cancelled' && (
        <Banner icon="close" title="This onboarding was cancelled">
          There is nothing left to do.
        </Banner>
      )}
      <WaitsFor waitsFor={view.waitsFor} />
      <HowTo howTo={task.howTo} />
      {view.form && view.can.includes('answer-form') && (
        <Suspense>
          <TaskForm view={view} form={view.form} token={token} onUnsent={onUnsent} />
        </Suspense>
      )}
      <TaskDocuments view={view} token={token} />
      <Comments view={view} token={token} />
      <section className="task-about">
        <p className="spread">
          <span className="strong">{onboarding.name}</span>
          {onboarding.goLiveOn && <span className="faint">Go-live {absoluteDate(onboarding.goLiveOn, today)}</span>}
        </p>
        <ProgressBar share={onboarding.progress} label="Progress of the onboarding" isRoomy />
        {nextMilestone && (
          <p className="soft">
            Next: {nextMilestone.name}
            {nextMilestone.targetOn && (
              <>
                , <DateText on={nextMilestone.targetOn} />
              </>
            )}
          </p>
        )}
        {contact && (
          <p className="soft">
            Your contact: {contact.name}, <a href={`mailto:${contact.email}`}>{contact.email}</a>
          </p>
        )}
      </section>
      <p>
        <Link to="/tasks">All my tasks</Link>
      </p>
      <p className="faint small">
        This link is for {view.person.name} ({view.person.email}) and this one task. What is done with it is recorded as
        done by the link sent to {view.person.name}.
      </p>
    </div>
  );
}
