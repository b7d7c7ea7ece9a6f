import type { z } from 'zod';
import type { endpoints } from '../../contracts/api/index.ts';
import type { inboundMailView } from '../../contracts/api/mails.ts';
import { listDocuments } from '../../db/documents.ts';
import { findInboundMail, type InboundMailRow, listInboundMails } from '../../db/queries/list-inbound-mails.ts';
import { requireOnboarding } from '../../db/queries/require-onboarding.ts';
import { AppError } from '../../errors.ts';
import { attachmentsOf } from '../../usecases/replies/attachments-of.ts';
import { answerMail, ownPartOf, rejectMail } from '../../usecases/replies/decide-mail.ts';
import { type Proposal, proposalSchema } from '../../usecases/replies/proposal.ts';
import { makeReplyAddress } from '../../usecases/replies/reply-address.ts';
import type { ApiDeps } from '../deps.ts';
import { actorOf } from '../http/caller.ts';
import type { Handler } from '../http/handler.ts';

const commandWords = {
  complete: 'Complete the task',
  block: 'Mark the task as blocked',
  unblock: 'What the task waited for is there',
  snooze: 'Remind them later',
  reassign: 'Hand the task over',
  comment: 'Keep it as a comment',
  resolve: 'What was missing is there',
  'set-expected': 'Expect what is missing on another day',
} as const;

function proposalWords(proposal: Proposal): string | null {
  switch (proposal.kind) {
    case 'command': {
      const { until, what, email, expectedOn } = proposal.input;
      const detail = [until, what, email, expectedOn].find((value): value is string => typeof value === 'string');
      return detail === undefined ? commandWords[proposal.name] : `${commandWords[proposal.name]}: ${detail}`;
    }
    case 'comment':
      return 'Keep it as a comment on the onboarding';
    case 'absence':
      return `Set them absent ${proposal.from === null ? '' : `from ${proposal.from} `}${proposal.until === null ? 'for today' : `until ${proposal.until}`}`;
    case 'question':
      return null;
  }
}

const viewWith =
  (deps: ApiDeps) =>
  ({ personId: _personId, senderId, ...row }: InboundMailRow): z.output<typeof inboundMailView> => ({
    ...row,
    ownText: row.text === null ? null : ownPartOf(deps, row.text),
    mayAnswer: senderId !== null && row.onboardingId !== null,
    proposal: row.proposal === null ? null : proposalWords(proposalSchema.parse(row.proposal)),
  });

export const list: Handler<typeof endpoints.listInboundMails> = ({ query }, deps) =>
  listInboundMails(
    deps.db,
    {
      state: query.state ?? null,
      onboardingId: query.onboardingId ?? null,
      cursor: query.cursor,
      limit: query.limit,
    },
    viewWith(deps),
  );

export const one: Handler<typeof endpoints.getInboundMail> = async ({ params: { mailId } }, deps) => {
  const row = await findInboundMail(deps.db, mailId);
  if (!row) throw new AppError('not_found', { message: 'There is no such mail', details: { mailId } });
  return { ...viewWith(deps)(row), attachments: await attachmentsOf(deps, row) };
};

export const accept: Handler<typeof endpoints.acceptInboundMail> = async ({ params, body, caller }, deps) => {
  await deps.acceptMail(params.mailId, { actor: actorOf(caller), person: body.person });
};

export const answer: Handler<typeof endpoints.answerInboundMail> = async ({ params, body, caller }, deps) => {
  await answerMail(deps, params.mailId, { body: body.body, actor: actorOf(caller) });
};

export const reject: Handler<typeof endpoints.rejectInboundMail> = async ({ params, body, caller }, deps) => {
  await rejectMail(deps, params.mailId, { reason: body.reason, actor: actorOf(caller) });
};

export const address: Handler<typeof endpoints.getMailAddress> = async ({ params }, deps) => {
  await requireOnboarding(deps.db, params.onboardingId);
  const { inboundAddress, secret } = deps;
  const target = { kind: 'onboarding', onboardingId: params.onboardingId } as const;
  return {
    address: inboundAddress === null ? null : makeReplyAddress(target, { address: inboundAddress, secret }, new Date()),
  };
};

export const documents: Handler<typeof endpoints.listDocuments> = async ({ params, query }, { db }) => {
  await requireOnboarding(db, params.onboardingId);
  return { items: await listDocuments(db, params.onboardingId, query.taskId ?? null) };
};
