/** What a composed file declares, so that whatever refers to something can be checked against it. */
import type { Condition } from '../../domain/playbook.ts';
import { rolesOf } from './compile.ts';
import { laddersOf } from './compile-ladders.ts';
import { handoffKeysIn } from './condition.ts';
import { entriesOf, phasesOf } from './entries.ts';
import type { PlaybookFile } from './file-schema.ts';
import { closest } from './words.ts';

export type Path = (string | number)[];
export type Report = (path: Path, message: string) => void;

const kindInWords = {
  roles: 'role',
  tasks: 'task',
  milestones: 'milestone',
  phases: 'phase',
  ladders: 'ladder',
  forms: 'form',
  integrations: 'integration',
  workstreams: 'workstream',
  handoff: 'handoff field',
};
type Kind = keyof typeof kindInWords;

const keysOf = (entries: readonly [string, unknown][]): string[] => entries.map(([key]) => key);

const declared = (content: PlaybookFile): Record<Kind, string[]> => ({
  roles: rolesOf(content).map(({ role }) => role),
  tasks: phasesOf(content).flatMap(([, { tasks }]) => keysOf(entriesOf(tasks))),
  milestones: phasesOf(content).flatMap(([, { milestones }]) => keysOf(entriesOf(milestones))),
  phases: keysOf(phasesOf(content)),
  ladders: Object.keys(laddersOf(content, new Set())),
  forms: keysOf(entriesOf(content.forms)),
  integrations: keysOf(entriesOf(content.integrations)),
  workstreams: Object.keys(content.workstreams ?? {}),
  handoff: keysOf(entriesOf(content.handoff?.fields)),
});

export class References {
  readonly report: Report;
  readonly #declared: Record<Kind, string[]>;

  constructor(content: PlaybookFile, report: Report) {
    this.report = report;
    this.#declared = declared(content);
  }

  has(kind: Kind, key: string): boolean {
    return this.#declared[kind].includes(key);
  }

  /** Reports a key that nothing of this kind has; nothing is fine. */
  check(kind: Kind, key: string | undefined, path: Path): void {
    if (key === undefined || this.has(kind, key)) return;
    this.report(path, `there is no ${kindInWords[kind]} "${key}"${closest(key, this.#declared[kind])}`);
  }

  checkCondition(condition: Condition | undefined, path: Path): void {
    for (const key of condition ? handoffKeysIn(condition) : []) this.check('handoff', key, path);
  }

  /** Reports what is missing. */
  demand(isThere: boolean, path: Path, message: string): void {
    if (!isThere) this.report(path, message);
  }
}
