/** Writes the Prisma client when the schema changed since it was last written. Nothing is downloaded. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeOnce, root } from './stamp.ts';

const sources = ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'];

await makeOnce(join(root, 'src/db/generated/sources.sha256'), sources, () => {
  const prisma = dirname(createRequire(import.meta.url).resolve('prisma/package.json'));
  execFileSync(process.execPath, [join(prisma, 'build', 'index.js'), 'generate'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'], // what it complains about is in the error
    env: {
      ...process.env,
      // Never run for this; an existing file keeps Prisma from downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
});
