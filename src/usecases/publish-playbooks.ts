import type { Clock } from '../db/clock.ts';
import type { PlaybookStore } from '../db/playbook-store.ts';
import type { Logger } from '../telemetry/logger.ts';
import { loadPlaybookFolder } from './playbook-files.ts';

export interface PlaybookProblem {
  file: string;
  line: number | null;
  path: string;
  message: string;
}

/**
 * Reads the folder and publishes what is valid: unchanged files make no new version, a file with problems leaves its
 * last valid version in use. @returns the problems by playbook key, or by file where the key cannot be read
 */
export async function publishPlaybooks(
  deps: { playbooks: PlaybookStore; clock: Clock; logger: Logger },
  folder: string,
): Promise<Map<string, PlaybookProblem[]>> {
  const problems = new Map<string, PlaybookProblem[]>();
  for (const { file, source, parsed } of await loadPlaybookFolder(folder)) {
    if (parsed.ok) {
      const { isNew } = await deps.playbooks.publish({
        playbook: parsed.playbook,
        source,
        now: deps.clock.now(),
        byId: null,
      });
      if (isNew) deps.logger.info({ playbook: parsed.playbook.key }, 'A playbook version was published');
      continue;
    }
    problems.set(/^key:\s*([\w-]+)/m.exec(source)?.[1] ?? file, parsed.issues);
    for (const issue of parsed.issues)
      deps.logger.warn({ ...issue }, 'A playbook has a problem; its last valid version stays in use');
  }
  return problems;
}
