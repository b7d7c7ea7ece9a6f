/** Playbooks from a folder: its YAML files are playbooks, those in its subfolders are bases and parts. */
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { type LaddersByKey, type ParsedPlaybook, type Resolve, parsePlaybook } from '../contracts/playbook.ts';
import { AppError } from '../errors.ts';

export interface PlaybookFileRead {
  /** relative to the folder, with forward slashes */
  file: string;
  source: string;
  parsed: ParsedPlaybook;
}

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

const readYaml = async (folder: string): Promise<Map<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('not_found', { message: `The playbook folder ${resolve(folder)} cannot be read`, cause });
  });
  const files = entries
    .filter((entry) => entry.isFile() && isYaml(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file, 'utf8')] as const),
  );
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The key as it stands in a file, also where the file cannot be read as a playbook; null: none. */
export const keyIn = (source: string): string | null => /^key:\s*([\w-]+)/m.exec(source)?.[1] ?? null;

/** Names are relative to the file that uses them, and never lead out of the folder. */
const resolveIn =
  (texts: ReadonlyMap<string, string>): Resolve =>
  (name, fromFile) => {
    const file = posix.normalize(posix.join(posix.dirname(fromFile), name));
    const text = texts.get(file);
    return text === undefined ? null : { file, text };
  };

/** Two files with one key would replace each other; the later one is refused. */
const refuseSameKey = (reads: PlaybookFileRead[]): PlaybookFileRead[] => {
  const fileOfKey = new Map<string, string>();
  return reads.map((read) => {
    if (!read.parsed.ok) return read;
    const { key } = read.parsed.playbook;
    const other = fileOfKey.get(key);
    if (other === undefined) {
      fileOfKey.set(key, read.file);
      return read;
    }
    const issue = { file: read.file, line: null, path: 'key', message: `the key "${key}" is also the key of ${other}` };
    return { ...read, parsed: { ok: false, issues: [issue] } };
  });
};

/** Reads and checks every playbook of a folder. Problems are in the results; only an unreadable folder throws. */
export const loadPlaybookFolder = async (
  folder: string,
  ownLadders: LaddersByKey = new Map(),
): Promise<PlaybookFileRead[]> => {
  const texts = await readYaml(folder);
  const playbooks = [...texts].filter(([file]) => !file.includes('/'));
  return refuseSameKey(
    playbooks.map(([file, source]) => ({
      file,
      source,
      parsed: parsePlaybook(source, file, resolveIn(texts), ownLadders),
    })),
  );
};

/** The file of a playbook with these ladders of the console; null: the folder has no such playbook. */
export const loadPlaybookOf = async (
  folder: string,
  key: string,
  ownLadders: string | null,
): Promise<PlaybookFileRead | null> => {
  const reads = await loadPlaybookFolder(folder, new Map(ownLadders === null ? [] : [[key, ownLadders]]));
  return reads.find(({ source }) => keyIn(source) === key) ?? null;
};

/** Reads and checks one file, with the bases and parts beside it. */
export const loadPlaybookFile = async (path: string): Promise<PlaybookFileRead> => {
  const texts = await readYaml(dirname(path));
  const file = relative(dirname(path), path);
  const source = texts.get(file);
  if (source === undefined) throw new AppError('not_found', { message: `There is no playbook file ${path}` });
  return { file, source, parsed: parsePlaybook(source, file, resolveIn(texts)) };
};

/** Reads and checks what somebody is writing, with the bases and parts of the folder. */
export const readDraft = async (
  folder: string,
  source: string,
  ownLadders: LaddersByKey = new Map(),
): Promise<ParsedPlaybook> => parsePlaybook(source, 'draft.yaml', resolveIn(await readYaml(folder)), ownLadders);
