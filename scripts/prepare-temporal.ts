/** Builds the Temporal server where it is not there yet, so that no test has to wait for it. */
import { readConfig } from '../src/config/config.ts';
import { defaultCacheDir } from '../src/main/local/paths.ts';
import { findTemporalBinaries } from '../src/main/local/temporal-binaries.ts';

await findTemporalBinaries({ cacheDir: readConfig().local.cacheDir ?? defaultCacheDir(), log: console.log });
