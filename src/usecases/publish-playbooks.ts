import type { Clock } from '../db/clock.ts';
import type { PlaybookStore } from '../db/playbook-store.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import { keyIn, loadPlaybookFolder } from './playbook-files.ts';

export interface PlaybookProblem {
  file: string;
  line: number | null;
  path: string;
  message: string;
}

/**
 * Reads the folder and publishes what is valid, together with the ladders that were written in the console: unchanged
 * files make no new version, a file with problems leaves its last valid version in use.
 * @returns the problems by playbook key, or by file where the key cannot be read
 */
export async function publishPlaybooks(
  deps: { playbooks: PlaybookStore; clock: Clock; logger: Logger },
  folder: string,
): Promise<Map<string, PlaybookProblem[]>> {
  const written = await deps.playbooks.allWritten();
  const ownLadders = new Map(
    [...written].flatMap(([key, { ownLadders: yaml }]) => (yaml === null ? [] : [[key, yaml] as const])),
  );
  const problems = new Map<string, PlaybookProblem[]>();
  for (const { file, source, parsed } of await loadPlaybookFolder(folder, ownLadders)) {
    if (!parsed.ok) {
      problems.set(keyIn(source) ?? file, parsed.issues);
      for (const issue of parsed.issues)
        deps.logger.warn({ ...issue }, 'A playbook has a problem; its last valid version stays in use');
      continue;
    }
    const { playbook } = parsed;
    try {
      const { isNew } = await deps.playbooks.publish({
        playbook,
        source,
        now: deps.clock.now(),
        byId: null,
        ownLadders: ownLadders.get(playbook.key) ?? null,
        basedOn: written.get(playbook.key)?.version ?? 0,
      });
      if (isNew) deps.logger.info({ playbook: playbook.key }, 'A playbook version was published');
    } catch (error) {
      // somebody saved between reading and publishing: what they saved belongs to it
      if (error instanceof AppError && error.code === 'version_conflict') return publishPlaybooks(deps, folder);
      throw error;
    }
  }
  return problems;
}
