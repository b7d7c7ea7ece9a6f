/** `/gangway`: what is answered is seen by whoever asked, alone, and holds only what they may see. */
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import type { SlackCommand } from '../../contracts/slack-incoming.ts';
import { searchOnboardings } from '../../db/queries/slack-screens.ts';
import type { Person } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { section } from '../messages/render/slack-parts.ts';
import { cut, escape } from '../messages/render/slack-text.ts';
import { onboardingLines } from './blocks/onboarding.ts';
import type { SlackContext, SlackHandler } from './handler.ts';
import { openHandoffFor } from './handoff/handoff-form.ts';
import { matchPerson } from './match-person.ts';
import { readerOf, voiceOf } from './reader.ts';
import { sayAlone } from './say-alone.ts';
import { openStart } from './start/start-form.ts';
import { knownPerson } from './tasks/authorise-press.ts';

const atMost = { search: 10, status: 3 } as const;
const verbs = ['search', 'status', 'handoff', 'start', 'help', ''];

export const runSlashCommand: SlackHandler<SlackCommand> = async (context, command) => {
  const [, verb = '', text = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(command.text) ?? [];
  if (verb.toLowerCase() === 'handoff' && text !== '')
    return openHandoffFor(context, command, () => handoffOf(context, command, text));
  if (verb.toLowerCase() === 'start') return openStart(context, command, text.slice(0, 200));
  const { deps, port } = context;
  const person = await knownPerson(deps.db, port, command);
  const asked = { verb: verb.toLowerCase(), text: text.slice(0, 200) };
  const blocks = verbs.includes(asked.verb)
    ? await answer(context, person, asked)
    : await answer(context, person, { verb: null, text: `${verb} ${text}`.trim().slice(0, 200) });
  await sayAlone(port, command, { text: 'Gangway', blocks });
};

/** `verb` null: words alone, which look for an onboarding. */
async function answer(
  { deps }: SlackContext,
  person: Person,
  { verb, text }: { verb: string | null; text: string },
): Promise<SlackBlock[]> {
  const now = deps.clock.now();
  const voice = voiceOf(person, now);
  const reader = readerOf(person);
  const { command } = voice.words;
  const console = `${deps.publicUrl}/console`;
  const help = [section(command.help), ...(person.side === 'team' ? [section(command.helpTeam)] : [])];
  if (verb !== null && verb !== 'search' && verb !== 'status' && verb !== 'handoff') return help;
  if (verb === 'handoff' || (verb !== null && text === ''))
    return [section(escape(command.textIsNeeded.replace('{command}', verb)))];
  const found = await searchOnboardings(deps.db, reader, { text, now, limit: atMost[verb ?? 'search'] });
  if (found.length === 0) {
    const nothing = section(escape(command.nothingFound.replace('{text}', () => cut(text, 100))));
    return verb === null ? [nothing, ...help] : [nothing];
  }
  return found.map((row) =>
    section(onboardingLines(row, voice, reader.seesAll ? `${console}/onboardings/${row.id}` : null)),
  );
}

async function handoffOf({ deps, port }: SlackContext, command: SlackCommand, text: string): Promise<string> {
  const person = await matchPerson(deps.db, port, command);
  if (!person)
    throw new AppError('forbidden', { message: 'Nobody is known by this Slack user', details: { say: 'unknown' } });
  const [found] = await searchOnboardings(deps.db, readerOf(person), {
    text: text.slice(0, 200),
    now: deps.clock.now(),
    limit: 1,
    status: 'handoff',
  });
  if (!found)
    throw new AppError('not_found', {
      message: 'No handoff that they may see matches',
      details: { say: 'noHandoff' },
    });
  return found.id;
}
