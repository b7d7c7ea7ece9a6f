/** Builds the workflow bundle as the worker does, and refuses what must not be in it. */
import { bundleWorkflows } from '../src/temporal/worker.ts';

/** Every worker thread keeps it in memory and compiles it at its start; Temporal's own part is about 0.8 MB. */
const LIMIT_BYTES = 2_500_000;
/** zod at the top of workflow code costs memory in every cached workflow (sdk-typescript 2227). */
const REFUSED = ['zod', 'luxon', 'date-holidays', 'pg', '@prisma/client'];

const { code } = await bundleWorkflows();
const size = Buffer.byteLength(code);
const found = REFUSED.filter((name) => code.includes(`/node_modules/${name}/`));

console.log(`workflow bundle: ${(size / 1_000_000).toFixed(2)} MB of at most ${LIMIT_BYTES / 1_000_000} MB`);
if (found.length > 0) console.error(`it contains ${found.join(', ')}, which workflow code must not reach`);
if (found.length > 0 || size > LIMIT_BYTES) process.exit(1);
