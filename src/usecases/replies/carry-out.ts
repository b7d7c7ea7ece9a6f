/** Does what an answer asks for, and keeps its words and files, in one transaction with the mail's own outcome. */
import { isAskedForBlocker } from '../../db/asked-blockers.ts';
import { insertComment } from '../../db/comments.ts';
import type { Sql } from '../../db/database.ts';
import { storeDocuments } from '../../db/documents.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import { mayAct } from '../../db/task-rights.ts';
import type { Actor, Visibility } from '../../domain/model.ts';
import { storableText } from '../../domain/storable-text.ts';
import { AppError } from '../../errors.ts';
import { changeOnboarding } from '../change-onboarding.ts';
import { writeComment } from '../comments/write-comment.ts';
import type { CheckedFiles } from '../documents/keep-files.ts';
import { runCommand } from '../onboardings/run-command.ts';
import { guardLinkCommand } from '../task-links/guard-link-command.ts';
import type { ReplyDeps } from './deps.ts';
import type { CommandProposal, Proposal } from './proposal.ts';

export interface Actable {
  proposal: Proposal;
  onboardingId: string;
  taskId: string | null;
  actor: Actor;
  /** null: one of our people agreed to it */
  link: { personId: string; personName: string; personEmail: string } | null;
  visible: string;
  files: CheckedFiles;
  mailId: string;
  /** settles the mail; false where it was settled meanwhile, and then nothing happens */
  also(tx: Sql): Promise<boolean>;
}

export async function carryOut(deps: ReplyDeps, actable: Actable): Promise<void> {
  const { proposal, onboardingId, actor } = actable;
  if (proposal.kind === 'command') {
    if (actable.link) await guard(deps, actable, actable.link, proposal);
    await runCommand(deps, {
      name: proposal.name,
      subjectId: subjectOf(proposal),
      input: proposal.input,
      actor,
      also: (tx) => keepWith(tx, actable, deps.clock.now()),
    });
    return;
  }
  await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      await keepWith(tx, actable, now);
      const body = bodyOf(actable.visible) || actable.files.kept.map(({ name: file }) => file).join(', ') || '–';
      const words = { taskId: null, actor, body, visibility: visibilityOf(proposal) };
      return writeComment(tx, state, words, now);
    },
  });
}

const subjectOf = ({ name, taskId, blockerId }: CommandProposal): string =>
  name === 'comment' ? taskId : (blockerId ?? taskId);

/** By mail one may do what the task's link allows, and only for what still is one's own to act on. */
async function guard(
  { db, clock }: ReplyDeps,
  { onboardingId }: Actable,
  link: NonNullable<Actable['link']>,
  { name, taskId, blockerId, input }: CommandProposal,
): Promise<void> {
  if (blockerId !== undefined) {
    if (await isAskedForBlocker(db, blockerId, link.personId, clock.now())) return;
    throw new AppError('forbidden', { message: `${link.personName} is not asked for this any more` });
  }
  if (!(await mayAct(db, { taskId, personId: link.personId }, clock.now())))
    throw new AppError('forbidden', { message: `This task is no longer with ${link.personName}` });
  const { state } = await loadOnboarding(db, onboardingId);
  guardLinkCommand({ name, input }, { ...link, taskId, onboardingId, state: 'valid', mayAct: true }, state, false);
}

/** Of the words and files that come with it. */
const visibilityOf = (proposal: Proposal): Visibility =>
  ((proposal.kind === 'command' || proposal.kind === 'comment') && proposal.visibility) || 'shared';

const bodyOf = (visible: string): string => storableText(visible.trim(), 5000);

/** The words are kept with whatever they did; files that were not taken are named where the team reads. */
export async function keepWith(
  tx: Sql,
  { proposal, onboardingId, taskId, actor, visible, files, mailId, also }: Actable,
  now: Date,
  settle = also,
): Promise<void> {
  if (!(await settle(tx))) throw new AppError('not_allowed_now', { message: 'This mail was handled meanwhile' });
  if (proposal.kind === 'command' && proposal.isKept) return;
  const body = bodyOf(visible);
  const visibility = visibilityOf(proposal);
  if (proposal.kind === 'command' && proposal.name !== 'comment' && body !== '')
    await insertComment(tx, { onboardingId, taskId, actor, body, visibility }, now);
  const place = { onboardingId, taskId, addedById: actor.id, inboundMailId: mailId, visibility };
  await storeDocuments(tx, files.kept, place, now);
  if (files.refused.length === 0) return;
  const list = files.refused.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
  const system = { kind: 'system', id: null } as const;
  const told = `Attachments of a mail that were not kept:\n${list}`;
  await insertComment(tx, { onboardingId, taskId, actor: system, body: told, visibility: 'internal' }, now);
}
