/** Where the sandbox's state stays over restarts. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface SandboxStore {
  /** what was saved last; undefined when there is nothing yet */
  load(): Promise<unknown>;
  save(text: string): Promise<void>;
}

export const createMemoryStore = (): SandboxStore => {
  let held: string | undefined;
  return {
    load: () => Promise.resolve(held === undefined ? undefined : JSON.parse(held)),
    save(text) {
      held = text;
      return Promise.resolve();
    },
  };
};

/** Written beside and renamed, so a crash leaves the old file or the new one, never half of one. */
export function createFileStore(file: string): SandboxStore {
  return {
    async load() {
      try {
        const saved: unknown = JSON.parse(await readFile(file, 'utf8'));
        return saved;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save(text) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}

export interface Saver {
  /** soon: many changes are written at once */
  touch(): void;
  flush(): Promise<void>;
}

/** One write at a time; what changes meanwhile is written by the next. */
export function createSaver(
  store: SandboxStore,
  state: () => unknown,
  onError: (error: unknown) => void,
  delayMs = 200,
): Saver {
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    timer = null;
    writing = writing.then(() => store.save(JSON.stringify(state()))).catch(onError);
    return writing;
  };
  return {
    touch() {
      timer ??= setTimeout(() => void write(), delayMs);
    },
    async flush() {
      if (timer) clearTimeout(timer);
      await write();
    },
  };
}
