import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Ours without what they say of the CRM, which would go before a connection's stages and renewals. @returns their folder */
export async function playbooksWithoutCrm(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-playbooks-'));
  await cp('playbooks', folder, { recursive: true });
  const base = join(folder, 'parts', 'base.yaml');
  const source = await readFile(base, 'utf8');
  await writeFile(base, source.replace(/^crm:\n(?: .*\n)+/m, ''));
  return folder;
}
