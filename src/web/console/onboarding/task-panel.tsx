import { useState } from 'react';
import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { TaskView } from '../../api/types.ts';
import { Badge, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { SideBadge } from '../../ui/person-chip.tsx';
import { plainWords, taskMeaning, taskTypeWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { BlockerNote } from './blocker-note.tsx';
import { isOpen, useOnboarding } from './context.tsx';
import { BlockTask, HoldEscalation, MoveDue, SkipTask, SnoozeTask } from './task-dialogs.tsx';
import { TaskFacts } from './task-facts.tsx';
import { GiveTask, NameAndComplete } from './task-person-dialogs.tsx';
import { TaskNudges } from './task-nudges.tsx';
import { TaskDocuments } from './task-documents.tsx';
import { TaskTalk } from './task-talk.tsx';
import './task-panel.css';

const dialogs = {
  block: BlockTask,
  give: GiveTask,
  due: MoveDue,
  snooze: SnoozeTask,
  skip: SkipTask,
  'hold-escalation': HoldEscalation,
  name: NameAndComplete,
};
type DialogName = keyof typeof dialogs;

export function TaskPanel({ task, onClose }: { task: TaskView; onClose: () => void }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const mayChange = useIsAtLeast('member') && ['draft', 'active', 'live', 'on_hold'].includes(view.status);
  const mayWork = mayChange && view.status !== 'draft';
  const open = isOpen(task);
  const send = (sent: Promise<unknown>) => void sent.catch(sayProblem);
  const reopen = () => run('reopen', 'task', task.id, {}, { done: 'Open again' });
  const complete = () =>
    task.fillsRole
      ? setDialog('name')
      : send(
          run(
            'complete',
            'task',
            task.id,
            {},
            { done: `Done: ${task.name}`, undo: () => run('reopen', 'task', task.id, {}) },
          ),
        );
  const phase = view.phases.find(({ id }) => id === task.phaseId)?.name;
  const milestone = view.milestones.find(({ id }) => id === task.milestoneId)?.name;
  const Open = dialog && dialogs[dialog];
  return (
    <SidePanel title={task.name} onClose={onClose}>
      <div className="stack task-panel">
        <header className="stack-tight">
          <p className="faint small">
            {[phase, milestone, task.workstream && plainWords(task.workstream)].filter(Boolean).join(' / ')}
          </p>
          <h2>{task.name}</h2>
          <p className="row">
            <Badge meaning={taskMeaning[task.status]} />
            <SideBadge side={task.side} />
            <span className="soft">{taskTypeWord[task.type]}</span>
            {task.isOverdue && (
              <Tag tone="late" icon="clock">
                Late
              </Tag>
            )}
            {task.isCritical && open && (
              <Tag tone="attention" icon="critical">
                Critical path
              </Tag>
            )}
            {task.visibility === 'internal' && <Tag icon="lock">Internal</Tag>}
          </p>
        </header>
        {mayWork && (
          <div className="row">
            {open && (
              <Button look="primary" icon="check" isDisabled={!task.isReady} onPress={complete}>
                Complete
              </Button>
            )}
            {open && task.status === 'pending' && task.isReady && (
              <Button icon="half" onPress={() => send(run('start', 'task', task.id, {}, { done: 'In progress' }))}>
                Start
              </Button>
            )}
            {open && task.status !== 'blocked' && (
              <Button icon="blocked" onPress={() => setDialog('block')}>
                Block
              </Button>
            )}
            {open && (
              <Button icon="snooze" onPress={() => setDialog('snooze')}>
                Snooze
              </Button>
            )}
            {open && (
              <Button icon="skip" onPress={() => setDialog('skip')}>
                Skip
              </Button>
            )}
            {open && task.isOverdue && (
              <Button icon="pause" onPress={() => setDialog('hold-escalation')}>
                Hold escalation
              </Button>
            )}
            {!open && (
              <Button icon="undo" onPress={() => send(reopen())}>
                Reopen
              </Button>
            )}
          </div>
        )}
        {mayWork && open && !task.isReady && <p className="soft small">{whyNotYet(task, view.tasks)}</p>}
        <BlockerNote task={task} mayChange={mayWork} />
        <TaskFacts
          task={task}
          onGive={mayChange && open ? () => setDialog('give') : undefined}
          onMove={mayChange && open ? () => setDialog('due') : undefined}
        />
        <HowTo task={task} />
        <Neighbours task={task} />
        <TaskNudges task={task} />
        <TaskDocuments task={task} />
        <TaskTalk task={task} />
      </div>
      {Open && <Open task={task} onClose={() => setDialog(null)} />}
    </SidePanel>
  );
}

const listOf = new Intl.ListFormat('en-GB');

function whyNotYet({ dependsOn }: TaskView, tasks: readonly TaskView[]): string {
  const before = tasks.filter((each) => dependsOn.includes(each.id) && isOpen(each)).map(({ name }) => `“${name}”`);
  return before.length === 0
    ? 'It cannot be completed before its phase has begun.'
    : `It can be completed once ${listOf.format(before)} ${before.length === 1 ? 'is' : 'are'} done.`;
}

function HowTo({ task: { howTo } }: { task: TaskView }) {
  if (howTo.text === '' && howTo.links.length === 0 && !howTo.video) return null;
  return (
    <section className="stack-tight">
      <h3>How to do it</h3>
      {howTo.text !== '' && <p className="prose">{howTo.text}</p>}
      <ul className="row">
        {howTo.links.map(({ label, url }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              {label}
            </a>
          </li>
        ))}
        {howTo.video && (
          <li>
            <a href={howTo.video} target="_blank" rel="noreferrer">
              Watch the video
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

/** What it waits for and what waits for it. */
function Neighbours({ task }: { task: TaskView }) {
  const { view, openTask } = useOnboarding();
  const before = view.tasks.filter(({ id }) => task.dependsOn.includes(id));
  const after = view.tasks.filter(({ dependsOn }) => dependsOn.includes(task.id));
  const list = (title: string, tasks: TaskView[]) =>
    tasks.length > 0 && (
      <section className="stack-tight">
        <h3>{title}</h3>
        <ul className="neighbours">
          {tasks.map((each) => (
            <li key={each.id}>
              <button type="button" className="link-button" onClick={() => openTask(each)}>
                {each.name}
              </button>
              <Badge meaning={taskMeaning[each.status]} />
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <>
      {list('Waits for', before)}
      {list('What waits for it', after)}
    </>
  );
}
