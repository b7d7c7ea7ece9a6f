import { AppError } from '../../errors.ts';
import {
  actsFor,
  changePhase,
  type Command,
  happened,
  requirePhase,
  requireStatus,
  unchanged,
  wrongInput,
} from './outcome.ts';

/** Gives the approval that a phase's gate asks for; only who fills the role, or a manager. */
export const approveGate: Command<{ phaseId: string; gate: 'entry' | 'exit'; criterion: number }> = (
  state,
  input,
  actor,
  now,
) => {
  const phase = requirePhase(state, input.phaseId);
  const gate = input.gate === 'entry' ? phase.entryGate : phase.exitGate;
  const criterion = gate.criteria[input.criterion];
  if (criterion?.kind !== 'approval') throw wrongInput('The gate asks for no such approval');
  if (criterion.approvedAt !== null) return unchanged(state);
  requireStatus(state, 'approve-gate');
  if (!actsFor(state, actor, [criterion.role])) {
    throw new AppError('forbidden', {
      message: `“${criterion.label}” is approved by whom the gate names, or by a manager`,
      details: { role: criterion.role },
    });
  }
  const approved = {
    ...gate,
    criteria: gate.criteria.map((one) =>
      one === criterion ? { ...criterion, approvedAt: now, approvedById: actor.id } : one,
    ),
  };
  const next = changePhase(state, phase.id, input.gate === 'entry' ? { entryGate: approved } : { exitGate: approved });
  return happened(next, 'gate_approved', phase.id, { name: phase.name, gate: input.gate, label: criterion.label });
};
