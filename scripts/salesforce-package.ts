/** `node scripts/salesforce-package.ts` writes the SFDX project anew. A test holds what is committed against it. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './stamp.ts';
import { packageFiles } from './salesforce-package/package-files.ts';

const target = join(root, 'integrations/salesforce/package');
for (const folder of ['force-app', 'client-app']) await rm(join(target, folder), { recursive: true, force: true });
for (const { path, text } of packageFiles()) {
  await mkdir(dirname(join(target, path)), { recursive: true });
  await writeFile(join(target, path), text);
}
