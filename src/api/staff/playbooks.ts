import type { endpoints } from '../../contracts/api/index.ts';
import { findPlaybook, listPlaybooks } from '../../db/queries/list-playbooks.ts';
import { AppError } from '../../errors.ts';
import { tryPlaybook } from '../../usecases/try-playbook.ts';
import type { Handler } from '../http/handler.ts';

export const playbooks: Handler<typeof endpoints.listPlaybooks> = async (_call, deps) => {
  const items = await listPlaybooks(deps.db);
  return { items: items.map((item) => ({ ...item, issues: deps.playbookProblems.get(item.key) ?? [] })) };
};

export const playbook: Handler<typeof endpoints.getPlaybook> = async ({ params }, { db }) => {
  const found = await findPlaybook(db, params.key);
  if (!found) throw new AppError('not_found', { message: 'There is no such playbook', details: { key: params.key } });
  return found;
};

export const trial: Handler<typeof endpoints.tryPlaybook> = ({ body }, deps) => tryPlaybook(deps, body);
