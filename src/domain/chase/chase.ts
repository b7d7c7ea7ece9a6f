/** Everything open of a running onboarding is chased; reasons for silence are told as they change. */
import type { Pass } from '../advance/pass.ts';
import type { Task } from '../model.ts';
import { chaseBlocker } from './blocker.ts';
import { byAsks } from './caps.ts';
import { chaseTask } from './task.ts';
import type { Silence } from './subject.ts';

const record = (pass: Pass, task: Task, reason: Silence): void => {
  if ((task.chase.silence ?? null) === reason) return;
  if (reason === null) delete task.chase.silence;
  else task.chase.silence = reason;
  pass.silences.push({ taskId: task.id, personId: task.ownerId, reason });
};

/** Plans the nudges, announcements and escalations of one pass. */
export const chase = (pass: Pass): void => {
  const { tasks, blockers } = pass.state;
  const silences = new Map<string, string>();
  const blockedSilence = new Map<string, string>();
  const about = [
    ...blockers.map((blocker) => ({
      chase: blocker.chase,
      run: () => {
        const silence = chaseBlocker(pass, blocker);
        if (silence !== null && blocker.taskId !== null) blockedSilence.set(blocker.taskId, silence);
      },
    })),
    ...tasks.map((task) => ({
      chase: task.chase,
      run: () => {
        const silence = chaseTask(pass, task);
        if (silence !== null) silences.set(task.id, silence);
      },
    })),
  ];
  for (const { run } of about.toSorted(byAsks)) run();
  for (const task of tasks) {
    const silence = silences.get(task.id) ?? null;
    const also = silence === null ? undefined : blockedSilence.get(task.id);
    record(pass, task, also === undefined ? silence : `${silence ?? ''}. ${also}`);
  }
};

/** Nothing is chased any more, or not now: open reasons end, the onboarding's own begins elsewhere. */
export const endSilences = (pass: Pass): void => {
  for (const task of pass.state.tasks) record(pass, task, null);
};
