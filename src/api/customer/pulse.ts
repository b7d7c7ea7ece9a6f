import type { endpoints } from '../../contracts/api/index.ts';
import { pulseFacts, type PulseFacts } from '../../db/check-ins.ts';
import { AppError } from '../../errors.ts';
import { readPulseToken, type PulseLink } from '../../usecases/pulse/pulse-token.ts';
import type { ApiDeps } from '../deps.ts';
import type { Handler } from '../http/handler.ts';

async function open({ db, secret }: ApiDeps, token: string): Promise<{ link: PulseLink; facts: PulseFacts }> {
  const link = readPulseToken(token, secret);
  const facts = link && (await pulseFacts(db, link.checkInId, link.personId));
  if (!link || !facts) throw new AppError('not_found', { message: 'There is no such link. Was it copied whole?' });
  return { link, facts };
}

export const view: Handler<typeof endpoints.getPulse> = async ({ params }, deps) => {
  const { facts } = await open(deps, params.token);
  return { ...facts, companyName: deps.companyName };
};

export const answer: Handler<typeof endpoints.answerPulse> = async ({ params, body }, deps) => {
  const { link, facts } = await open(deps, params.token);
  await deps.runCommand({
    name: 'answer-pulse',
    subjectId: link.checkInId,
    input: body,
    actor: { kind: 'link', id: link.personId, label: `the link sent to ${facts.personName}` },
  });
  return { ...(await open(deps, params.token)).facts, companyName: deps.companyName };
};
