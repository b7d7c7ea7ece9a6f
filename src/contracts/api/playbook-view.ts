/** What `getPlaybook` answers as `playbook`: the composed and checked form. */
export type { Condition, LadderRung, Playbook, PhaseTemplate, TaskTemplate } from '../../domain/playbook.ts';
