/** Ladders written in the console, as YAML: the part of a playbook file that is about chasing, and nothing else. */
import { Document } from 'yaml';
import { z } from 'zod';
import type { LadderBySide, LadderUse, OwnLadders } from '../../domain/own-ladders.ts';
import type { Ladder, LadderRung } from '../../domain/playbook.ts';
import { kindOf, ladderAsRules } from './compile-ladders.ts';
import { entriesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import { formatIssues } from './formats.ts';
import { chasing, ladder } from './ladder-schema.ts';
import { key, ladderChoice } from './phase-schema.ts';
import { type PlaybookIssue, readYaml } from './source.ts';

/** what issues name as the file */
export const consoleFile = 'ladders of the console';

export const ladderFile = z
  .strictObject({
    format: z.literal(2, 'should be 2'),
    ladders: z.record(key, ladder).optional(),
    chase: chasing.optional(),
    phases: z.record(key, z.strictObject({ ladder: ladderChoice })).optional(),
  })
  .superRefine((file, context) => {
    for (const { path, message } of formatIssues(file)) context.addIssue({ code: 'custom', path, message });
  });

type Chasing = Pick<PlaybookFile, 'chase' | 'phases'>;

export const useIn = ({ chase, phases }: Chasing): LadderUse => ({
  playbook: chase?.ladder ?? null,
  phases: Object.fromEntries(entriesOf(phases).flatMap(([name, { ladder: by }]) => (by ? [[name, by]] : []))),
  kinds: chase?.kinds ?? {},
});

type ParsedLadders = { ok: true; own: OwnLadders } | { ok: false; issues: PlaybookIssue[] };

export const parseOwnLadders = (yamlText: string): ParsedLadders => {
  const read = readYaml(yamlText, consoleFile, ladderFile);
  if (!read.ok) return read;
  const { content } = read.source;
  const ladders = entriesOf(content.ladders).map(([name, written]) => [name, ladderAsRules(written)] as const);
  return { ok: true, own: { ladders: Object.fromEntries(ladders), use: useIn(content) } };
};

const days = (count: number): string => `${count}d`;
const every = (count: number): string => (count % 5 === 0 ? `${count / 5}w` : days(count));
const short: Record<string, string> = {
  'customer.lead': 'lead',
  'customer.sponsor': 'sponsor',
  'team.csm': 'csm',
  'team.manager': 'manager',
};
const who = (role: string): string => short[role] ?? role;

const step = ({ at, kind, to, orElse, repeatEvery, until, channels }: LadderRung): unknown => ({
  at: days(at),
  to: who(to),
  ...(orElse !== null && { orElse: who(orElse) }),
  ...(kind !== kindOf({ at, to }) && { kind }),
  ...(repeatEvery !== null && { every: every(repeatEvery) }),
  ...(until !== undefined && { until: days(until) }),
  ...(channels && { channels }),
});

const inOneLine = (value: unknown): unknown => new Document().createNode(value, { flow: true });

const written = ({ urgent, caps, rungs }: Ladder): unknown => ({
  ...(urgent && { urgent }),
  ...(caps && {
    caps: {
      ...(caps.perTask !== undefined && { perTask: caps.perTask }),
      ...(caps.apartDays !== undefined && { apart: every(caps.apartDays) }),
      ...(caps.perDay !== undefined && { perDay: caps.perDay }),
    },
  }),
  steps: rungs.map((rung) => inOneLine(step(rung))),
});

const mapped = <T>(entries: Record<string, T>, write: (entry: T) => unknown): Record<string, unknown> | undefined =>
  Object.keys(entries).length === 0
    ? undefined
    : Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, write(entry)]));

/** What `parseOwnLadders` reads again as the same, and what a playbook file can take over as it is. */
export const ownLaddersYaml = ({ ladders, use }: OwnLadders): string => {
  const kinds = mapped(use.kinds, (by: LadderBySide) => by);
  const document = new Document({
    format: 2,
    ladders: mapped(ladders, written),
    chase: (use.playbook ?? kinds) && { ...(use.playbook && { ladder: use.playbook }), ...(kinds && { kinds }) },
    phases: mapped(use.phases, (by) => ({ ladder: by })),
  });
  return document.toString({ lineWidth: 120 });
};
