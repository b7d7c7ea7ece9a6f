/** Writes the Prisma client when the schema changed since it was last written. Nothing is downloaded. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const generated = join(root, 'src', 'db', 'generated');
const stampFile = join(generated, 'schema.sha256');
const prismaManifest = createRequire(import.meta.url).resolve('prisma/package.json');

const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'prisma', 'schema.prisma')))
  .update(readFileSync(prismaManifest))
  .digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  execFileSync(process.execPath, [join(prismaManifest, '..', 'build', 'index.js'), 'generate'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'], // what it complains about is in the error,
    env: {
      ...process.env,
      // Never run for this; an existing file keeps Prisma from downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  writeFileSync(stampFile, stamp);
}
