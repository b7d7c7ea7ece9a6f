/** The mails of the sandbox: in memory, and one file each, so that a mail more never rewrites the others. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sandboxMailSchema } from '../../../src/contracts/sandbox/mailbox.ts';

const storedMailSchema = sandboxMailSchema.extend({ raw: z.string() });
export type StoredMail = z.infer<typeof storedMailSchema>;

export interface MailStore {
  load(): Promise<void>;
  add(mail: StoredMail): Promise<void>;
  /** newest first */
  list(): StoredMail[];
  find(id: string): StoredMail | undefined;
  clear(): Promise<void>;
}

/** @param dir null: only in memory */
export function createMailStore(dir: string | null, maxMails = 2_000): MailStore {
  let mails: StoredMail[] = [];
  const fileOf = (directory: string, id: string): string => join(directory, `${id}.json`);
  return {
    async load() {
      if (dir === null) return;
      await mkdir(dir, { recursive: true });
      const files = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
      const read = await Promise.all(
        files.map(async (name): Promise<unknown> => JSON.parse(await readFile(join(dir, name), 'utf8'))),
      );
      mails = read.flatMap((mail) => storedMailSchema.safeParse(mail).data ?? []);
    },
    async add(mail) {
      mails.push(mail);
      const dropped = mails.splice(0, Math.max(0, mails.length - maxMails));
      if (dir === null) return;
      await writeFile(`${fileOf(dir, mail.id)}.new`, JSON.stringify(mail), { mode: 0o600 });
      await rename(`${fileOf(dir, mail.id)}.new`, fileOf(dir, mail.id));
      await Promise.all(dropped.map(({ id }) => rm(fileOf(dir, id), { force: true })));
    },
    list: () => mails.toReversed(),
    find: (id) => mails.find((mail) => mail.id === id),
    async clear() {
      const gone = mails;
      mails = [];
      if (dir !== null) await Promise.all(gone.map(({ id }) => rm(fileOf(dir, id), { force: true })));
    },
  };
}
