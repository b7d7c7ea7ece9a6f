/** Builds the screens ahead of the start, as the image does. */
import { buildWebWhenStale } from '../src/main/build-web.ts';

await buildWebWhenStale(console.log);
