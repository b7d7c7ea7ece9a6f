/** `npm run check`: every check, two side by side. */
import { checks } from './checks.ts';
import { finish, runSteps } from './run-steps.ts';

finish(await runSteps(checks, 2));
