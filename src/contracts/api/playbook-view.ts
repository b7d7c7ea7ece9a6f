/** What `getPlaybook` answers as `playbook`: the composed and checked form. */
export type { Condition, Ladder, LadderRung, Playbook, PhaseTemplate, TaskTemplate } from '../../domain/playbook.ts';
