/** Builds the screens when their sources changed since they were last built. */
import { join } from 'node:path';
import { makeOnce, root } from './stamp.ts';

const sources = ['src/web', 'src/contracts', 'src/domain', 'src/errors.ts', 'vite.config.ts', 'package-lock.json'];

await makeOnce(join(root, 'dist/web.sha256'), sources, async () => {
  console.log('building the screens');
  const { build } = await import('vite'); // not installed in the image, where they are built
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
});
