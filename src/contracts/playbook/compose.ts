/**
 * A file, what it extends and its parts become one. Maps are merged by key, later values win, a key set to
 * nothing is taken out; what a part brings carries the part's condition.
 */
import type { Condition } from '../../domain/playbook.ts';
import type { PlaybookFile } from './file-schema.ts';
import { consoleFile, ladderFile } from './own-ladders.ts';
import type { FilePhase } from './phase-schema.ts';
import { type PlaybookIssue, type Source, issueAt, readSource, readYaml } from './source.ts';

/** Finds a file that another one names; null when there is none. */
export type Resolve = (name: string, fromFile: string) => { file: string; text: string } | null;

/** Playbook's key → its ladders of the console, as YAML. */
export type LaddersByKey = ReadonlyMap<string, string>;

export type Composed = { ok: true; content: PlaybookFile; sources: Source[] } | { ok: false; issues: PlaybookIssue[] };

type Entries<T> = Record<string, T | null>;

const mergeEntries = <T extends object>(
  base: Entries<T> | undefined,
  over: Entries<T> | undefined,
  merge: (base: T, over: T) => T = (before, after) => ({ ...before, ...after }),
): Entries<T> | undefined => {
  if (!base || !over) return over ?? base;
  const merged: Entries<T> = { ...base };
  for (const [key, entry] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = entry !== null && before ? merge(before, entry) : entry;
  }
  return merged;
};

const mergePhase = (base: FilePhase, over: FilePhase): FilePhase => ({
  ...base,
  ...over,
  milestones: mergeEntries(base.milestones, over.milestones),
  tasks: mergeEntries(base.tasks, over.tasks),
});

type FileStages = NonNullable<PlaybookFile['crm']>['stages'];

const mergeMaps = <T extends object>(base: T | undefined, over: T | undefined): T | undefined =>
  base && over ? { ...base, ...over } : (over ?? base);

const mergeStages = (base: FileStages, over: FileStages): FileStages =>
  mergeMaps(base, over) && { ...base, ...over, when: { ...base?.when, ...over?.when } };

/** Files of both formats go together; the whole is of the newer one. */
const newerFormat = (base: PlaybookFile, over: PlaybookFile): Pick<PlaybookFile, 'format'> =>
  base.format === 2 || over.format === 2 ? { format: 2 } : {};

const mergeFiles = (base: PlaybookFile, over: PlaybookFile): PlaybookFile => ({
  ...base,
  ...over,
  ...newerFormat(base, over),
  selection: [...(over.selection ?? []), ...(base.selection ?? [])],
  parts: [...(base.parts ?? []), ...(over.parts ?? [])],
  handoff: mergeMaps(base.handoff, over.handoff) && {
    ...base.handoff,
    ...over.handoff,
    fields: mergeEntries(base.handoff?.fields, over.handoff?.fields),
  },
  roles: mergeEntries(base.roles, over.roles),
  workstreams: mergeMaps(base.workstreams, over.workstreams),
  integrations: mergeEntries(base.integrations, over.integrations),
  ladders: mergeEntries(base.ladders, over.ladders),
  chase: mergeMaps(base.chase, over.chase) && {
    ...base.chase,
    ...over.chase,
    kinds: mergeMaps(base.chase?.kinds, over.chase?.kinds),
  },
  forms: mergeEntries(base.forms, over.forms),
  imports: mergeEntries(base.imports, over.imports),
  trainings: mergeEntries(base.trainings, over.trainings),
  messages: mergeMaps(base.messages, over.messages),
  crm: mergeMaps(base.crm, over.crm) && {
    ...base.crm,
    ...over.crm,
    stages: mergeStages(base.crm?.stages, over.crm?.stages),
    fields: mergeMaps(base.crm?.fields, over.crm?.fields),
  },
  phases: mergeEntries(base.phases, over.phases, mergePhase),
  translations:
    base.translations && over.translations
      ? mergeTranslations(base.translations, over.translations)
      : (over.translations ?? base.translations),
});

type Translations = NonNullable<PlaybookFile['translations']>;
const mergeTranslations = (base: Translations, over: Translations): Translations => {
  const merged = { ...base };
  for (const [language, texts] of Object.entries(over)) merged[language] = { ...merged[language], ...texts };
  return merged;
};

const under = <T extends { when?: Condition | undefined }>(
  entries: Entries<T> | undefined,
  when: Condition,
): Entries<T> | undefined =>
  entries &&
  Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [
      key,
      entry && { ...entry, when: entry.when ? { all: [when, entry.when] } : when },
    ]),
  );

/** What a part adds applies only where the part does. */
const conditioned = (part: PlaybookFile, when: Condition | undefined): PlaybookFile => {
  if (!when) return part;
  const phases =
    part.phases &&
    Object.fromEntries(
      Object.entries(part.phases).map(([key, phase]) => [
        key,
        phase && { ...phase, tasks: under(phase.tasks, when), milestones: under(phase.milestones, when) },
      ]),
    );
  return { ...part, phases, integrations: under(part.integrations, when) };
};

class Composer {
  readonly sources: Source[] = [];
  readonly issues: PlaybookIssue[] = [];
  readonly #resolve: Resolve;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  read(text: string, file: string, chain: readonly string[]): PlaybookFile | null {
    const result = readSource(text, file);
    if (!result.ok) {
      this.issues.push(...result.issues);
      return null;
    }
    const { source } = result;
    const base =
      source.content.extends === undefined
        ? null
        : this.#follow(source, ['extends'], source.content.extends, [...chain, file]);
    this.sources.push(source);
    return base ? mergeFiles(base, source.content) : source.content;
  }

  #follow(from: Source, path: (string | number)[], name: string, chain: readonly string[]): PlaybookFile | null {
    const found = this.#resolve(name, from.file);
    if (!found) this.issues.push(issueAt([from], path, `there is no file "${name}"`));
    else if (chain.includes(found.file))
      this.issues.push(issueAt([from], path, `files extend each other: ${[...chain, found.file].join(' → ')}`));
    else return this.read(found.text, found.file, chain);
    return null;
  }

  addParts(content: PlaybookFile): PlaybookFile {
    let whole = content;
    for (const { add, when } of content.parts ?? []) {
      const from =
        this.sources.find(({ content: own }) => own.parts?.some((part) => part.add === add)) ?? this.sources.at(-1);
      if (!from) return whole;
      const path = ['parts', from.content.parts?.findIndex((part) => part.add === add) ?? 0, 'add'];
      const part = this.#follow(from, path, add, [from.file]);
      if (!part) continue;
      this.#refuseInPart(part, when, whole);
      const { key: _key, name: _name, description: _description, ...addition } = part;
      whole = mergeFiles(whole, { ...conditioned(addition, when), selection: [], parts: [] });
    }
    return whole;
  }

  addLadders(whole: PlaybookFile, ownLadders: LaddersByKey): PlaybookFile {
    const text = ownLadders.get(whole.key ?? '');
    if (text === undefined) return whole;
    const read = readYaml(text, consoleFile, ladderFile);
    if (!read.ok) {
      this.issues.push(...read.issues);
      return whole;
    }
    const { content } = read.source;
    this.sources.push(read.source);
    for (const key of Object.keys(content.phases ?? {}))
      if (!whole.phases?.[key])
        this.issues.push(issueAt([read.source], ['phases', key], `there is no phase "${key}" any more`));
    return mergeFiles(whole, content);
  }

  #refuseInPart(part: PlaybookFile, when: Condition | undefined, whole: PlaybookFile): void {
    const refuse = (path: (string | number)[], message: string): void => {
      this.issues.push(issueAt(this.sources.slice(-1), path, message));
    };
    if (part.parts) refuse(['parts'], 'a part cannot have parts; put them into the playbook itself');
    if (part.selection)
      refuse(['selection'], 'a part cannot choose playbooks; put the selection into the playbook itself');
    if (!when) return;
    const again = (before: object | null | undefined, now: object | null | undefined, path: string[]): void => {
      const known = new Set(Object.keys(before ?? {}));
      for (const key of Object.keys(now ?? {})) {
        if (known.has(key))
          refuse(
            [...path, key],
            `"${key}" is in the playbook already; a part with a condition can only add (use before: to place a task)`,
          );
      }
    };
    again(whole.integrations, part.integrations, ['integrations']);
    for (const [key, phase] of Object.entries(part.phases ?? {})) {
      again(whole.phases?.[key]?.tasks, phase?.tasks, ['phases', key, 'tasks']);
      again(whole.phases?.[key]?.milestones, phase?.milestones, ['phases', key, 'milestones']);
    }
  }
}

/** Reads the file with everything it names, and puts what was written in the console on top. */
export const compose = (text: string, file: string, resolve: Resolve, ownLadders: LaddersByKey): Composed => {
  const composer = new Composer(resolve);
  const own = composer.read(text, file, []);
  const whole = own && composer.addParts(own);
  const content = whole && composer.addLadders(whole, ownLadders);
  return content && composer.issues.length === 0
    ? { ok: true, content, sources: composer.sources }
    : { ok: false, issues: composer.issues };
};
