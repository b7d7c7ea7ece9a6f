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

/** Of the time that passes; a large state is written less often. */
const maxShare = 0.1;

/** One write at a time; what changes meanwhile is written by the next. */
export function createSaver(
  store: SandboxStore,
  state: () => unknown,
  onError: (error: unknown) => void,
  delayMs = 200,
): Saver {
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let lastTookMs = 0;
  const save = async (): Promise<void> => {
    const startedAt = performance.now();
    const text = JSON.stringify(state());
    lastTookMs = performance.now() - startedAt;
    await store.save(text);
  };
  const write = (): Promise<void> => {
    timer = null;
    writing = writing.then(save).catch(onError);
    return writing;
  };
  return {
    touch() {
      timer ??= setTimeout(() => void write(), Math.max(delayMs, lastTookMs / maxShare));
    },
    async flush() {
      if (timer) clearTimeout(timer);
      await write();
    },
  };
}
