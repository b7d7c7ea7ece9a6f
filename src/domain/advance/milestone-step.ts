/** Milestones that turn: the CSM hears of each once when it is at risk, and again only after it was not. */
import { carerToHear } from '../chase/who.ts';
import { isAtRisk, laterMilestones, riskInWords } from '../milestone-risk.ts';
import { riskMark, untoldMark } from '../marks.ts';
import type { Pass } from './pass.ts';

/**
 * A risk that shrinks to a day stays what it was; where none is left the mark goes, so that it is news when it comes
 * back. Everything turns into a line of the story; mails are for what gets worse.
 */
export const milestonesAtRisk = (pass: Pass): void => {
  const { state, now, playbook, onboarding } = pass;
  const { chase } = onboarding;
  const later = new Map(laterMilestones(state, { now, playbook }).map((risk) => [risk.milestoneId, risk]));
  for (const { id, name, status } of state.milestones) {
    const mark = riskMark(id);
    const risk = later.get(id);
    if (chase[mark] !== undefined && risk === undefined) {
      delete chase[mark];
      delete chase[untoldMark(mark)];
      if (status !== 'done') pass.activity.push({ kind: 'milestone_on_course', subjectId: id, data: { name } });
    }
    const isNew = risk !== undefined && isAtRisk(risk) && chase[mark] === undefined;
    if (risk === undefined || (!isNew && chase[untoldMark(mark)] === undefined)) continue;
    const { agreedOn, expectedOn, reason } = risk;
    if (isNew) {
      chase[mark] = now;
      pass.activity.push({ kind: 'milestone_at_risk', subjectId: id, data: { name, reason: riskInWords(risk) } });
    }
    const csm = carerToHear(pass, 'milestone_at_risk');
    if (csm === null) {
      chase[untoldMark(mark)] = chase[mark] ?? now;
      continue;
    }
    delete chase[untoldMark(mark)];
    pass.tell({
      personId: csm.id,
      kind: 'milestone_at_risk',
      urgency: 'digest',
      rule: `as things go “${name}” is reached after its date`,
      key: [id, chase[mark] ?? now],
      mark,
      data: { milestone: name, dueOn: agreedOn, expectedOn, reason },
    });
  }
};
